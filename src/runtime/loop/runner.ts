/**
 * Running a program: a loop from its making to its closing. Mirrors `asyncio/runners.py`.
 *
 * States: created → initialized (there is a loop) → closed. Closing leaves nothing behind: the tasks that are left are
 * cancelled and awaited, and what they throw is told to the loop's exception handler.
 */
import { HostClock, type Clock } from "./clock.ts";
import { copyContext, type Context } from "../contexts/contextvars.ts";
import { isCoroutine, type Awaitable, type Coroutine } from "../tasks/coroutine.ts";
import { EventLoop } from "./event-loop.ts";
import { RuntimeError } from "../errors/exceptions.ts";
import type { Future } from "../tasks/future.ts";
import { gather } from "../combinators/gather.ts";
import { runUntilCompleteOnHost } from "./host-loop.ts";
import type { Instrument } from "../instrument/instrument.ts";
import { allTasks } from "../tasks/task.ts";
import { runningLoopInternals } from "./loop-internals.ts";

export interface RunnerOptions {
  /** Makes the loop; without it the loop is a new one with `instrument` and `clock`. */
  loopFactory?: () => EventLoop;
  /** @internal */
  instrument?: Instrument;
  /** @internal */
  clock?: Clock;
  /** The loop's debug mode; as the loop has it, if this is left out. */
  debug?: boolean;
}

/** Runs any number of coroutines, one after another, on one loop that it makes when first asked and closes at the end. */
export class Runner {
  readonly #options: RunnerOptions;
  #loop: EventLoop | null = null;
  #context: Context | null = null;
  #closed = false;

  constructor(options: RunnerOptions = {}) {
    this.#options = options;
  }

  /** Runs `body` with this runner and closes it after that: Python's `with Runner() as runner`. */
  use<R>(body: (runner: this) => R): R {
    try {
      this.getLoop();
      return body(this);
    } finally {
      this.close();
    }
  }

  /** The loop, made now if there is none yet. Throws RuntimeError once the runner is closed. */
  getLoop(): EventLoop {
    if (this.#closed) throw new RuntimeError("Runner is closed");
    if (this.#loop) return this.#loop;
    const { loopFactory, instrument, clock, debug } = this.#options;
    this.#loop = loopFactory ? loopFactory() : new EventLoop(instrument, clock);
    if (debug !== undefined) this.#loop.setDebug(debug);
    this.#context = copyContext();
    return this.#loop;
  }

  /**
   * Runs a coroutine, or what else can be awaited, in a task to its end; gives its result or throws its error.
   * All runs share one context, unless one is given.
   * Throws RuntimeError while a loop runs, TypeError if there is nothing to await.
   */
  run<T>(main: Awaitable<T>, { context }: { context?: Context } = {}): T {
    if (runningLoopInternals() !== null) {
      throw new RuntimeError("Runner.run() cannot be called from a running event loop");
    }
    const loop = this.getLoop();
    const shared = this.#context as Context;
    return loop.runUntilComplete(loop.createTask(toCoroutine(main), { context: context ?? shared }));
  }

  /** Cancels the tasks that are left, waits for them, and closes the loop. A second close does nothing. */
  close(): void {
    const loop = this.#loop;
    if (!loop) return;
    try {
      const tasks = cancelAllTasks(loop);
      if (tasks) loop.runUntilComplete(tasks.ended);
      tasks?.tellFailures();
      loop.runUntilComplete(loop.shutdownAsyncgens());
      loop.runUntilComplete(loop.shutdownDefaultExecutor());
    } finally {
      loop.close();
      this.#loop = null;
      this.#closed = true;
    }
  }
}

/**
 * Runs a program on a loop of its own: its result, or its error thrown. What it left running is cancelled and awaited.
 * Throws RuntimeError while a loop runs, Deadlock if the program waits for what can never happen.
 */
export function run<T>(main: Awaitable<T>, options: RunnerOptions = {}): T {
  if (runningLoopInternals() !== null) {
    throw new RuntimeError("asyncio.run() cannot be called from a running event loop");
  }
  return new Runner(options).use((runner) => runner.run(main));
}

/**
 * @internal
 * `run` in real time, on the host's clock: the promise of the program's result. The thread is handed back whenever
 * the loop waits, so that the host's own events, promises (see `wrapFuture`) and other loops go on meanwhile.
 */
export async function runOnHost<T>(
  main: Awaitable<T>,
  { instrument, debug = false }: Pick<RunnerOptions, "instrument" | "debug"> = {},
): Promise<T> {
  const loop = new EventLoop(instrument, new HostClock());
  loop.setDebug(debug);
  try {
    return await runUntilCompleteOnHost(loop, toCoroutine(main));
  } finally {
    try {
      const tasks = cancelAllTasks(loop);
      if (tasks) await runUntilCompleteOnHost(loop, tasks.ended);
      tasks?.tellFailures();
      await runUntilCompleteOnHost(loop, loop.shutdownAsyncgens());
      await runUntilCompleteOnHost(loop, loop.shutdownDefaultExecutor());
    } finally {
      loop.close();
    }
  }
}

function toCoroutine<T>(main: Awaitable<T>): Coroutine<T> {
  if (isCoroutine(main)) return main as Coroutine<T>;
  if (typeof (main as Partial<Awaitable<T>> | null)?.[Symbol.iterator] !== "function") {
    throw new TypeError("An asyncio.Future, a coroutine or an awaitable is required");
  }
  return (function* (): Coroutine<T> {
    return yield* main;
  })();
}

/** What is left to do for the tasks that are left: wait until all have ended, then tell what they threw. */
function cancelAllTasks(loop: EventLoop): { ended: Future<unknown>; tellFailures: () => void } | null {
  const tasks = [...allTasks(loop)];
  if (tasks.length === 0) return null;
  for (const task of tasks) task.cancel();
  const tellFailures = (): void => {
    for (const task of tasks) {
      const exception = task.cancelled() ? null : task.exception();
      if (exception === null) continue;
      const message = "unhandled exception during asyncio.run() shutdown";
      loop.callExceptionHandler({ message, exception, task });
    }
  };
  return { ended: gather(tasks, { returnExceptions: true }), tellFailures };
}
