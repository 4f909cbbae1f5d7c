/**
 * The inside of an event loop: what the runtime's own modules work with. Mirrors `BaseEventLoop` of
 * `asyncio/base_events.py`. What runs when is the `Scheduler`'s; a program has an `EventLoop`, and cannot come at this.
 */
import { LinkedList } from "../../base/linked-list.ts";
import type { Clock } from "./clock.ts";
import { copyContext, type Context } from "../contexts/contextvars.ts";
import type { Awaitable, Coroutine } from "../tasks/coroutine.ts";
import { deadlockReport } from "./deadlock-report.ts";
import type { ExceptionContext } from "./exception-handler.ts";
import { Deadlock, Livelock, RuntimeError } from "../errors/exceptions.ts";
import { Future, futureInternals } from "../tasks/future.ts";
import { HostWait, hostTurn } from "./host-wait.ts";
import type { Instrument, TaskOutcome } from "../instrument/instrument.ts";
import { type Callback, CallbackHandle, CallbackTimerHandle, type LoopHandle, named } from "./loop-handle.ts";
import type { LoopHost, Numbers } from "./loop-host.ts";
import { currentLine, setCurrentLine } from "../instrument/source-location.ts";
import {
  internalsOf,
  type Loop,
  reportingLoop,
  requireLoop,
  runningLoop,
  setRunningLoop,
} from "./running-loop.ts";
import { Scheduler } from "./scheduler.ts";
import { StepHandle } from "../tasks/step-handle.ts";
import { ensureFuture, taskInternals, Task, type TaskHandle, type TaskOptions } from "../tasks/task.ts";

/** How long a loop on the host's clock keeps the thread, in milliseconds. */
const HOST_TURN_MS = 8;

export interface CallbackOptions {
  /** What the callback runs in; by default a copy of the current context. */
  context?: Context;
  /** What to call it in a trace; by default the function's name. */
  name?: string;
}

/** What the program has of a loop. What a class of the program's overrides is called there. */
interface PublicLoop extends Loop {
  createTask<T>(coroutine: Coroutine<T>, options?: TaskOptions): Task<T>;
  runForever(): void;
  callExceptionHandler(context: ExceptionContext): void;
}

export class LoopInternals extends Scheduler {
  readonly publicLoop: PublicLoop;
  /** What steps the task that runs now; null for none. */
  current: TaskHandle | null = null;
  /** Those that are not done, in order of creation. */
  readonly tasks = new LinkedList<TaskHandle>();
  readonly unretrieved = new Set<Future<unknown>>();
  slowCallbackDuration = 0.1;
  debug = false;
  #handlesMade = 0;
  #futuresMade = 0;
  readonly #numbers: Numbers;
  readonly #host: LoopHost | null;
  #stopping = false;
  readonly #hostWait = new HostWait();

  constructor(publicLoop: PublicLoop, instrument?: Instrument, clock?: Clock, host: LoopHost | null = null) {
    super(instrument, clock);
    this.publicLoop = publicLoop;
    this.#host = host;
    this.#numbers = host?.numbers ?? { tasks: 0, names: 0, resources: 0 };
    host?.onLoop(this);
  }

  callSoon(callback: () => void, options?: CallbackOptions): CallbackHandle {
    this.checkClosed();
    const context = options?.context ?? copyContext();
    const id = ++this.#handlesMade;
    const handle = new CallbackHandle(this, id, 0, callback, undefined, context, options?.name);
    this.addReady(handle);
    return handle;
  }

  callSoonThreadsafe(callback: () => void, options?: CallbackOptions): CallbackHandle {
    const handle = this.callSoon(callback, options);
    this.#hostWait.wake();
    return handle;
  }

  callLater(delay: number, callback: () => void, options?: CallbackOptions): CallbackTimerHandle {
    return this.callAt(this.time() + delay, callback, options);
  }

  callAt(when: number, callback: () => void, options?: CallbackOptions): CallbackTimerHandle {
    this.checkClosed();
    const context = options?.context ?? copyContext();
    const id = ++this.#handlesMade;
    const timer = new CallbackTimerHandle(
      this,
      id,
      this.currentTaskId,
      when,
      callback,
      context,
      options?.name,
    );
    this.addTimer(timer);
    return timer;
  }

  scheduleStep(task: TaskHandle, waiter: Future<unknown> | null): void {
    this.checkClosed();
    // A task that only lets others run is scheduled by no line of the program.
    const line = task === this.current ? 0 : currentLine;
    this.addReady(task.again(++this.#handlesMade, waiter, line));
  }

  scheduleCallback(callback: Callback, argument: unknown, context: Context): void {
    this.checkClosed();
    this.addReady(new CallbackHandle(this, ++this.#handlesMade, 0, callback, argument, context));
  }

  runForever(): void {
    if (!this.clock.jumps) throw new RuntimeError("A loop on the host's clock runs by runForeverOnHost()");
    const line = currentLine;
    this.#begin();
    try {
      do if (!this.#iterate()) return;
      while (!this.#stopping);
    } finally {
      this.#end();
      // Where the program called it is where it goes on, or where its error shows.
      setCurrentLine(line);
    }
  }

  async runForeverOnHost(): Promise<void> {
    this.#begin();
    try {
      let turnEnds = performance.now() + HOST_TURN_MS;
      do {
        const seconds = this.clock.jumps || this.#stopping ? 0 : this.timeToWait();
        if (seconds > 0 || performance.now() > turnEnds) {
          setRunningLoop(null);
          await (seconds > 0 ? this.#hostWait.wait(seconds) : hostTurn());
          setRunningLoop(this);
          turnEnds = performance.now() + HOST_TURN_MS;
          if (this.timeToWait() > 0) continue;
        }
        if (!this.#iterate()) return;
      } while (!this.#stopping);
    } finally {
      this.#end();
    }
  }

  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    const until = this.#stopAtEndOf(awaitable);
    try {
      this.publicLoop.runForever();
    } finally {
      until.forget();
    }
    return until.result();
  }

  async runUntilCompleteOnHost<T>(awaitable: Awaitable<T>): Promise<T> {
    const until = this.#stopAtEndOf(awaitable);
    try {
      await this.runForeverOnHost();
    } finally {
      until.forget();
    }
    return until.result();
  }

  stop(): void {
    this.#stopping = true;
    this.#hostWait.wake();
  }

  override close(): void {
    if (!this.isRunning() && !this.isClosed()) this.#tellWhatIsLost();
    super.close();
  }

  createFuture<T>(): Future<T> {
    const future = new Future<T>(this.publicLoop);
    this.reportFuture(future as Future<unknown>);
    return future;
  }

  /** Makes a future known to the trace, which any made by `createFuture` is. */
  reportFuture(future: Future<unknown>): void {
    const id = ++this.#futuresMade;
    futureInternals.setId(future, id);
    this.hooks.futureCreated(this.clock.time(), id, this.currentTaskId, currentLine);
  }

  get currentTask(): Task<unknown> | null {
    return this.current === null ? null : this.current.stepped;
  }

  /** The number of the task that runs now; 0 for none. */
  get currentTaskId(): number {
    return this.current === null ? 0 : this.current.task;
  }

  newTaskId(): number {
    return ++this.#numbers.tasks;
  }

  newTaskNumber(): number {
    return ++this.#numbers.names;
  }

  newResourceId(): number {
    return ++this.#numbers.resources;
  }

  futureDone(future: number, outcome: TaskOutcome): void {
    this.hooks.futureDone(this.clock.time(), future, outcome);
  }

  callExceptionHandler(context: ExceptionContext): void {
    this.#host?.onException(context);
    this.publicLoop.callExceptionHandler(context);
  }

  /** Writes it where the host wants errors. False if there is no host to say so. */
  writeException(context: ExceptionContext): boolean {
    this.#host?.writeException(context);
    return this.#host !== null;
  }

  /** Warns whoever runs the program: in the trace, and where its errors are written. */
  warn(message: string): void {
    this.hooks.warningRaised(this.clock.time(), message, currentLine, "", this.currentTaskId);
    if (this.#host) this.#host.writeWarning(message);
    else console.warn(message);
  }

  checkClosed(): void {
    if (this.isClosed()) throw new RuntimeError("Event loop is closed");
  }

  protected override runHandle(handle: LoopHandle): void {
    // Until it comes to the program's own text.
    setCurrentLine(0);
    if (!this.debug) return handle.run();
    const started = this.time();
    handle.run();
    const seconds = this.time() - started;
    if (seconds < this.slowCallbackDuration) return;
    const what = handle instanceof StepHandle ? handle.stepped : handle;
    this.warn(`Executing ${what.toString()} took ${seconds.toFixed(3)} seconds`);
  }

  /** Mirrors `_run_forever_setup`. */
  #begin(): void {
    this.checkClosed();
    this.#checkRunning();
    this.enter();
    setRunningLoop(this);
  }

  #end(): void {
    this.#stopping = false;
    setRunningLoop(null);
    this.leave();
  }

  /** False once the run was halted. */
  #iterate(): boolean {
    const iteration = this.runOnce(this.#stopping);
    if (iteration === "deadlock" || iteration === "livelock") {
      const report = deadlockReport(
        iteration,
        Array.from(this.tasks, ({ stepped }) => stepped),
      );
      const error = iteration === "deadlock" ? new Deadlock(report) : new Livelock(report);
      this.#host?.onStuck(error);
      throw error;
    }
    return iteration === "ran";
  }

  #stopAtEndOf<T>(awaitable: Awaitable<T>): { forget: () => void; result: () => T } {
    this.checkClosed();
    this.#checkRunning();
    const future = ensureFuture(awaitable, { loop: this.publicLoop });
    if (future instanceof Task && future !== awaitable) taskInternals.keepQuiet(future);
    const stop = named("_run_until_complete_cb", () => this.stop());
    future.addDoneCallback(stop);
    return {
      forget: () => void future.removeDoneCallback(stop),
      result: () => {
        if (!future.done()) throw new RuntimeError("Event loop stopped before Future completed.");
        return future.result();
      },
    };
  }

  #tellWhatIsLost(): void {
    for (const future of this.unretrieved) {
      const message = `${future.constructor.name} exception was never retrieved`;
      this.callExceptionHandler({ message, exception: future.exception(), future });
    }
    for (const { stepped: task } of this.tasks) {
      if (taskInternals.isQuiet(task)) continue;
      this.callExceptionHandler({ message: "Task was destroyed but it is pending!", task });
    }
  }

  #checkRunning(): void {
    if (this.isRunning()) throw new RuntimeError("This event loop is already running");
    if (runningLoop() !== null)
      throw new RuntimeError("Cannot run the event loop while another loop is running");
  }
}

/** The loop that runs now, or null. */
export function runningLoopInternals(): LoopInternals | null {
  return runningLoop() as LoopInternals | null;
}

/** The loop that runs now. Throws RuntimeError if there is none. */
export function requireLoopInternals(): LoopInternals {
  return requireLoop() as LoopInternals;
}

/** See `reportingLoop`. */
export function reportingLoopInternals(): LoopInternals | null {
  return reportingLoop() as LoopInternals | null;
}

/** The loop of a future. */
export function loopInternalsOfFuture(future: Future<unknown>): LoopInternals {
  return futureInternals.loop(future) as LoopInternals;
}

/** The inside of a loop. */
export function loopInternals(loop: Loop): LoopInternals {
  return internalsOf(loop) as LoopInternals;
}
