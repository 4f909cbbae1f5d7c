/**
 * asyncio's event loop. Mirrors `BaseEventLoop` of `asyncio/base_events.py`, without what needs an operating system.
 * What runs when is the `Scheduler`'s; this is its interface for programs in this language.
 */
import { LinkedList } from "../base/linked-list.ts";
import { shutdownAsyncgens } from "./asyncgen-hooks.ts";
import type { Clock } from "./clock.ts";
import { copyContext, type Context } from "./contextvars.ts";
import type { Awaitable, Coroutine } from "./coroutine.ts";
import { deadlockReport } from "./deadlock-report.ts";
import { defaultExceptionHandler, type ExceptionContext } from "./exception-handler.ts";
import { Deadlock, Livelock, RuntimeError } from "./exceptions.ts";
import { Future } from "./future.ts";
import {
  type Callback,
  CallbackHandle,
  CallbackTimerHandle,
  type Handle,
  StepHandle,
  type Steppable,
  type TimerHandle,
} from "./handle.ts";
import { HostWait, hostTurn } from "./host-wait.ts";
import type { Instrument, TaskOutcome } from "./instrument.ts";
import { position } from "./position.ts";
import { runningLoop, setRunningLoop } from "./running-loop.ts";
import { Scheduler } from "./scheduler.ts";
import { ensureFuture, Task, type TaskLoop, type TaskOptions } from "./task.ts";

type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** Makes the tasks of a loop, in place of `Task` itself. */
export type TaskFactory = (
  loop: EventLoop,
  coroutine: Coroutine<unknown>,
  options: TaskOptions,
) => Task<unknown>;

export interface CallbackOptions {
  /** What the callback runs in; by default a copy of the current context. */
  context?: Context;
  /** What to call it in a trace; by default the function's name. */
  name?: string;
}

/** How long a loop on the host's clock keeps the thread, in milliseconds. */
const HOST_TURN_MS = 8;

export class EventLoop extends Scheduler implements TaskLoop {
  currentTask: Task<unknown> | null = null;
  readonly tasks = new LinkedList<Task<unknown>>();
  readonly unretrieved = new Set<Future<unknown>>();
  /** In debug mode a callback that takes this many seconds of the loop's time, or more, is warned of. */
  slowCallbackDuration = 0.1;
  #handlesMade = 0;
  #futuresMade = 0;
  #tasksMade = 0;
  #taskNumbers = 0;
  #resourcesMade = 0;
  #taskFactory: TaskFactory | null = null;
  #exceptionHandler: ExceptionHandler | null = null;
  #stopping = false;
  #debug = false;
  readonly #hostWait = new HostWait();

  /**
   * @param instrument is told of all that happens.
   * @param clock the loop's time; by default a virtual one, on which waiting takes no time.
   */
  constructor(instrument?: Instrument, clock?: Clock) {
    super(instrument, clock);
  }

  /** Runs `callback` in the next iteration, after what is ready already. Throws RuntimeError on a closed loop. */
  callSoon(callback: () => void, { context = copyContext(), name }: CallbackOptions = {}): Handle {
    this.#checkClosed();
    const handle = new CallbackHandle(this, ++this.#handlesMade, 0, callback, undefined, context, name);
    this.addReady(handle);
    return handle;
  }

  /** `callSoon` from outside of the loop, such as from an event of the host: wakes the loop if it waits. */
  callSoonThreadsafe(callback: () => void, options?: CallbackOptions): Handle {
    const handle = this.callSoon(callback, options);
    this.#hostWait.wake();
    return handle;
  }

  /** Runs `callback` once `delay` seconds have passed. */
  callLater(delay: number, callback: () => void, options?: CallbackOptions): TimerHandle {
    return this.callAt(this.time() + delay, callback, options);
  }

  /** Runs `callback` at `when`, in seconds of `time()`. */
  callAt(
    when: number,
    callback: () => void,
    { context = copyContext(), name }: CallbackOptions = {},
  ): TimerHandle {
    this.#checkClosed();
    const task = this.currentTask?.id ?? 0;
    const timer = new CallbackTimerHandle(this, ++this.#handlesMade, task, when, callback, context, name);
    this.addTimer(timer);
    return timer;
  }

  scheduleStep(task: Steppable<Future<unknown>>, waiter: Future<unknown> | null): void {
    this.#checkClosed();
    // A task that only lets others run is scheduled by no line of the program.
    const line = task === this.currentTask ? 0 : position.line;
    this.addReady(new StepHandle(this, ++this.#handlesMade, task, waiter, line));
  }

  scheduleCallback(callback: Callback, argument: unknown, context: Context): void {
    this.#checkClosed();
    this.addReady(new CallbackHandle(this, ++this.#handlesMade, 0, callback, argument, context));
  }

  /**
   * Runs until `stop()`. Throws Deadlock when nothing could ever happen again, Livelock when callbacks spin, and
   * RuntimeError while a loop runs, or for a loop on the host's clock, which must not block: see `runForeverOnHost`.
   */
  runForever(): void {
    if (!this.clock.jumps) throw new RuntimeError("A loop on the host's clock runs by runForeverOnHost()");
    this.#begin();
    try {
      do if (!this.#iterate()) return;
      while (!this.#stopping);
    } finally {
      this.#end();
    }
  }

  /** `runForever` that hands the thread back whenever the loop waits, and after some milliseconds. */
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

  /**
   * Runs until the future, or the task made of a coroutine, is done; gives its result or throws its exception.
   * Throws RuntimeError if the loop was stopped before that.
   */
  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    const until = this.#stopAtEndOf(awaitable);
    try {
      this.runForever();
    } finally {
      until.forget();
    }
    return until.result();
  }

  /** `runUntilComplete` that hands the thread back, as `runForeverOnHost`. */
  async runUntilCompleteOnHost<T>(awaitable: Awaitable<T>): Promise<T> {
    const until = this.#stopAtEndOf(awaitable);
    try {
      await this.runForeverOnHost();
    } finally {
      until.forget();
    }
    return until.result();
  }

  /** Lets the running iteration finish, then ends `runForever`. Before a run, gives exactly one iteration. */
  stop(): void {
    this.#stopping = true;
    this.#hostWait.wake();
  }

  /**
   * Drops all that is scheduled. What is lost by that is told to the exception handler: exceptions that nobody asked
   * for, and tasks that never ended. (CPython tells it when they are garbage; no program can know when that is here.)
   * Throws RuntimeError while the loop runs.
   */
  override close(): void {
    if (!this.isRunning() && !this.isClosed()) this.#tellWhatIsLost();
    super.close();
  }

  createFuture<T>(): Future<T> {
    const future = new Future<T>(this);
    this.reportFuture(future as Future<unknown>);
    return future;
  }

  reportFuture(future: Future<unknown>): void {
    future.id = ++this.#futuresMade;
    this.hooks.futureCreated(this.clock.time(), future.id, this.currentTask?.id ?? 0, position.line);
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

  newTaskNumber(): number {
    return ++this.#taskNumbers;
  }

  /** A number for a lock, a queue and the like; the first is 1. */
  newResourceId(): number {
    return ++this.#resourcesMade;
  }

  futureDone(future: number, outcome: TaskOutcome): void {
    this.hooks.futureDone(this.clock.time(), future, outcome);
  }

  setExceptionHandler(handler: ExceptionHandler | null): void {
    this.#exceptionHandler = handler;
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler;
  }

  /** Writes to the console, as CPython's to its logger. */
  defaultExceptionHandler(context: ExceptionContext): void {
    defaultExceptionHandler(context);
  }

  /**
   * Reports what went wrong where nobody awaits it, to the exception handler if one is set.
   * A handler that throws is itself reported, and the loop goes on.
   */
  callExceptionHandler(context: ExceptionContext): void {
    if (!this.#exceptionHandler) return this.defaultExceptionHandler(context);
    const handler = this.#exceptionHandler;
    const about = context.task ?? context.future;
    try {
      // What is about a task is told in its context. (What is about a handle is told within it.)
      if (about instanceof Task) about.getContext().run(() => handler(this, context));
      else handler(this, context);
    } catch (exception) {
      this.defaultExceptionHandler({ message: "Unhandled error in exception handler", exception, context });
    }
  }

  /** Warns whoever runs the program: in the trace, and where its errors are written. */
  warn(message: string): void {
    this.hooks.warningRaised(this.clock.time(), message, position.line);
    this.logWarning(message);
  }

  /** Writes to the console, as CPython's logger does to stderr. */
  protected logWarning(message: string): void {
    console.warn(message);
  }

  getDebug(): boolean {
    return this.#debug;
  }

  /** In debug mode callbacks that block for long are warned of: see `slowCallbackDuration`. */
  setDebug(enabled: boolean): void {
    this.#debug = enabled;
  }

  /** Closes every asynchronous generator that was begun on this loop and did not come to its end. */
  shutdownAsyncgens(): Coroutine<void> {
    return shutdownAsyncgens(this);
  }

  override toString(): string {
    const state = `running=${pythonBool(this.isRunning())} closed=${pythonBool(this.isClosed())}`;
    return `<${this.constructor.name} ${state} debug=${pythonBool(this.#debug)}>`;
  }

  protected override runHandle(handle: Handle): void {
    // Until it comes to the program's own text.
    position.line = 0;
    if (!this.#debug) return handle.run();
    const started = this.time();
    handle.run();
    const seconds = this.time() - started;
    if (seconds < this.slowCallbackDuration) return;
    const what = handle instanceof StepHandle ? handle.stepped : handle;
    this.warn(`Executing ${what.toString()} took ${seconds.toFixed(3)} seconds`);
  }

  /** Mirrors `_run_forever_setup`. */
  #begin(): void {
    this.#checkClosed();
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
    if (iteration === "deadlock") throw new Deadlock(deadlockReport("deadlock", this.tasks));
    if (iteration === "livelock") throw new Livelock(deadlockReport("livelock", this.tasks));
    return iteration === "ran";
  }

  #stopAtEndOf<T>(awaitable: Awaitable<T>): { forget: () => void; result: () => T } {
    this.#checkClosed();
    this.#checkRunning();
    const future = ensureFuture(awaitable, { loop: this });
    if (future instanceof Task && future !== awaitable) future.logDestroyPending = false;
    const stop = () => this.stop();
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
    for (const task of this.tasks) {
      if (!task.logDestroyPending) continue;
      this.callExceptionHandler({ message: "Task was destroyed but it is pending!", task });
    }
  }

  #checkRunning(): void {
    if (this.isRunning()) throw new RuntimeError("This event loop is already running");
    if (runningLoop() !== null)
      throw new RuntimeError("Cannot run the event loop while another loop is running");
  }

  #checkClosed(): void {
    if (this.isClosed()) throw new RuntimeError("Event loop is closed");
  }
}

function pythonBool(value: boolean): string {
  return value ? "True" : "False";
}
