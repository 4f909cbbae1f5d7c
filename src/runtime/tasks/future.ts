/**
 * Future: a result that may not exist yet. Mirrors `Future` of `asyncio/futures.py`.
 *
 * States: pending → result | exception (asyncio calls both "finished") | cancelled; there is one transition.
 * The loop schedules the callbacks, in order; a future never calls one directly.
 */
import { copyContext, type Context } from "../contexts/contextvars.ts";
import type { Waitable, Yielded } from "./coroutine.ts";
import { CancelledError, InvalidStateError, RuntimeError } from "../errors/exceptions.ts";
import { currentLine } from "../instrument/source-location.ts";
import type { TaskOutcome } from "../instrument/instrument.ts";
import type { Callback } from "../loop/loop-handle.ts";
import { shortRepr } from "../instrument/repr.ts";
import { internalsOf, type Loop } from "../loop/running-loop.ts";
import type { StepHandle, Stepped } from "./step-handle.ts";

/** Step handle of a task that waits for a future. */
type Waiting = StepHandle<Stepped, Future<unknown>>;

/** Part of a loop's internals that futures use. */
export interface FutureLoop {
  /** Public object of the loop. */
  readonly publicLoop: Loop;
  /** Schedule the next step of a task: its `waiter` is done, or it waits on no future. */
  scheduleStep(task: Waiting, waiter: Future<unknown> | null): void;
  /** Schedule a callback with an argument. */
  scheduleCallback(callback: Callback, argument: unknown, context: Context): void;
  /** Report the outcome of a future that has an id. */
  futureDone(future: number, outcome: TaskOutcome): void;
  /**
   * Futures with an exception that was never retrieved. The value is the line of a `cancel` that hides it, which asyncio
   * reports nothing of; null without one.
   */
  readonly unretrieved: Map<Future<unknown>, number | null>;
}

/** Done callback, typed as a method is: so a `Future<string>` is a `Future<unknown>` too. */
type DoneCallback<T> = { call(future: Future<T>): void }["call"];

/** Callback and the context to call it in. */
class DoneListener {
  constructor(
    readonly callback: Callback,
    readonly context: Context,
  ) {}
}

/** Task or callback that is scheduled at the end of a future. */
type Listener = Waiting | DoneListener;

/** Reason of a wait for a future, as `Instrument.taskSuspended` reports it. */
export interface WaitReason {
  readonly reason: string;
  /** Id of the resource or task waited on; 0 for none. */
  readonly on: number;
}

/** Futures whose repr is being written. */
const beingWritten = new Set<object>();

const ON_A_FUTURE: WaitReason = { reason: "future", on: 0 };

/** Operations on futures for the runtime's own modules; see loop-internals.ts. */
interface FutureInternals {
  /** Id in a trace; 0 for a future that was not reported, and for a task. */
  id(future: Future<unknown>): number;
  setId(future: Future<unknown>, id: number): void;
  loop(future: Future<unknown>): FutureLoop;
  /** Reason of a task that awaits this future. */
  waitReason(future: Future<unknown>): WaitReason;
  setWaitReason(future: Future<unknown>, reason: WaitReason): void;
  /** Mark as yielded by an await. Throws RuntimeError if it is marked already. Sets `_asyncio_future_blocking`. */
  block(future: Future<unknown>): void;
  /** Take the mark away as a task takes the future over; return false if no await yielded it. */
  unblock(future: Future<unknown>): boolean;
  /** Schedule a step of `task` at the end of the future: `addDoneCallback` for a task. */
  addWaiting(future: Future<unknown>, task: Waiting): void;
  /** True if awaiting it throws: its outcome is an exception or a cancellation. */
  failed(future: Future<unknown>): boolean;
  /** Return the error that awaiting a failed future throws; its exception counts as retrieved from now on. */
  takeError(future: Future<unknown>): unknown;
  /** Message of `cancel`, for the CancelledErrors made later. */
  cancelMessage(future: Future<unknown>): string | undefined;
  setCancelMessage(future: Future<unknown>, message: string | undefined): void;
  /** Return the error that awaiting a cancelled future throws. Mirrors `Future._make_cancelled_error`. */
  makeCancelledError(future: Future<unknown>): CancelledError;
  /** Make the one transition and schedule the callbacks. Throws InvalidStateError if the future is done. */
  finish(future: Future<unknown>, outcome: TaskOutcome, value: unknown): void;
  /** Finish as cancelled, by an error that was thrown already. */
  finishCancelled(future: Future<unknown>, error: CancelledError): void;
  /** Futures and tasks that wait for this one: the arrows of the call graph. */
  awaitedBy(future: Future<unknown>): ReadonlySet<Future<unknown>>;
  addAwaitedBy(future: Future<unknown>, waiter: Future<unknown>): void;
  discardAwaitedBy(future: Future<unknown>, waiter: Future<unknown>): void;
  /** Return the parts of its repr: state, outcome, callbacks. Mirrors `_future_repr_info`. */
  describe(future: Future<unknown>): string[];
}

/** Internals of futures: see loop-internals.ts for the pattern. */
export let futureInternals: FutureInternals;

export class Future<T> implements Waitable {
  #id = 0;
  #waitReason: WaitReason = ON_A_FUTURE;
  /** True between an await's yield and the task's `unblock`: it tells an await from a bare `yield`. */
  #blocking = false;
  #cancelMessage: string | undefined = undefined;
  readonly #loop: FutureLoop;
  #state: "pending" | TaskOutcome = "pending";
  /** Result or exception. */
  #value: unknown = undefined;
  /** Error that cancelled it, for the first retrieval; later ones get an error of their own. */
  #cancelledError: CancelledError | null = null;
  /** First listener: most futures have one at most, and need no list. */
  #listener: Listener | null = null;
  #moreListeners: Listener[] | null = null;
  #awaitedBy: Future<unknown> | Set<Future<unknown>> | null = null;

  constructor(loop: Loop) {
    this.#loop = internalsOf(loop) as FutureLoop;
  }

  /** Return the loop that the future belongs to. */
  getLoop(): Loop {
    return this.#loop.publicLoop;
  }

  done(): boolean {
    return this.#state !== "pending";
  }

  cancelled(): boolean {
    return this.#state === "cancelled";
  }

  /** Return the result. Throws the exception if one was set, CancelledError, or InvalidStateError while pending. */
  result(): T {
    if (this.#state === "result") return this.#value as T;
    if (this.#state === "pending") throw new InvalidStateError("Result is not set.");
    throw futureInternals.takeError(this as Future<unknown>);
  }

  /** Return the exception, or null for a result. Throws CancelledError, or InvalidStateError while pending. */
  exception(): unknown {
    if (this.#state === "result") return null;
    if (this.#state === "pending") throw new InvalidStateError("Exception is not set.");
    const error = futureInternals.takeError(this as Future<unknown>);
    if (this.#state === "cancelled") throw error;
    return error;
  }

  /** Finish with a result. Throws InvalidStateError if the future is done. */
  setResult(result: T): void {
    futureInternals.finish(this as Future<unknown>, "result", result);
  }

  /**
   * Finish with an exception; an error class stands for a new instance. Throws InvalidStateError if the future is done.
   */
  setException(exception: unknown): void {
    const error: unknown = isErrorClass(exception) ? new exception() : exception;
    futureInternals.finish(this as Future<unknown>, "exception", error);
  }

  /** Cancel a pending future, with `message` for the CancelledError; return false if it is done. */
  cancel(message?: string): boolean {
    const { unretrieved } = this.#loop;
    if (unretrieved.get(this as Future<unknown>) === null)
      unretrieved.set(this as Future<unknown>, currentLine);
    if (this.#state !== "pending") return false;
    this.#cancelMessage = message;
    futureInternals.finish(this as Future<unknown>, "cancelled", undefined);
    return true;
  }

  /** Schedule `callback` for the end of the future, or for the next iteration if it is done. It gets the future. */
  addDoneCallback(callback: DoneCallback<T>, { context = copyContext() }: { context?: Context } = {}): void {
    Future.#add(this as Future<unknown>, new DoneListener(callback, context));
  }

  /** Remove every occurrence of `callback`; return their number. */
  removeDoneCallback(callback: DoneCallback<T>): number {
    const before = Future.#listeners(this as Future<unknown>);
    const kept = before.filter(
      (listener) => !(listener instanceof DoneListener) || listener.callback !== callback,
    );
    this.#listener = kept[0] ?? null;
    this.#moreListeners = kept.length > 1 ? kept.slice(1) : null;
    return before.length - kept.length;
  }

  /** Await it by `yield*`. */
  [Symbol.iterator](): Iterator<Yielded, T, unknown> {
    return new FutureIterator(this);
  }

  /** Return CPython's repr without source locations. */
  toString(): string {
    return futureRepr(this as Future<unknown>, () => Future.#describe(this as Future<unknown>));
  }

  // Static, since a private method costs each future a field.

  static #add(future: Future<unknown>, listener: Listener): void {
    if (future.#state !== "pending") Future.#schedule(future, listener);
    else if (future.#listener === null) future.#listener = listener;
    else (future.#moreListeners ??= []).push(listener);
  }

  static #schedule(future: Future<unknown>, listener: Listener): void {
    if (listener instanceof DoneListener)
      future.#loop.scheduleCallback(listener.callback, future, listener.context);
    else future.#loop.scheduleStep(listener, future);
  }

  static #finish(future: Future<unknown>, outcome: TaskOutcome, value: unknown): void {
    if (future.#state !== "pending") throw new InvalidStateError("invalid state");
    future.#state = outcome;
    future.#value = value;
    if (future.#id > 0) future.#loop.futureDone(future.#id, outcome);
    if (outcome === "exception") future.#loop.unretrieved.set(future, null);
    const listener = future.#listener;
    if (listener === null) return;
    Future.#schedule(future, listener);
    const more = future.#moreListeners;
    future.#listener = future.#moreListeners = null;
    if (more) for (const other of more) Future.#schedule(future, other);
  }

  static #listeners(future: Future<unknown>): Listener[] {
    return future.#listener === null ? [] : [future.#listener, ...(future.#moreListeners ?? [])];
  }

  /** Return the parts of the repr: state, outcome, callbacks. Mirrors `_future_repr_info` of `base_futures.py`. */
  static #describe(future: Future<unknown>): string[] {
    const state = future.#state;
    const info = [state === "result" || state === "exception" ? "finished" : state];
    if (state === "exception" || state === "result") info.push(`${state}=${shortRepr(future.#value)}`);
    const names = Future.#listeners(future).map((listener) =>
      listener instanceof DoneListener ? `${listener.callback.name}()` : "Task.task_wakeup()",
    );
    if (names.length > 2) names.splice(1, names.length - 2, `<${names.length - 2} more>`);
    if (names.length > 0) info.push(`cb=[${names.join(", ")}]`);
    return info;
  }

  static {
    futureInternals = {
      id: (future) => future.#id,
      setId(future, id) {
        future.#id = id;
      },
      loop: (future) => future.#loop,
      waitReason: (future) => future.#waitReason,
      setWaitReason(future, reason) {
        future.#waitReason = reason;
      },
      block(future) {
        if (future.#blocking) throw new RuntimeError("await wasn't used with future");
        future.#blocking = true;
      },
      unblock(future) {
        if (!future.#blocking) return false;
        future.#blocking = false;
        return true;
      },
      addWaiting: (future, task) => Future.#add(future, task),
      failed: (future) => future.#state === "exception" || future.#state === "cancelled",
      takeError(future) {
        if (future.#state === "cancelled") return futureInternals.makeCancelledError(future);
        if (future.#state === "exception") future.#loop.unretrieved.delete(future);
        return future.#value;
      },
      cancelMessage: (future) => future.#cancelMessage,
      setCancelMessage(future, message) {
        future.#cancelMessage = message;
      },
      makeCancelledError(future) {
        const error = future.#cancelledError ?? new CancelledError(future.#cancelMessage);
        future.#cancelledError = null;
        return error;
      },
      finish: (future, outcome, value) => Future.#finish(future, outcome, value),
      finishCancelled(future, error) {
        future.#cancelledError = error;
        future.#cancelMessage = undefined;
        Future.#finish(future, "cancelled", undefined);
      },
      awaitedBy(future) {
        const waiters = future.#awaitedBy;
        if (waiters instanceof Set) return waiters;
        return new Set(waiters ? [waiters] : []);
      },
      addAwaitedBy(future, waiter) {
        const waiters = future.#awaitedBy;
        if (waiters === null) future.#awaitedBy = waiter;
        else if (waiters instanceof Set) waiters.add(waiter);
        else if (waiters !== waiter) future.#awaitedBy = new Set([waiters, waiter]);
      },
      discardAwaitedBy(future, waiter) {
        const waiters = future.#awaitedBy;
        if (waiters === waiter) future.#awaitedBy = null;
        else if (waiters instanceof Set) waiters.delete(waiter);
      },
      describe: (future) => Future.#describe(future),
    };
  }
}

/** Return the repr of a future or a task, with the parts that `describe` returns; `...` inside of its own repr. */
export function futureRepr(future: Future<unknown>, describe: () => string[]): string {
  // Tasks may wait for each other. Mirrors `reprlib.recursive_repr`.
  if (beingWritten.has(future)) return "...";
  beingWritten.add(future);
  try {
    return `<${[future.constructor.name, ...describe()].join(" ")}>`;
  } finally {
    beingWritten.delete(future);
  }
}

/** Iterator of one await of a future. Mirrors `FutureIter` of `Modules/_asynciomodule.c`. */
class FutureIterator<T> implements Iterator<Yielded, T, unknown> {
  readonly #future: Future<T>;

  constructor(future: Future<T>) {
    this.#future = future;
  }

  next(): IteratorResult<Yielded, T> {
    const future = this.#future;
    if (future.done()) return { done: true, value: future.result() };
    futureInternals.block(future as Future<unknown>);
    return { done: false, value: future };
  }

  throw(error: unknown): never {
    throw error;
  }

  return(value: T): IteratorResult<Yielded, T> {
    return { done: true, value };
  }
}

/**
 * Note for the call graph that `waiter` waits for `future`. Mirrors `future_add_to_awaited_by` of `asyncio/futures.py`.
 */
export function futureAddToAwaitedBy(future: Future<unknown>, waiter: Future<unknown>): void {
  futureInternals.addAwaitedBy(future, waiter);
}

/** Undo `futureAddToAwaitedBy`. Mirrors `future_discard_from_awaited_by` of `asyncio/futures.py`. */
export function futureDiscardFromAwaitedBy(future: Future<unknown>, waiter: Future<unknown>): void {
  futureInternals.discardAwaitedBy(future, waiter);
}

/** Return true if `value` is a future or a task. Mirrors `isfuture` of `asyncio/base_futures.py`. */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future;
}

function isErrorClass(value: unknown): value is new () => Error {
  return typeof value === "function" && value.prototype instanceof Error;
}
