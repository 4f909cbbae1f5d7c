/** Vocabulary of the TypeScript parity programs; kit.py is the same in Python. */
import { TaskGroup } from "../../runtime/combinators/task-group.ts";
import { withAsync, type AsyncContextManager } from "../../runtime/contexts/context-manager.ts";
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import type { EventLoop } from "../../runtime/loop/event-loop.ts";
import { getRunningLoop } from "../../runtime/loop/events.ts";
import { ExceptionGroup } from "../../runtime/errors/exception-group.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import { bytesRepr } from "../../runtime/instrument/text-repr.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { createTask, Task } from "../../runtime/tasks/task.ts";

/** Functions that programs use. They are bound: a program may take them out, `function* ({ log, work }: Kit)`. */
export class Kit {
  /** The lines that the program logged. */
  readonly lines: string[] = [];
  /** The loop that runs the program; the kit is made inside the program. */
  readonly loop: EventLoop = getRunningLoop();

  /** Log a line: the loop's time, and the values. */
  readonly log = (...what: unknown[]): void => {
    this.lines.push([this.loop.time(), ...what].map(show).join(" "));
  };

  /** Sleep, then return the name or fail; log a cancellation, and take time to clean up if asked to. */
  readonly work = (name: string, delay: number, options: WorkOptions = {}): Coroutine<string> =>
    work(this.log, name, delay, options);

  /** Sleep, and refuse to be cancelled. */
  readonly stubborn = (name: string, delay: number): Coroutine<string> => stubborn(this.log, name, delay);

  /** Stay in a context manager for some seconds. */
  readonly use = (name: string, manager: AsyncContextManager<unknown>, seconds = 1): Coroutine<void> =>
    use(this.log, name, manager, seconds);

  /** Await, and log the result or the error. */
  readonly attempt = (awaitable: Awaitable<unknown>): Coroutine<void> => attempt(this.log, awaitable);

  /** Call, and log the result or the error. */
  readonly check = (action: () => unknown): void => {
    try {
      this.log("gives", action());
    } catch (error) {
      this.log("throws", error);
    }
  };

  readonly spawn = <T>(name: string, coroutine: Coroutine<T>): Task<T> => createTask(coroutine, { name });

  /** Create a task that logs the outcome of its coroutine. */
  readonly follow = (name: string, coroutine: Coroutine<unknown>): Task<void> =>
    this.spawn(name, logOutcome(this.log, name, coroutine));
}

interface WorkOptions {
  fails?: string;
  cleanup?: number;
}

type Log = Kit["log"];

function* work(log: Log, name: string, delay: number, { fails, cleanup }: WorkOptions): Coroutine<string> {
  log(name, "begins");
  try {
    yield* sleep(delay);
  } catch (error) {
    log(name, error);
    if (cleanup !== undefined) {
      yield* sleep(cleanup);
      log(name, "cleaned up");
    }
    throw error;
  }
  if (fails !== undefined) throw new ValueError(fails);
  log(name, "ends");
  return name;
}

function* stubborn(log: Log, name: string, delay: number): Coroutine<string> {
  try {
    yield* sleep(delay);
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error;
    log(name, "refuses", error);
  }
  return name;
}

function* use(
  log: Log,
  name: string,
  manager: AsyncContextManager<unknown>,
  seconds: number,
): Coroutine<void> {
  yield* withAsync(manager, function* (value) {
    log(name, "in", value);
    yield* sleep(seconds);
  });
  log(name, "out");
}

function* attempt(log: Log, awaitable: Awaitable<unknown>): Coroutine<void> {
  try {
    log("got", yield* awaitable);
  } catch (error) {
    log("caught", error);
  }
}

function* logOutcome(log: Log, name: string, coroutine: Coroutine<unknown>): Coroutine<void> {
  try {
    log(name, "gives", yield* coroutine);
  } catch (error) {
    log(name, error);
    if (error instanceof CancelledError) throw error;
  }
}

/** Run a block in a task group of its own. */
export const inGroup = <R>(body: (group: TaskGroup) => Coroutine<R>) => withAsync(new TaskGroup(), body);

function show(value: unknown): string {
  if (value instanceof ExceptionGroup) return `${value} [${value.exceptions.map(show).join(", ")}]`;
  if (value instanceof Error) return `${value.name}(${value.message})`;
  if (value instanceof Task) return value.getName();
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value instanceof Uint8Array) return bytesRepr(value);
  if (value instanceof Set) return `{${[...value].map(show).sort().join(", ")}}`;
  return value === undefined || value === null ? "none" : String(value as string);
}
