/**
 * Events of relations between tasks: stacks of awaits, groups and their children, cancellation on its way,
 * timeouts, context variables. (Parity programs check that the runtime does the same.)
 */
import { expect, test } from "vitest";
import type { ExportedEvent } from "../../formats/export-events.ts";
import { runPython } from "../../testing/run-python.ts";

async function events(body: string, before = ""): Promise<ExportedEvent[]> {
  const main = body.replaceAll(/^/gm, "    ");
  const run = await runPython(
    `import asyncio\nfrom asyncio import *\n${before}\nasync def main():\n${main}\nasyncio.run(main())\n`,
  );
  expect([run.error, run.stderr]).toEqual([null, ""]);
  return run.events;
}

const fields = (events: ExportedEvent[], kind: string, ...names: string[]) =>
  events.filter((event) => event.kind === kind).map((event) => names.map((name) => event[name]));

test("a suspended task has the stack of the program's coroutines", async () => {
  const trace = await events(
    "await outer()\nasync for item in items(): pass\nasync with Held(): pass\nawait sleep(3)",
    `
async def outer(): await inner()
async def inner(): await sleep(1)
async def items():
    await sleep(2)
    yield 1
class Held:
    async def __aenter__(self): await inner()
    async def __aexit__(self, *error): pass
`,
  );
  expect(fields(trace, "taskSuspended", "stack", "line").slice(0, 4)).toEqual([
    ["main 14\nouter 4\ninner 5", 5],
    ["main 15\nitems 7", 7],
    ["main 16\nHeld.__aenter__ 10\ninner 5", 5],
    ["", 17],
  ]);
});

test("a stack deeper than forty is recorded without its middle", async () => {
  const trace = await events("await down(60)", "async def down(n): await (down(n - 1) if n else sleep(1))");
  const [[stack] = []] = fields(trace, "taskSuspended", "stack");
  const lines = String(stack).split("\n");
  expect([lines.length, lines[0], lines[20], lines[40]]).toEqual([41, "main 5", "… 0", "down 3"]);
});

test("a combinator records each child, once", async () => {
  const trace = await events(
    `
one, two = create_task(sleep(1), name="one"), create_task(sleep(2), name="two")
future = get_running_loop().create_future()
get_running_loop().call_later(1, future.set_result, None)
await gather(one, one, future)
await wait([two])
await shield(create_task(sleep(1), name="three"))
async with TaskGroup() as group: group.create_task(sleep(1), name="four")
for each in as_completed([create_task(sleep(1), name="five")]): await each
`,
  );
  const kinds = new Map(fields(trace, "resourceCreated", "resource", "type") as [number, string][]);
  const children = fields(trace, "childAdded", "resource", "taskName", "future");
  expect(children.map(([of, ...child]) => [kinds.get(of as number), ...child])).toEqual([
    ["gather", "one", null],
    ["gather", null, expect.any(Number)],
    ["wait", "two", null],
    ["shield", "three", null],
    ["TaskGroup", "four", null],
    ["as_completed", "five", null],
  ]);
  const waits = fields(trace, "taskSuspended", "reason", "on").filter(([, on]) => kinds.has(on as number));
  expect(waits.map(([reason, on]) => [reason, kinds.get(on as number)])).toEqual(
    ["gather", "wait", "shield", "TaskGroup", "as_completed"].map((kind) => [kind, kind]),
  );
});

test("a cancellation is recorded where it is delivered, and when it is taken back", async () => {
  const trace = await events(`
async def stubborn():
    try: await sleep(9)
    except CancelledError: current_task().uncancel()
task = create_task(stubborn(), name="stubborn")
await sleep(1)
task.cancel()
await task
early = create_task(sleep(1), name="early")
early.cancel()
await wait([early])
`);
  const story = trace
    .filter(({ kind, task }) => /^task(Cancel|Uncancelled|Done)/.test(kind) && task !== 1)
    .map(({ kind, taskName, line }) => [kind, taskName, line]);
  expect(story.slice(0, 7)).toEqual([
    ["taskCancelRequested", "stubborn", 11],
    ["taskCancelThrown", "stubborn", 7],
    ["taskUncancelled", "stubborn", 8],
    ["taskDone", "stubborn", undefined],
    ["taskCancelRequested", "early", 14],
    ["taskCancelThrown", "early", null],
    ["taskDone", "early", undefined],
  ]);
});

test("a timeout records its deadline, a new deadline, and that it expired", async () => {
  const trace = await events(`
try:
    async with timeout(1) as limit:
        limit.reschedule(get_running_loop().time() + 2)
        await sleep(5)
except TimeoutError: pass
`);
  expect(fields(trace, "resourceCreated", "type", "value", "line")).toEqual([["Timeout", 1, 7]]);
  expect(fields(trace, "resourceChanged", "change", "value", "time")).toEqual([
    ["reschedule", 2, 0],
    ["expire", 0, 2],
  ]);
});

test("a context variable records its value, task and line when it is set", async () => {
  const trace = await events(
    `
token = user.set("ann")
user.reset(token)
bound = user.set
bound([1, 2])
`,
    'from contextvars import ContextVar\nuser = ContextVar("user")',
  );
  expect(fields(trace, "contextVariableSet", "name", "value", "taskName", "line")).toEqual([
    ["user", "'ann'", "Task-1", 7],
    ["user", "", "Task-1", 8],
    ["user", "[1, 2]", "Task-1", 10],
  ]);
});

test("output has the number of its thread", async () => {
  const trace = await events('print("loop")\nawait to_thread(print, "thread")');
  const [[thread] = []] = fields(trace, "threadStarted", "thread");
  expect(fields(trace, "outputWritten", "text", "thread")).toEqual([
    ["loop\n", null],
    ["thread\n", thread],
  ]);
});

test("an eager task that cancels itself is recorded as the requester", async () => {
  const trace = await events(
    'task = create_task(selfish(), name="selfish", eager_start=True)\nawait wait([task])',
    "async def selfish():\n    current_task().cancel()\n    await sleep(1)",
  );
  expect(fields(trace, "taskCancelRequested", "taskName", "byName")).toEqual([["selfish", "selfish"]]);
});
