/**
 * The event loop: a FIFO ready queue, a heap of timers and a clock. Mirrors `BaseEventLoop` of
 * `asyncio/base_events.py`; one iteration is `_run_once`.
 *
 * Invariants: an iteration runs exactly the handles that were ready when it began, in order; a callback added while
 * it runs waits for the next; the clock moves only when nothing is ready.
 * A program in this language uses `callSoon` and its kin; a guest schedules handles of its own with `addReady` and
 * `addTimer` and drives the loop by `runOnce`.
 */
import { Fifo } from "../base/fifo.ts";
import { Heap } from "../base/heap.ts";
import { VirtualClock, clockResolution, type Clock } from "./clock.ts";
import { Deadlock, Livelock, RuntimeError } from "./exceptions.ts";
import { copyContext, type Context } from "./contextvars.ts";
import type { Awaitable, Coroutine } from "./coroutine.ts";
import { Future, type Steppable } from "./future.ts";
import { CallbackHandle, CallbackTimerHandle, type Handle, TimerHandle } from "./handle.ts";
import { guardInstrument, type Hooks, type Instrument, type TaskOutcome } from "./instrument.ts";
import { runningLoop, setRunningLoop } from "./running-loop.ts";
import { currentTask, ensureFuture, Task, type TaskLoop, type TaskOptions } from "./task.ts";

/** What an iteration came to: `halted` after `halt()`; `deadlock` and `livelock` mean that it ran nothing. */
export type Iteration = "ran" | "deadlock" | "livelock" | "halted";

/** What the exception handler is told; CPython's `call_exception_handler` context. */
export interface ExceptionContext {
  message: string;
  exception?: unknown;
}

type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** Iterations at one instant, with a timer pending, after which the program is taken to spin. */
const SPIN_LIMIT = 100_000;
/** `_MIN_SCHEDULED_TIMER_HANDLES` and `_MIN_CANCELLED_TIMER_HANDLES_FRACTION` of CPython. */
const MIN_TIMERS_TO_CLEAN = 100;
const CANCELLED_FRACTION_TO_CLEAN = 0.5;

/** Equal deadlines are first in, first out, as on a real clock no two are equal. */
const isDueBefore = (a: TimerHandle, b: TimerHandle) =>
  a.when < b.when || (a.when === b.when && a.sequence < b.sequence);

function defaultExceptionHandler({ message, exception }: ExceptionContext): void {
  console.error(message, exception);
}

/** Makes the tasks of a loop, in place of `Task` itself. */
export type TaskFactory = (
  loop: EventLoop,
  coroutine: Coroutine<unknown>,
  options: TaskOptions,
) => Task<unknown>;

export class EventLoop implements TaskLoop {
  readonly clock: Clock;
  readonly hooks: Hooks;
  readonly #ready = new Fifo<Handle>();
  readonly #timers = new Heap<TimerHandle>(isDueBefore);
  #timersCancelled = 0;
  #timersMade = 0;
  #handlesMade = 0;
  #futuresMade = 0;
  #tasksMade = 0;
  #taskNamesMade = 0;
  #resourcesMade = 0;
  #taskFactory: TaskFactory | null = null;
  #instant = Number.NaN;
  #iterationsAtThisInstant = 0;
  #stopping = false;
  #running = false;
  #closed = false;
  #halted = false;
  #exceptionHandler: ExceptionHandler | null = null;

  constructor(instrument: Instrument = {}, clock: Clock = new VirtualClock()) {
    this.hooks = guardInstrument(instrument);
    this.clock = clock;
  }

  /** The loop's time in seconds. */
  time(): number {
    return this.clock.time();
  }

  /** Runs `callback` in the next iteration, after what is ready already, in `context` (a copy of the current). */
  callSoon(callback: () => void, name = callback.name, context = copyContext()): Handle {
    this.#checkClosed();
    const handle = new CallbackHandle(++this.#handlesMade, this.#guarded(callback, name, context), name);
    this.addReady(handle);
    return handle;
  }

  /** `callSoon` for a callback that steps a task. */
  callTask(task: Steppable, callback: () => void): Handle {
    this.#checkClosed();
    const handle = new CallbackHandle(++this.#handlesMade, callback, task.getName(), task.id);
    this.addReady(handle);
    return handle;
  }

  /** Runs `callback` once `delay` seconds have passed. */
  callLater(delay: number, callback: () => void, name = callback.name, context = copyContext()): TimerHandle {
    return this.callAt(this.time() + delay, callback, name, context);
  }

  /** Runs `callback` at `when`, in seconds of `time()`. */
  callAt(when: number, callback: () => void, name = callback.name, context = copyContext()): TimerHandle {
    this.#checkClosed();
    const guarded = this.#guarded(callback, name, context);
    const task = currentTask(this)?.id ?? 0;
    const timer = new CallbackTimerHandle(++this.#handlesMade, when, guarded, name, task);
    this.addTimer(timer);
    return timer;
  }

  /** Puts a handle at the end of the ready queue. */
  addReady(handle: Handle): void {
    this.hooks.handleScheduled(this.time(), handle);
    this.#ready.push(handle);
  }

  /** Puts a timer among the timers. */
  addTimer(timer: TimerHandle): void {
    timer.sequence = ++this.#timersMade;
    timer.scheduled = true;
    this.hooks.timerScheduled(this.time(), timer);
    this.#timers.push(timer);
  }

  /** Cancels a handle or timer; it will not run. A second cancel does nothing, nor does one after it ran. */
  cancel(handle: Handle): void {
    if (handle.cancelled) return;
    handle.cancelled = true;
    if (handle.ran) return;
    if (handle instanceof TimerHandle && handle.scheduled) this.#timersCancelled++;
    this.hooks.handleCancelled(this.time(), handle);
  }

  /** Handles that are ready, in the order in which they will run. */
  ready(): Iterable<Handle> {
    return this.#ready;
  }

  get readyCount(): number {
    return this.#ready.size;
  }

  /** Timers that are pending, cancelled ones among them, in the order in which they are due. */
  timers(): TimerHandle[] {
    return [...this.#timers].sort((a, b) => (isDueBefore(a, b) ? -1 : 1));
  }

  /** Runs until `stop()`. Throws `Deadlock` when nothing could ever happen again. */
  runForever(): void {
    this.#checkClosed();
    if (!this.#running && runningLoop() !== null)
      throw new RuntimeError("Cannot run the event loop while another loop is running");
    this.enter();
    setRunningLoop(this);
    try {
      do {
        const iteration = this.runOnce(this.#stopping);
        if (iteration === "deadlock") throw new Deadlock("nothing is ready and no timer is pending");
        if (iteration === "livelock") throw new Livelock("callbacks run for ever while a timer waits");
        if (iteration === "halted") return;
      } while (!this.#stopping);
    } finally {
      this.#stopping = false;
      setRunningLoop(null);
      this.leave();
    }
  }

  /**
   * Runs until the future, or the task made of a coroutine, is done; gives its result or throws its exception.
   * Throws RuntimeError if the loop was stopped before that.
   */
  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    this.#checkClosed();
    if (this.#running) throw new RuntimeError("This event loop is already running");
    const future = ensureFuture(awaitable, { loop: this });
    const stop = () => this.stop();
    future.addDoneCallback(stop);
    try {
      this.runForever();
    } finally {
      future.removeDoneCallback(stop);
    }
    if (!future.done()) throw new RuntimeError("Event loop stopped before Future completed.");
    return future.result();
  }

  createFuture<T>(): Future<T> {
    const future = new Future<T>(this);
    future.id = ++this.#futuresMade;
    this.hooks.futureCreated(this.time(), future.id, currentTask(this)?.id ?? 0, 0);
    return future;
  }

  /** Makes a task that drives `coroutine`, by the task factory if one is set. */
  createTask<T>(coroutine: Coroutine<T>, options: TaskOptions = {}): Task<T> {
    this.#checkClosed();
    if (this.#taskFactory) return this.#taskFactory(this, coroutine, options) as Task<T>;
    return new Task(coroutine, this, options);
  }

  /** What makes tasks from now on; null for `Task` itself. */
  setTaskFactory(factory: TaskFactory | null): void {
    this.#taskFactory = factory;
  }

  getTaskFactory(): TaskFactory | null {
    return this.#taskFactory;
  }

  newTaskId(): number {
    return ++this.#tasksMade;
  }

  newTaskName(): string {
    return `Task-${++this.#taskNamesMade}`;
  }

  /** A number for a lock, a queue and the like; the first is 1. */
  newResourceId(): number {
    return ++this.#resourcesMade;
  }

  /** Called by a future of this loop as it becomes done. */
  futureDone(future: number, outcome: TaskOutcome): void {
    this.hooks.futureDone(this.time(), future, outcome);
  }

  /** Marks the loop as running; `leave` ends it. Throws RuntimeError if it runs already. */
  enter(): void {
    if (this.#running) throw new RuntimeError("This event loop is already running");
    this.#running = true;
    this.hooks.loopStarted(this.time());
  }

  leave(): void {
    this.#running = false;
    this.hooks.loopStopped(this.time());
  }

  /** Lets the running iteration finish, then ends `runForever`. Before a run, gives exactly one iteration. */
  stop(): void {
    this.#stopping = true;
  }

  /** Ends the run for good, before the next handle: the host's limit is reached. */
  halt(): void {
    this.#halted = true;
  }

  isRunning(): boolean {
    return this.#running;
  }

  isClosed(): boolean {
    return this.#closed;
  }

  /** Drops all that is scheduled. Throws RuntimeError while the loop runs. */
  close(): void {
    if (this.#running) throw new RuntimeError("Cannot close a running event loop");
    if (this.#closed) return;
    this.#closed = true;
    while (this.#ready.shift());
    this.#timers.filter(() => false);
    this.#timersCancelled = 0;
  }

  setExceptionHandler(handler: ExceptionHandler | null): void {
    this.#exceptionHandler = handler;
  }

  /**
   * Reports what went wrong in a callback; by default to the console, as CPython's to its logger.
   * A handler that throws is itself reported, and the loop goes on.
   */
  callExceptionHandler(context: ExceptionContext): void {
    if (!this.#exceptionHandler) return defaultExceptionHandler(context);
    try {
      this.#exceptionHandler(this, context);
    } catch (exception) {
      defaultExceptionHandler({ message: "Unhandled error in exception handler", exception });
    }
  }

  /**
   * One iteration, as CPython's `_run_once`: let time pass if nothing is ready, take the timers that are due into
   * the ready queue behind what is there, then run what is ready now and nothing that is added meanwhile.
   * @param stopping the loop was asked to stop: the clock does not jump.
   */
  runOnce(stopping: boolean): Iteration {
    if (this.#halted) return "halted";
    this.#dropCancelledTimers();
    const first = this.#timers.peek();
    // Time would never get to an infinite deadline.
    const next = first && first.when < Infinity ? first : undefined;
    const idle = this.#ready.size === 0 && !stopping;
    if (idle && !next) return "deadlock";
    if (idle && next) this.#advanceTo(next.when);
    else if (next && this.#spins()) return "livelock";
    this.#takeDueTimers();

    // This is the only place where callbacks are called; all others only add to the ready queue.
    const count = this.#ready.size;
    this.hooks.iterationStarted(this.time(), count);
    for (let i = 0; i < count && !this.#halted; i++) {
      const handle = this.#ready.shift() as Handle;
      if (!handle.cancelled) this.#run(handle);
    }
    return this.#halted ? "halted" : "ran";
  }

  #run(handle: Handle): void {
    handle.ran = true;
    this.hooks.handleStarted(this.time(), handle);
    try {
      handle.run();
    } finally {
      this.hooks.handleEnded(this.time(), handle);
    }
  }

  /** True once too many iterations have gone by without the clock moving. */
  #spins(): boolean {
    const now = this.time();
    if (now !== this.#instant) {
      this.#instant = now;
      this.#iterationsAtThisInstant = 0;
    }
    return ++this.#iterationsAtThisInstant > SPIN_LIMIT;
  }

  #advanceTo(when: number): void {
    this.#iterationsAtThisInstant = 0;
    const from = this.time();
    // Not a number is due at once, as in CPython: no comparison with it holds.
    if (!(when > from)) return;
    this.clock.advanceTo(when);
    this.hooks.clockAdvanced(this.time(), from);
  }

  #takeDueTimers(): void {
    if (this.#timers.size === 0) return;
    const now = this.time();
    const end = now + clockResolution(now);
    for (let timer = this.#timers.peek(); timer && !(timer.when >= end); timer = this.#timers.peek()) {
      this.#timers.pop();
      timer.scheduled = false;
      if (timer.cancelled) {
        this.#timersCancelled--;
        continue;
      }
      this.hooks.timerDue(now, timer);
      this.#ready.push(timer);
    }
  }

  #dropCancelledTimers(): void {
    const count = this.#timers.size;
    if (count > MIN_TIMERS_TO_CLEAN && this.#timersCancelled / count > CANCELLED_FRACTION_TO_CLEAN) {
      this.#timers.filter((timer) => (timer.scheduled = !timer.cancelled));
      this.#timersCancelled = 0;
      return;
    }
    for (let timer = this.#timers.peek(); timer?.cancelled; timer = this.#timers.peek()) {
      this.#timers.pop();
      timer.scheduled = false;
      this.#timersCancelled--;
    }
  }

  /** A callback whose exception goes to the exception handler and not through the loop. */
  #guarded(callback: () => void, name: string, context: Context): () => void {
    return () => {
      try {
        context.run(callback);
      } catch (exception) {
        this.callExceptionHandler({ message: `Exception in callback ${name}`, exception });
      }
    };
  }

  #checkClosed(): void {
    if (this.#closed) throw new RuntimeError("Event loop is closed");
  }
}
