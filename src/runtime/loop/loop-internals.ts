/**
 * Internals of an event loop, for the runtime's own modules. Mirrors `BaseEventLoop` of `asyncio/base_events.py`; the
 * order of callbacks is the `Scheduler`'s.
 *
 * Public objects and internals: a program holds only public objects (`EventLoop`, `Future`, `Task`, `Handle`), which
 * have no property that leads to the loop's state, the instrument or the recorder. The rest of such a class is its
 * internals, one symbol a class, exported to the runtime and never to programs:
 * - `loopInternals(loop)` is an object with a way back, `publicLoop`; so are `LoopHandle`s, with `publicHandle`;
 * - `futureInternals` and `taskInternals` are tables of functions that read private fields, since a second object for
 *   each future would cost too much.
 * Part types such as `FutureLoop` or `HandleLoop` name the members of `LoopInternals` that one module uses.
 */
import { LinkedList } from "../../base/linked-list.ts";
import type { Clock } from "./clock.ts";
import { copyContext, type Context } from "../contexts/contextvars.ts";
import type { Awaitable, Coroutine } from "../tasks/coroutine.ts";
import { deadlockReport, livelockReport } from "./deadlock-report.ts";
import type { ExceptionContext } from "./exception-handler.ts";
import { Deadlock, Livelock, RuntimeError } from "../errors/exceptions.ts";
import { Future, futureInternals } from "../tasks/future.ts";
import { HostWait, hostTurn } from "./host-wait.ts";
import type { Instrument, TaskOutcome } from "../instrument/instrument.ts";
import { type Callback, CallbackHandle, CallbackTimerHandle, type LoopHandle, named } from "./loop-handle.ts";
import type { LoopHost, LastIds } from "./loop-host.ts";
import { currentLine, setCurrentLine } from "../instrument/source-location.ts";
import {
  internalsOf,
  type Loop,
  reportingLoop,
  requireLoop,
  runningLoop,
  setRunningLoop,
} from "./running-loop.ts";
import type { Network } from "../network/network.ts";
import { Scheduler } from "./scheduler.ts";
import { StepHandle } from "../tasks/step-handle.ts";
import { ensureFuture, taskInternals, Task, type TaskHandle, type TaskOptions } from "../tasks/task.ts";

/** Time that a loop on the host's clock keeps the thread, in milliseconds. */
const HOST_TURN_MS = 8;

export interface CallbackOptions {
  /** Context of the callback; by default a copy of the current one. */
  context?: Context;
  /** Name in a trace; by default the function's name. */
  name?: string;
}

/** Public object of the loop. Methods that a program's subclass may override are called on it. */
interface PublicLoop extends Loop {
  createTask<T>(coroutine: Coroutine<T>, options?: TaskOptions): Task<T>;
  runForever(): void;
  callExceptionHandler(context: ExceptionContext): void;
}

/** Selector of a loop that uses the network (`io/selector-events.ts`). */
export interface LoopSelector {
  /** Let time pass until something is ready that is watched, and schedule its callbacks: before each iteration. */
  select(stopping: boolean): void;
  /** True if `select` would schedule something now. */
  readonly isReady: boolean;
  /** Processes that wait, and what for, in words; empty for none. */
  readonly stillWaiting: string;
  close(): void;
}

export class LoopInternals extends Scheduler {
  readonly publicLoop: PublicLoop;
  /** Step handle of the current task; null for none. */
  current: TaskHandle | null = null;
  /** Tasks that are not done, in order of creation. */
  readonly tasks = new LinkedList<TaskHandle>();
  /** Selector of the loop; null until the program uses the network. */
  selector: LoopSelector | null = null;
  /** Makes the network of this loop alone; null for that of its host. */
  makeNetwork: ((loop: LoopInternals) => Network) | null = null;
  /** Futures with an exception that was never retrieved, each with the line of a `cancel` that hides it, or null. */
  readonly unretrieved = new Map<Future<unknown>, number | null>();
  /** Line that scheduled the callback that runs or ran last; 0 if it is unknown. */
  callbackLine = 0;
  /** True if the class of the public loop overrides `time`. */
  hasOwnTime = false;
  slowCallbackDuration = 0.1;
  debug = false;
  #handlesMade = 0;
  #futuresMade = 0;
  readonly #lastIds: LastIds;
  readonly #host: LoopHost | null;
  #stopping = false;
  /** True while the loop runs until a future is done, not until it is stopped. */
  #hasEnd = false;
  /** Iterations in a row in which every callback waited in vain. */
  #idleIterations = 0;
  /** Lines of waits that were warned of. */
  readonly #waitsWarnedOf = new Set<number>();
  readonly #hostWait = new HostWait();
  /** Called as the loop is closed. */
  readonly #closing: (() => void)[] = [];

  constructor(publicLoop: PublicLoop, instrument?: Instrument, clock?: Clock, host: LoopHost | null = null) {
    super(instrument, clock);
    this.publicLoop = publicLoop;
    this.#host = host;
    this.#lastIds = host?.lastIds ?? { tasks: 0, names: 0, resources: 0 };
    host?.onLoop(this);
  }

  /** A program's subclass may override `time`; deadlines are times of it, events are not. */
  override timerTime(): number {
    return this.hasOwnTime ? this.publicLoop.time() : super.timerTime();
  }

  /** Return the loop's time, for the program. */
  readTime(): number {
    if (this.clock.watch) this.clock.watch.readings++;
    return this.time();
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
    this.wake();
    return handle;
  }

  callLater(delay: number, callback: () => void, options?: CallbackOptions): CallbackTimerHandle {
    return this.callAt(this.publicLoop.time() + delay, callback, options);
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
    // No line of the program schedules a task that yields only to let others run.
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
      // The program continues at the line of its call, or its error shows there.
      setCurrentLine(line);
    }
  }

  async runForeverOnHost(): Promise<void> {
    this.#begin();
    try {
      let turnEnds = performance.now() + HOST_TURN_MS;
      do {
        const seconds = this.clock.jumps || this.#stopping ? 0 : this.#timeToAnything();
        if (seconds > 0 || performance.now() > turnEnds) {
          setRunningLoop(null);
          await (seconds > 0 ? this.#hostWait.wait(seconds) : hostTurn());
          setRunningLoop(this);
          turnEnds = performance.now() + HOST_TURN_MS;
          if (this.#timeToAnything() > 0) continue;
        }
        if (!this.#iterate()) return;
      } while (!this.#stopping);
    } finally {
      this.#end();
    }
  }

  /** Return the seconds until a handle is ready or something arrives. */
  #timeToAnything(): number {
    if (this.selector?.isReady) return 0;
    const arrival = this.arrivals ? this.arrivals.nextTime() - this.clock.time() : Infinity;
    return Math.min(this.timeToWait(), Math.max(0, arrival));
  }

  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    const until = this.#stopAtEndOf(awaitable);
    this.#hasEnd = true;
    try {
      this.publicLoop.runForever();
    } finally {
      this.#hasEnd = false;
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
    this.wake();
  }

  /** End a wait on the host's clock: something has happened. */
  wake(): void {
    this.#hostWait.wake();
  }

  override close(): void {
    if (!this.isRunning() && !this.isClosed()) this.#reportLost();
    super.close();
    this.selector?.close();
    for (const close of this.#closing.splice(0)) close();
  }

  /** Call `close` as the loop is closed. */
  whenClosed(close: () => void): void {
    this.#closing.push(close);
  }

  createFuture<T>(): Future<T> {
    const future = new Future<T>(this.publicLoop);
    this.reportFuture(future as Future<unknown>);
    return future;
  }

  /** Report a new future to the instrument; `createFuture` does so for its own. */
  reportFuture(future: Future<unknown>): void {
    const id = ++this.#futuresMade;
    futureInternals.setId(future, id);
    this.hooks.futureCreated(this.clock.time(), id, this.currentTaskId, currentLine);
  }

  get currentTask(): Task<unknown> | null {
    return this.current === null ? null : this.current.stepped;
  }

  /** Id of the current task; 0 for none. */
  get currentTaskId(): number {
    return this.current === null ? 0 : this.current.task;
  }

  newTaskId(): number {
    return ++this.#lastIds.tasks;
  }

  newTaskNumber(): number {
    return ++this.#lastIds.names;
  }

  newResourceId(): number {
    return ++this.#lastIds.resources;
  }

  futureDone(future: number, outcome: TaskOutcome): void {
    this.hooks.futureDone(this.clock.time(), future, outcome);
  }

  callExceptionHandler(context: ExceptionContext): void {
    this.#host?.onException(context);
    this.publicLoop.callExceptionHandler(context);
  }

  /** Write a report where the host wants errors; return false if there is no host. */
  writeException(context: ExceptionContext): boolean {
    this.#host?.writeException(context);
    return this.#host !== null;
  }

  /** Warn in the trace, and where the program's errors are written. */
  warn(message: string): void {
    this.hooks.warningRaised(this.clock.time(), message, currentLine, "", this.currentTaskId);
    if (this.#host) this.#host.writeWarning(message);
    else console.warn(message);
  }

  checkClosed(): void {
    if (this.isClosed()) throw new RuntimeError("Event loop is closed");
  }

  protected override runHandle(handle: LoopHandle): void {
    // No line of the program runs before its callback does.
    setCurrentLine(0);
    this.callbackLine = handle.line;
    if (!this.debug) return handle.run();
    const started = this.time();
    handle.run();
    const seconds = this.time() - started;
    if (seconds < this.slowCallbackDuration) return;
    const what = handle instanceof StepHandle ? handle.stepped : handle;
    this.warn(`Executing ${what.toString()} took ${seconds.toFixed(3)} seconds`);
  }

  /** Begin a run. Mirrors `BaseEventLoop._run_forever_setup`. */
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

  /** Run one iteration; return false if the run was halted. Throws Deadlock and Livelock. */
  #iterate(): boolean {
    this.selector?.select(this.#stopping);
    if (this.spin !== "no" && this.#host) this.#seeSpin(this.#host.takeTurns());
    const iteration = this.runOnce(this.#stopping);
    if (iteration === "deadlock") {
      // What comes is for the next iteration.
      const isIdle = this.tasks.size === 0 && !this.#hasEnd;
      if (this.#host?.comesFromOutside(isIdle)) return true;
      const tasks = Array.from(this.tasks, ({ stepped }) => stepped);
      this.#endStuck(new Deadlock(deadlockReport(tasks, this.selector?.stillWaiting)));
    }
    return iteration === "ran";
  }

  /**
   * See what the last iteration of a spin did. Throws Livelock if each callback waits in vain: in the first such iteration
   * nothing else was left that could change anything, in the second the loops saw that, and turned a third time.
   */
  #seeSpin({ spins, idles }: { spins: number; idles: number }): void {
    const count = this.readyCount;
    this.waits = count > 0 && spins === count;
    if (!this.waits) {
      this.#idleIterations = 0;
      return;
    }
    const steps = [...this.ready()].filter((handle) => handle instanceof StepHandle);
    if (this.waits && this.spin === "timed")
      for (const { stepped } of steps) this.#warnOfWait(stepped as Task<unknown>);
    const isIdle = idles === count && steps.length === count && this.spin === "timeless" && !this.hasTimer;
    this.#idleIterations = isIdle ? this.#idleIterations + 1 : 0;
    if (this.#idleIterations < 3) return;
    const tasks = steps.map(({ stepped }) => stepped as Task<unknown>);
    const [line = 0] = tasks.map((task) => taskInternals.line(task));
    this.#endStuck(new Livelock(livelockReport(tasks), line));
  }

  #warnOfWait(task: Task<unknown>): void {
    const line = taskInternals.line(task);
    if (this.#waitsWarnedOf.has(line)) return;
    this.#waitsWarnedOf.add(line);
    const message =
      `Line ${line} waits in a loop that yields to the event loop again and again, which keeps the processor busy. ` +
      "Await an `Event`, or sleep until the time is over.";
    this.hooks.warningRaised(this.clock.time(), message, line, "busyWait", taskInternals.id(task));
  }

  #endStuck(error: Deadlock | Livelock): never {
    this.#host?.onStuck(error);
    throw error;
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

  #reportLost(): void {
    for (const [future, hiddenAt] of this.unretrieved) {
      const exception = future.exception();
      if (hiddenAt !== null) {
        this.#host?.onHiddenException(future, exception, hiddenAt);
        continue;
      }
      const message = `${future.constructor.name} exception was never retrieved`;
      this.callExceptionHandler({ message, exception, future });
    }
    const pending = Array.from(this.tasks, ({ stepped }) => stepped).filter(
      (task) => !taskInternals.isQuiet(task),
    );
    if (pending.length > 0) this.#host?.onClosedPending(pending);
    for (const task of pending) {
      this.callExceptionHandler({ message: "Task was destroyed but it is pending!", task });
    }
  }

  #checkRunning(): void {
    if (this.isRunning()) throw new RuntimeError("This event loop is already running");
    if (runningLoop() !== null)
      throw new RuntimeError("Cannot run the event loop while another loop is running");
  }
}

/** Return the internals of the running loop, or null. */
export function runningLoopInternals(): LoopInternals | null {
  return runningLoop() as LoopInternals | null;
}

/** Return the internals of the running loop. Throws RuntimeError if no loop runs. */
export function requireLoopInternals(): LoopInternals {
  return requireLoop() as LoopInternals;
}

/** Return the internals of the running loop, or else of the fallback loop; null if there is neither. */
export function reportingLoopInternals(): LoopInternals | null {
  return reportingLoop() as LoopInternals | null;
}

/** Return the internals of a future's loop. */
export function loopInternalsOfFuture(future: Future<unknown>): LoopInternals {
  return futureInternals.loop(future) as LoopInternals;
}

/** Return the internals of a loop. */
export function loopInternals(loop: Loop): LoopInternals {
  return internalsOf(loop) as LoopInternals;
}
