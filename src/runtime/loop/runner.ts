/**
 * Runner of a program: it makes a loop, runs coroutines on it and closes it. Mirrors `asyncio/runners.py`.
 *
 * States: created → initialized (first use makes the loop) → closed. Closing cancels and awaits the tasks that are left,
 * and reports their errors to the loop's exception handler.
 */
import { HostClock, type Clock } from "./clock.ts";
import { copyContext, type Context } from "../contexts/contextvars.ts";
import { asCoroutine, type Awaitable } from "../tasks/coroutine.ts";
import { EventLoop } from "./event-loop.ts";
import { CancelledError, KeyboardInterrupt, RuntimeError } from "../errors/exceptions.ts";
import { handlerOf, setDefaultHandler, setHandler } from "../io/signals.ts";
import { named } from "./loop-handle.ts";
import type { Future } from "../tasks/future.ts";
import { gather } from "../combinators/gather.ts";
import { runUntilCompleteOnHost } from "./host-loop.ts";
import type { Instrument } from "../instrument/instrument.ts";
import { allTasks, type Task } from "../tasks/task.ts";
import { loopInternals, type LoopInternals, runningLoopInternals } from "./loop-internals.ts";

export interface RunnerOptions {
  /** Function that makes the loop; by default a new `EventLoop` with `instrument` and `clock`. */
  loopFactory?: () => EventLoop;
  /** @internal */
  instrument?: Instrument;
  /** @internal */
  clock?: Clock;
  /**
   * @internal
   * Makes the network of the loop; by default the simulated one.
   */
  network?: LoopInternals["makeNetwork"];
  /** Debug mode of the loop; by default the loop's own. */
  debug?: boolean;
}

/** Callback of an interrupt: it wakes a loop that waits. */
const wakeUp = named("Runner._on_sigint.<locals>.<lambda>", () => {});

/** Handler of SIGINT while a task runs, unless the program has its own. Mirrors `Runner._on_sigint`. */
class Interrupts {
  #count = 0;
  readonly #task: Task<unknown>;
  readonly #handler: () => void;

  constructor(loop: EventLoop, task: Task<unknown>) {
    this.#task = task;
    this.#handler = () => {
      if (++this.#count > 1 || task.done()) throw new KeyboardInterrupt();
      task.cancel();
      loop.callSoonThreadsafe(wakeUp);
    };
    const ofSystem = !loopInternals(loop).clock.jumps;
    if (handlerOf("SIGINT") === null) setDefaultHandler("SIGINT", this.#handler, ofSystem);
  }

  /** Return the error that the run throws for one of the task: KeyboardInterrupt for a task that SIGINT has cancelled. */
  errorOf(error: unknown): unknown {
    const isInterrupted = error instanceof CancelledError && this.#count > 0 && this.#task.uncancel() === 0;
    return isInterrupted ? new KeyboardInterrupt() : error;
  }

  remove(): void {
    if (handlerOf("SIGINT") === this.#handler) setHandler("SIGINT", null);
  }
}

/** Runner of any number of coroutines, one after another, on one loop. Mirrors `Runner` of `asyncio/runners.py`. */
export class Runner {
  readonly #options: RunnerOptions;
  #loop: EventLoop | null = null;
  #context: Context | null = null;
  #closed = false;

  constructor(options: RunnerOptions = {}) {
    this.#options = options;
  }

  /** Call `body` with this runner, then close it: Python's `with Runner() as runner`. Return what `body` returns. */
  use<R>(body: (runner: this) => R): R {
    try {
      this.getLoop();
      return body(this);
    } finally {
      this.close();
    }
  }

  /** Return the loop, made at the first call. Throws RuntimeError if the runner is closed. */
  getLoop(): EventLoop {
    if (this.#closed) throw new RuntimeError("Runner is closed");
    if (this.#loop) return this.#loop;
    const { loopFactory, instrument, clock, network, debug } = this.#options;
    this.#loop = loopFactory ? loopFactory() : new EventLoop(instrument, clock);
    if (network) loopInternals(this.#loop).makeNetwork = network;
    if (debug !== undefined) this.#loop.setDebug(debug);
    this.#context = copyContext();
    return this.#loop;
  }

  /**
   * Run an awaitable in a task to its end; return its result or throw its exception. All runs share one context, unless
   * `context` is given. A first SIGINT cancels the task; then, and for a second one, the run throws KeyboardInterrupt.
   * Throws RuntimeError while a loop runs, TypeError if `main` is not awaitable.
   */
  run<T>(main: Awaitable<T>, { context }: { context?: Context } = {}): T {
    if (runningLoopInternals() !== null) {
      throw new RuntimeError("Runner.run() cannot be called from a running event loop");
    }
    const loop = this.getLoop();
    const shared = this.#context as Context;
    const task = loop.createTask(asCoroutine(main), { context: context ?? shared });
    const interrupts = new Interrupts(loop, task as Task<unknown>);
    try {
      return loop.runUntilComplete(task);
    } catch (error) {
      throw interrupts.errorOf(error);
    } finally {
      interrupts.remove();
    }
  }

  /** Cancel the tasks that are left, wait for them, and close the loop. A second close does nothing. */
  close(): void {
    const loop = this.#loop;
    if (!loop) return;
    try {
      const tasks = cancelAllTasks(loop);
      if (tasks) loop.runUntilComplete(tasks.ended);
      tasks?.reportFailures();
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
 * Run a program on a new loop; return its result or throw its exception. Tasks that it leaves are cancelled and awaited.
 * Throws RuntimeError while a loop runs, Deadlock if the program waits for something that cannot happen. Mirrors `run`
 * of `asyncio/runners.py`.
 */
export function run<T>(main: Awaitable<T>, options: RunnerOptions = {}): T {
  if (runningLoopInternals() !== null) {
    throw new RuntimeError("asyncio.run() cannot be called from a running event loop");
  }
  return new Runner(options).use((runner) => runner.run(main));
}

/**
 * @internal
 * Options of `runOnHost`.
 */
export type HostOptions = Pick<RunnerOptions, "instrument" | "network" | "debug">;

/**
 * @internal
 * `run` in real time: return a promise of the program's result. The loop hands the thread back when it waits, so that
 * the host's events, promises (see `wrapFuture`) and other loops run meanwhile.
 */
export async function runOnHost<T>(
  main: Awaitable<T>,
  { instrument, network, debug = false }: HostOptions = {},
): Promise<T> {
  const loop = new EventLoop(instrument, new HostClock());
  if (network) loopInternals(loop).makeNetwork = network;
  loop.setDebug(debug);
  const task = loop.createTask(asCoroutine(main));
  const interrupts = new Interrupts(loop, task as Task<unknown>);
  try {
    return await runUntilCompleteOnHost(loop, task);
  } catch (error) {
    throw interrupts.errorOf(error);
  } finally {
    interrupts.remove();
    try {
      const tasks = cancelAllTasks(loop);
      if (tasks) await runUntilCompleteOnHost(loop, tasks.ended);
      tasks?.reportFailures();
      await runUntilCompleteOnHost(loop, loop.shutdownAsyncgens());
      await runUntilCompleteOnHost(loop, loop.shutdownDefaultExecutor());
    } finally {
      loop.close();
    }
  }
}

/** Cancel the tasks that are left: wait for `ended`, then call `reportFailures`. Mirrors `_cancel_all_tasks`. */
function cancelAllTasks(loop: EventLoop): { ended: Future<unknown>; reportFailures: () => void } | null {
  const tasks = [...allTasks(loop)];
  if (tasks.length === 0) return null;
  for (const task of tasks) task.cancel();
  const reportFailures = (): void => {
    for (const task of tasks) {
      const exception = task.cancelled() ? null : task.exception();
      if (exception === null) continue;
      const message = "unhandled exception during asyncio.run() shutdown";
      loop.callExceptionHandler({ message, exception, task });
    }
  };
  return { ended: gather(tasks, { returnExceptions: true }), reportFailures };
}
