/**
 * asyncio's event loop, as programs in this language have it. Mirrors `AbstractEventLoop` of `asyncio/events.py`, without
 * what needs an operating system. What it does is done by its `LoopInternals`, which no program can come at.
 */
import { shutdownAsyncgens } from "../asyncgen/asyncgen-hooks.ts";
import type { Clock } from "./clock.ts";
import type { Awaitable, Coroutine, SourceLocation } from "../tasks/coroutine.ts";
import { defaultExceptionHandler, type ExceptionContext } from "./exception-handler.ts";
import type { Future } from "../tasks/future.ts";
import type { Handle, TimerHandle } from "./handle.ts";
import type { Instrument } from "../instrument/instrument.ts";
import { type CallbackOptions, LoopInternals } from "./loop-internals.ts";
import { loopHost } from "./loop-host.ts";
import { setInternalsOf } from "./running-loop.ts";
import { Task, type TaskOptions } from "../tasks/task.ts";

export type { CallbackOptions };

type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** Makes the tasks of a loop, in place of `Task` itself. */
export type TaskFactory = (
  loop: EventLoop,
  coroutine: Coroutine<unknown>,
  options: TaskOptions,
) => Task<unknown>;

export class EventLoop {
  readonly #internals: LoopInternals;
  #taskFactory: TaskFactory | null = null;
  #exceptionHandler: ExceptionHandler | null = null;

  constructor();
  /**
   * @internal
   * @param instrument is told of all that happens.
   * @param clock the loop's time; by default a virtual one, on which waiting takes no time.
   */
  constructor(instrument?: Instrument, clock?: Clock);
  constructor(instrument?: Instrument, clock?: Clock) {
    const host = loopHost();
    this.#internals = new LoopInternals(this, host?.instrument ?? instrument, host?.clock ?? clock, host);
  }

  static {
    setInternalsOf((loop) => (loop as EventLoop).#internals);
  }

  /** The loop's time in seconds. */
  time(): number {
    return this.#internals.time();
  }

  /** Runs `callback` in the next iteration, after what is ready already. Throws RuntimeError on a closed loop. */
  callSoon(callback: () => void, options?: CallbackOptions): Handle {
    return this.#internals.callSoon(callback, options).publicHandle;
  }

  /** `callSoon` from outside of the loop, such as from an event of the host: wakes the loop if it waits. */
  callSoonThreadsafe(callback: () => void, options?: CallbackOptions): Handle {
    return this.#internals.callSoonThreadsafe(callback, options).publicHandle;
  }

  /** Runs `callback` once `delay` seconds have passed. */
  callLater(delay: number, callback: () => void, options?: CallbackOptions): TimerHandle {
    return this.#internals.callLater(delay, callback, options).publicHandle;
  }

  /** Runs `callback` at `when`, in seconds of `time()`. */
  callAt(when: number, callback: () => void, options?: CallbackOptions): TimerHandle {
    return this.#internals.callAt(when, callback, options).publicHandle;
  }

  /**
   * Runs until `stop()`. Throws Deadlock when nothing could ever happen again, Livelock when callbacks spin, and
   * RuntimeError while a loop runs, or for a loop on the host's clock, which must not block: see `runForeverOnHost`.
   */
  runForever(): void {
    this.#internals.runForever();
  }

  /**
   * Runs until the future, or the task made of a coroutine, is done; gives its result or throws its exception.
   * Throws RuntimeError if the loop was stopped before that.
   */
  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    return this.#internals.runUntilComplete(awaitable);
  }

  /** Lets the running iteration finish, then ends `runForever`. Before a run, gives exactly one iteration. */
  stop(): void {
    this.#internals.stop();
  }

  isRunning(): boolean {
    return this.#internals.isRunning();
  }

  isClosed(): boolean {
    return this.#internals.isClosed();
  }

  /**
   * Drops all that is scheduled. What is lost by that is told to the exception handler: exceptions that nobody asked
   * for, and tasks that never ended. (CPython tells it when they are garbage; no program can know when that is here.)
   * Throws RuntimeError while the loop runs.
   */
  close(): void {
    this.#internals.close();
  }

  createFuture<T>(): Future<T> {
    return this.#internals.createFuture();
  }

  /** Makes a task that drives `coroutine`, by the task factory if one is set. */
  createTask<T>(coroutine: Coroutine<T>, options: TaskOptions = {}): Task<T> {
    this.#internals.checkClosed();
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

  setExceptionHandler(handler: ExceptionHandler | null): void {
    this.#exceptionHandler = handler;
  }

  getExceptionHandler(): ExceptionHandler | null {
    return this.#exceptionHandler;
  }

  /** Writes to the console, as CPython's to its logger. */
  defaultExceptionHandler(context: ExceptionContext): void {
    if (!this.#internals.writeException(context)) defaultExceptionHandler(context);
  }

  /**
   * Reports what went wrong where nobody awaits it, to the exception handler if one is set.
   * A handler that throws is itself reported, and the loop goes on.
   */
  callExceptionHandler(context: ExceptionContext): void {
    const handler = this.#exceptionHandler;
    if (!handler) return this.defaultExceptionHandler(context);
    const about = context.task ?? context.future;
    try {
      // What is about a task is told in its context. (What is about a handle is told within it.)
      if (about instanceof Task) about.getContext().run(() => handler(this, context));
      else handler(this, context);
    } catch (exception) {
      this.defaultExceptionHandler({ message: "Unhandled error in exception handler", exception, context });
    }
  }

  getDebug(): boolean {
    return this.#internals.debug;
  }

  /** In debug mode callbacks that block for long are warned of: see `slowCallbackDuration`. */
  setDebug(enabled: boolean): void {
    this.#internals.debug = enabled;
  }

  /** In debug mode a callback that takes this many seconds of the loop's time, or more, is warned of. */
  get slowCallbackDuration(): number {
    return this.#internals.slowCallbackDuration;
  }

  set slowCallbackDuration(seconds: number) {
    this.#internals.slowCallbackDuration = seconds;
  }

  /** Closes every asynchronous generator that was begun on this loop and did not come to its end. */
  shutdownAsyncgens(): Coroutine<void> {
    return withName("BaseEventLoop.shutdown_asyncgens", shutdownAsyncgens(this.#internals));
  }

  /** Ends at once: there are no threads to wait for. `run` awaits it all the same, as CPython's does. */
  shutdownDefaultExecutor(): Coroutine<void> {
    return withName("BaseEventLoop.shutdown_default_executor", nothing());
  }

  toString(): string {
    const state = `running=${pythonBool(this.isRunning())} closed=${pythonBool(this.isClosed())}`;
    return `<${this.constructor.name} ${state} debug=${pythonBool(this.getDebug())}>`;
  }
}

function* nothing(): Coroutine<void> {}

/** Gives a coroutine of asyncio's own the name that CPython has for it. */
function withName<T>(qualname: string, coroutine: Coroutine<T>): Coroutine<T> {
  return Object.assign(coroutine, { qualname } satisfies SourceLocation);
}

function pythonBool(value: boolean): string {
  return value ? "True" : "False";
}
