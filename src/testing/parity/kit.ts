/** What the TypeScript twins are written with; twins.py is the same in Python. */
import { withAsync, type AsyncContextManager } from "../../runtime/contexts/context-manager.ts";
import type { Awaitable, Coroutine } from "../../runtime/tasks/coroutine.ts";
import type { EventLoop } from "../../runtime/loop/event-loop.ts";
import { getRunningLoop } from "../../runtime/loop/events.ts";
import { ExceptionGroup } from "../../runtime/errors/exception-group.ts";
import { CancelledError, ValueError } from "../../runtime/errors/exceptions.ts";
import { sleep } from "../../runtime/tasks/sleep.ts";
import { createTask, Task } from "../../runtime/tasks/task.ts";

/** The members can be taken out of it: `function* ({ log, work }) { … }`. */
export class Kit {
  /** What the program logged. */
  readonly lines: string[] = [];
  /** Made inside of the program: the loop that runs it. */
  readonly loop: EventLoop = getRunningLoop();

  /** Writes a line: the loop's time, and how things are. */
  readonly log = (...what: unknown[]): void => {
    this.lines.push([this.loop.time(), ...what].map(show).join(" "));
  };

  /** Sleeps, then returns its name or fails; tells of a cancellation, and may need time to clean up. */
  readonly work = (name: string, delay: number, options: WorkOptions = {}): Coroutine<string> =>
    work(this.log, name, delay, options);

  /** Sleeps, and refuses to be cancelled. */
  readonly stubborn = (name: string, delay: number): Coroutine<string> => stubborn(this.log, name, delay);

  /** Is inside of a context manager for a time. */
  readonly use = (name: string, manager: AsyncContextManager<unknown>, seconds = 1): Coroutine<void> =>
    use(this.log, name, manager, seconds);

  /** Awaits, and tells what comes of it. */
  readonly attempt = (awaitable: Awaitable<unknown>): Coroutine<void> => attempt(this.log, awaitable);

  /** Tells what an action gives or throws. */
  readonly check = (action: () => unknown): void => {
    try {
      this.log("gives", action());
    } catch (error) {
      this.log("throws", error);
    }
  };

  readonly spawn = <T>(name: string, coroutine: Coroutine<T>): Task<T> => createTask(coroutine, { name });

  /** A task that tells what its coroutine comes to. */
  readonly follow = (name: string, coroutine: Coroutine<unknown>): Task<void> =>
    this.spawn(name, told(this.log, name, coroutine));
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

function* told(log: Log, name: string, coroutine: Coroutine<unknown>): Coroutine<void> {
  try {
    log(name, "gives", yield* coroutine);
  } catch (error) {
    log(name, error);
    if (error instanceof CancelledError) throw error;
  }
}

function show(value: unknown): string {
  if (value instanceof ExceptionGroup) return `${value} [${value.exceptions.map(show).join(", ")}]`;
  if (value instanceof Error) return `${value.name}(${value.message})`;
  if (value instanceof Task) return value.getName();
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value instanceof Set) return `{${[...value].map(show).sort().join(", ")}}`;
  return value === undefined || value === null ? "none" : String(value as string);
}
