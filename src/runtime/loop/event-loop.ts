/**
 * Event loop with asyncio's interface, for programs in TypeScript. Mirrors `AbstractEventLoop` of `asyncio/events.py`; the
 * methods that need an operating system are those of `SystemLoop`. It is the public object of a loop: its `LoopInternals`
 * do the work.
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
import type { SelectorEvents } from "../io/selector-events.ts";
import { SystemLoop } from "./system-loop.ts";

export type { CallbackOptions };

type ExceptionHandler = (loop: EventLoop, context: ExceptionContext) => void;

/** Function that makes the tasks of a loop in place of `Task`'s constructor. */
export type TaskFactory = (
  loop: EventLoop,
  coroutine: Coroutine<unknown>,
  options: TaskOptions,
) => Task<unknown>;

export class EventLoop extends SystemLoop {
  readonly #internals: LoopInternals;
  #taskFactory: TaskFactory | null = null;
  #exceptionHandler: ExceptionHandler | null = null;

  constructor();
  /**
   * @internal
   * @param instrument hooks that the loop calls; none by default.
   * @param clock the loop's time; a virtual clock by default.
   */
  constructor(instrument?: Instrument, clock?: Clock);
  constructor(instrument?: Instrument, clock?: Clock) {
    super();
    const host = loopHost();
    this.#internals = new LoopInternals(this, host?.instrument ?? instrument, host?.clock ?? clock, host);
    this.#internals.hasOwnTime = this.time !== EventLoop.prototype.time;
  }

  static {
    setInternalsOf((loop) => (loop as EventLoop).#internals);
  }

  /** Return the loop's time in seconds. */
  time(): number {
    return this.#internals.readTime();
  }

  /** Schedule `callback` for the next iteration, behind the ready handles. Throws RuntimeError on a closed loop. */
  callSoon(callback: () => void, options?: CallbackOptions): Handle {
    return this.#internals.callSoon(callback, options).publicHandle;
  }

  /** `callSoon` from outside of the loop, such as from a browser event: wake the loop if it waits. */
  callSoonThreadsafe(callback: () => void, options?: CallbackOptions): Handle {
    return this.#internals.callSoonThreadsafe(callback, options).publicHandle;
  }

  /** Schedule `callback` for `delay` seconds from now. Throws RuntimeError on a closed loop. */
  callLater(delay: number, callback: () => void, options?: CallbackOptions): TimerHandle {
    return this.#internals.callLater(delay, callback, options).publicHandle;
  }

  /** Schedule `callback` for `when`, in seconds of `time()`. Throws RuntimeError on a closed loop. */
  callAt(when: number, callback: () => void, options?: CallbackOptions): TimerHandle {
    return this.#internals.callAt(when, callback, options).publicHandle;
  }

  /**
   * Run until `stop()`. Throws Deadlock if nothing can run again, Livelock if callbacks spin at one instant, RuntimeError
   * while a loop runs, and RuntimeError on the host's clock, where `runForeverOnHost` must be used.
   * Mirrors `run_forever` of `BaseEventLoop` in `asyncio/base_events.py`.
   */
  runForever(): void {
    this.#internals.runForever();
  }

  /**
   * Run until the future, or the task made of a coroutine, is done; return its result or throw its exception.
   * Throws RuntimeError if the loop is stopped before that. Mirrors `BaseEventLoop.run_until_complete`.
   */
  runUntilComplete<T>(awaitable: Awaitable<T>): T {
    return this.#internals.runUntilComplete(awaitable);
  }

  /** End `runForever` after the running iteration. Before a run, limit that run to one iteration. */
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
   * Drop every scheduled handle, and report each exception never retrieved and each pending task to the exception
   * handler. (CPython reports them as garbage is collected, which no TypeScript program can observe.)
   * Throws RuntimeError while the loop runs. Mirrors `BaseEventLoop.close`.
   */
  close(): void {
    this.#internals.close();
  }

  createFuture<T>(): Future<T> {
    return this.#internals.createFuture();
  }

  /** Return a new task that drives `coroutine`, made by the task factory if one is set. */
  createTask<T>(coroutine: Coroutine<T>, options: TaskOptions = {}): Task<T> {
    this.#internals.checkClosed();
    if (this.#taskFactory) return this.#taskFactory(this, coroutine, options) as Task<T>;
    return new Task(coroutine, this, options);
  }

  /** Set the function that makes tasks from now on; null for `Task`'s constructor. */
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

  /** Write the context to the console, where CPython writes to its logger. */
  defaultExceptionHandler(context: ExceptionContext): void {
    if (!this.#internals.writeException(context)) defaultExceptionHandler(context);
  }

  /**
   * Report an error that no task awaits, to the exception handler if one is set. An error of that handler is reported
   * to the default one. Mirrors `BaseEventLoop.call_exception_handler`.
   */
  callExceptionHandler(context: ExceptionContext): void {
    const handler = this.#exceptionHandler;
    if (!handler) return this.defaultExceptionHandler(context);
    const about = context.task ?? context.future;
    try {
      // A report about a task runs in the task's context. (A report about a handle is made inside its context already.)
      if (about instanceof Task) about.getContext().run(() => handler(this, context));
      else handler(this, context);
    } catch (exception) {
      this.defaultExceptionHandler({ message: "Unhandled error in exception handler", exception, context });
    }
  }

  getDebug(): boolean {
    return this.#internals.debug;
  }

  /** Turn debug mode on or off: it warns of slow callbacks, see `slowCallbackDuration`. */
  setDebug(enabled: boolean): void {
    this.#internals.debug = enabled;
  }

  /** Seconds of the loop's time from which debug mode calls a callback slow. */
  get slowCallbackDuration(): number {
    return this.#internals.slowCallbackDuration;
  }

  set slowCallbackDuration(seconds: number) {
    this.#internals.slowCallbackDuration = seconds;
  }

  /** Close every asynchronous generator that was started on this loop and is not finished. */
  shutdownAsyncgens(): Coroutine<void> {
    return withName("BaseEventLoop.shutdown_asyncgens", shutdownAsyncgens(this.#internals));
  }

  /** Wait for the look-ups of names to end, which CPython makes in threads. `run` awaits it, as CPython's `run` does. */
  shutdownDefaultExecutor(): Coroutine<void> {
    const events = this.#internals.selector as SelectorEvents | null;
    return withName(
      "BaseEventLoop.shutdown_default_executor",
      events ? events.backgroundCalls.shutdown() : nothing(),
    );
  }

  override toString(): string {
    const state = `running=${pythonBool(this.isRunning())} closed=${pythonBool(this.isClosed())}`;
    return `<${this.constructor.name} ${state} debug=${pythonBool(this.getDebug())}>`;
  }
}

function* nothing(): Coroutine<void> {}

/** Give a coroutine of asyncio the name that it has in CPython. */
function withName<T>(qualname: string, coroutine: Coroutine<T>): Coroutine<T> {
  return Object.assign(coroutine, { qualname } satisfies SourceLocation);
}

function pythonBool(value: boolean): string {
  return value ? "True" : "False";
}
