/** Vocabulary of programs about callbacks, reprs and wrong use; callback_kit.py is the same in Python. */
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import { formatCallGraph } from "../../runtime/tasks/call-graph.ts";
import type { Future } from "../../runtime/tasks/future.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import type { Kit } from "./kit.ts";

/** Make a callback that logs the arguments, then the future that it is called with; CPython's trace calls it "log". */
export const says =
  ({ log }: Kit) =>
  (...what: unknown[]) =>
    named("log", (future?: unknown) => (future === undefined ? log(...what) : log(...what, future)));

/** Sleep, then log and return "slept". */
export function* naps({ log }: Kit, delay: number): Coroutine<string> {
  yield* sleep(delay);
  log("slept");
  return "slept";
}

/** Give a function another name. */
export function named<F extends (...given: never[]) => unknown>(name: string, callback: F): F {
  return Object.defineProperty(callback, "name", { value: name });
}

/** Take out of a repr or a message the parts that differ between the languages. */
export function plain(what: unknown): string {
  return String(what)
    .replaceAll(/coro=<[^(]*\(\)>/g, "coro=<>")
    .replaceAll("main.<locals>.", "")
    .replaceAll("result=undefined", "result=none")
    .replaceAll(/(\d)\.0\b/g, "$1");
}

/** Return a future's call graph, or the current task's, as lines without ids and call stacks. */
export function graphOf(...future: [Future<unknown>?]): string[] {
  return formatCallGraph(...future)
    .replaceAll(/(, )?id=\d+/g, "")
    .split("\n");
}

/** Run a body, and log its errors and warnings on the console. */
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

/** Await like `Kit.attempt`, with a plain message. */
export const tries = ({ log }: Kit) =>
  function* (awaitable: Awaitable<unknown>): Coroutine<void> {
    try {
      log("got", yield* awaitable);
    } catch (error) {
      log("caught", (error as Error).name, plain((error as Error).message));
    }
  };

/** Call like `Kit.check`, with a plain message. */
export const checks =
  ({ log }: Kit) =>
  (action: () => unknown): void => {
    try {
      log("gives", action());
    } catch (error) {
      log("throws", (error as Error).name, plain((error as Error).message));
    }
  };
