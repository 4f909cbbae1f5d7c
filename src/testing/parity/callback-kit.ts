/** What programs about callbacks, reprs and wrong use need besides, in both languages. */
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import { formatCallGraph } from "../../runtime/tasks/call-graph.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import type { Kit } from "./kit.ts";
import type { Program } from "./parity.ts";

/**
 * `bare` takes the place of a function's definition out of its name. `plain` takes out of a repr or a message what
 * only CPython knows (places in the source) and what each language has its own of (names of coroutines). `says` is a
 * callback that logs what it is told, and the future that it is called with.
 */
const TOOLS = `
    from contextvars import Context, ContextVar, copy_context, Token
    from functools import partial
    def bare(function):
        function.__qualname__ = function.__name__
        return function
    def plain(what):
        text = what if type(what) is str else repr(what)
        text = re.sub(r"( created)? at (0x\\w+|[^\\s>]*<?[\\w.-]+>?:\\d+)", "", text).replace("main.<locals>.", "")
        text = text.replace("result=None", "result=none")
        return re.sub(r"coro=<[^(]*\\(\\)[^>]*>", "coro=<>", text).replace("_contextvars.Context object", "Context")
    def says(*what):
        return partial(log, *what)
    async def tries(awaitable):
        try:
            log("got", await awaitable)
        except BaseException as error:
            log("caught", type(error).__name__, plain(str(error)))
    def graph_of(*future):
        text = re.sub(r", id=0x\\w+|id=0x\\w+", "", format_call_graph(*future))
        return [line for line in text.split("\\n") if "Call stack:" not in line and "|   File" not in line]
    def logged():
        import logging
        class Handler(logging.Handler):
            def emit(self, record):
                for line in plain(record.getMessage()).split("\\n"): log("logged", line)
        logging.getLogger("asyncio").addHandler(Handler())
        logging.getLogger("asyncio").propagate = False
    def checks(action):
        try:
            log("gives", action())
        except BaseException as error:
            log("throws", type(error).__name__, plain(str(error)))
`;

/** The programs with those tools; the bodies stand four spaces in. */
export function withTools(programs: readonly Program[]): Program[] {
  return programs.map(([name, python, typescript]) => [name, TOOLS + python, typescript]);
}

/** A callback by the name that CPython's trace has for `says`. */
export const says =
  ({ log }: Kit) =>
  (...what: unknown[]) =>
    named("log", (future?: unknown) => (future === undefined ? log(...what) : log(...what, future)));

/** A function by another name. */
export function named<F extends (...given: never[]) => unknown>(name: string, callback: F): F {
  return Object.defineProperty(callback, "name", { value: name });
}

/** As the Python tool does. */
export function plain(what: unknown): string {
  return String(what)
    .replaceAll(/coro=<[^(]*\(\)>/g, "coro=<>")
    .replaceAll("main.<locals>.", "")
    .replaceAll("result=undefined", "result=none")
    .replaceAll(/(\d)\.0\b/g, "$1");
}

/** A future's call graph, or the current task's, as lines without ids and call stacks. */
export function graphOf(...future: [Future<unknown>?]): string[] {
  return formatCallGraph(...future)
    .replaceAll(/(, )?id=\d+/g, "")
    .split("\n");
}

/** Runs a body whose errors and warnings on the console are logged. */
export function* logged({ log }: Kit, body: () => Coroutine<void>): Coroutine<void> {
  const { error, warn } = console;
  console.error = console.warn = (text: unknown) => {
    for (const line of plain(text).split("\n")) log("logged", line);
  };
  try {
    yield* body();
  } finally {
    Object.assign(console, { error, warn });
  }
}

/** `Kit.attempt` with a plain message. */
export const tries = ({ log }: Kit) =>
  function* (awaitable: Awaitable<unknown>): Coroutine<void> {
    try {
      log("got", yield* awaitable);
    } catch (error) {
      log("caught", (error as Error).name, plain((error as Error).message));
    }
  };

/** `Kit.check` with a plain message. */
export const checks =
  ({ log }: Kit) =>
  (action: () => unknown): void => {
    try {
      log("gives", action());
    } catch (error) {
      log("throws", (error as Error).name, plain((error as Error).message));
    }
  };
