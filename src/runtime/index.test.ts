/** Public surface, compared with CPython's: each name exists here, or is in a list with the reason why not. */
import { expect, test } from "vitest";
import { runPython } from "../testing/run-python.ts";
import * as asyncio from "./index.ts";

/** Names of CPython that the runtime does not have, by patterns, with the reasons. */
const LEFT_OUT: readonly (readonly [names: RegExp, reason: string])[] = [
  [/^(Abstract|Base)(EventLoop|Server)$|^(Selector)EventLoop$/, "there is one loop: EventLoop"],
  [/^(get|set)EventLoopPolicy$/, "deprecated"],
  [/^(get|set)EventLoop$/, "without a policy there is no current loop but the running one: getRunningLoop"],
  [/^newEventLoop$/, "new EventLoop()"],
  [/^_/, "what extensions written in C call"],
  [/^BaseTransport$/, "what all transports share"],
  [/^SendfileNotAvailableError$/, "no files to send"],
  [/^connectAccepted/, "a server accepts its connections itself"],
  [/^getnameinfo$/, "names of addresses"],
  [/^toThread$|^runInExecutor$|^setDefaultExecutor$/, "needs threads; the host's own tasks: wrapFuture"],
  [/^FrameCallGraphEntry$|^printStack$/, "JavaScript cannot read the frames of a suspended generator"],
  [/^FutureCallGraph$/, "an interface, which leaves no trace at run time"],
  [/^(ALL_COMPLETED|FIRST_COMPLETED|FIRST_EXCEPTION)$/, "the strings themselves, of the type ReturnWhen"],
  [/^iscoroutinefunction$/, "any generator function may be one; nothing marks it"],
  [
    /^addNote$|^withTraceback$|^args$/,
    "of Python's exceptions; JavaScript's have a message, a cause and a stack",
  ],
];

/** Names that Python writes as one word. */
const ONE_WORD: Readonly<Record<string, string>> = { isfuture: "isFuture", iscoroutine: "isCoroutine" };

test("names of asyncio and contextvars", async () => {
  const names = await askPython("[*asyncio.__all__, *contextvars.__all__]");
  expect(missing(names, asyncio)).toEqual([]);
});

test.each([
  ["asyncio.AbstractEventLoop", new asyncio.EventLoop()],
  ["asyncio.Future", new asyncio.EventLoop().createFuture()],
  ["asyncio.Task", new asyncio.EventLoop().createTask(asyncio.sleep(0))],
  ["asyncio.Handle", new asyncio.EventLoop().callSoon(() => {})],
  ["asyncio.TimerHandle", new asyncio.EventLoop().callLater(1, () => {})],
  ["asyncio.Runner", new asyncio.Runner()],
  ["asyncio.TaskGroup", new asyncio.TaskGroup()],
  ["asyncio.Timeout", new asyncio.Timeout(null)],
  ["asyncio.Lock", new asyncio.Lock()],
  ["asyncio.Event", new asyncio.Event()],
  ["asyncio.Condition", new asyncio.Condition()],
  ["asyncio.Semaphore", new asyncio.Semaphore()],
  ["asyncio.BoundedSemaphore", new asyncio.BoundedSemaphore()],
  ["asyncio.Barrier", new asyncio.Barrier(1)],
  ["asyncio.Queue", new asyncio.Queue()],
  ["asyncio.PriorityQueue", new asyncio.PriorityQueue()],
  ["asyncio.LifoQueue", new asyncio.LifoQueue()],
  ["contextvars.Context", new asyncio.Context()],
  ["contextvars.ContextVar", new asyncio.ContextVar("name")],
  ["BaseExceptionGroup", new asyncio.ExceptionGroup("message", [new Error()])],
])("members of %s", async (python, ours) => {
  expect(missing(await askPython(`dir(${python})`), ours)).toEqual([]);
});

test("members of contextvars.Token", async () => {
  const token = new asyncio.ContextVar("name").set(1);
  const ours = { ...token, MISSING: asyncio.Token.MISSING };
  expect(missing(await askPython("dir(contextvars.Token)"), ours)).toEqual([]);
});

test("the list of missing names has no name that exists here and none that CPython lacks", async () => {
  const classes = "asyncio.AbstractEventLoop, asyncio.Task, BaseExceptionGroup";
  const names = await askPython(
    `[*asyncio.__all__, *(name for kind in (${classes}) for name in dir(kind))]`,
    "",
  );
  const idle = LEFT_OUT.filter(([pattern]) => !names.map(camelCase).some((name) => pattern.test(name)));
  expect(idle).toEqual([]);
  const here = Object.keys(asyncio).filter((name) => isLeftOut(name));
  expect(here).toEqual([]);
});

/** Return the public names in the value of a Python expression. */
async function askPython(expression: string, without = "_"): Promise<string[]> {
  const filter = without ? `if not name.startswith("${without}") or name in asyncio.__all__` : "";
  const list = `[name for name in ${expression} ${filter}]`;
  const { stdout, error } = await runPython(`import asyncio, contextvars, json\nprint(json.dumps(${list}))`);
  expect(error).toBeNull();
  return JSON.parse(stdout) as string[];
}

function missing(names: readonly string[], ours: object): string[] {
  expect(names).not.toEqual([]);
  return names.map(camelCase).filter((name) => !(name in ours) && !isLeftOut(name));
}

function isLeftOut(name: string): boolean {
  return LEFT_OUT.some(([pattern]) => pattern.test(name));
}

/** `n_waiting` as `nWaiting`; constants and private names stay. */
function camelCase(name: string): string {
  if (name.startsWith("_") || name === name.toUpperCase()) return name;
  return ONE_WORD[name] ?? name.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
