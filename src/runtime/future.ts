/**
 * A result that is not there yet. Mirrors `Future` of `asyncio/futures.py`.
 *
 * States: pending → result | exception (both "finished" in asyncio's words) | cancelled; the first transition is the
 * last. Its callbacks are scheduled by the loop, in order, never called directly.
 */
import { copyContext, type Context } from "./contextvars.ts";
import type { Waitable, Yielded } from "./coroutine.ts";
import { CancelledError, InvalidStateError, RuntimeError } from "./exceptions.ts";
import type { Callback, Steppable } from "./handle.ts";
import type { TaskOutcome } from "./instrument.ts";
import { shortRepr } from "./repr.ts";

/** A task as the futures know it that it waits on: whom to wake. */
type Waiting = Steppable<Future<unknown>>;

/** What a future needs of its loop. */
export interface FutureLoop {
  /** Schedules the step of a task that goes on since `waiter` is done, or that waits on nothing. */
  scheduleStep(task: Waiting, waiter: Future<unknown> | null): void;
  /** Schedules a callback that takes an argument. */
  scheduleCallback(callback: Callback, argument: unknown, context: Context): void;
  /** Told of the end of a future that has an id. */
  futureDone(future: number, outcome: TaskOutcome): void;
  /** Futures whose exception nobody has asked for yet. */
  readonly unretrieved: Set<Future<unknown>>;
}

/** Typed by way of a method, so that a `Future<string>` is a `Future<unknown>` too. */
type DoneCallback<T> = { call(future: Future<T>): void }["call"];

/** A callback and the context to call it in. */
class DoneListener {
  constructor(
    readonly callback: Callback,
    readonly context: Context,
  ) {}
}

/** Who is told of the end. */
type Listener = Waiting | DoneListener;

/** What to tell of a wait on a future, in the words of `Instrument.taskSuspended`. */
export interface WaitReason {
  readonly reason: string;
  /** The resource or task waited on; 0 for none. */
  readonly on: number;
}

/** Futures whose repr is being made. */
const beingWritten = new Set<object>();

const ON_A_FUTURE: WaitReason = { reason: "future", on: 0 };

export class Future<T> implements Waitable {
  /** The number by which a trace knows it; 0 for one that it does not. */
  id = 0;
  /** Why a task that awaits this waits. */
  waitReason: WaitReason = ON_A_FUTURE;
  blocking = false;
  /** What `cancel` was given, for the CancelledError of whoever asks. */
  cancelMessage: string | undefined = undefined;
  readonly #loop: FutureLoop;
  #state: "pending" | TaskOutcome = "pending";
  /** The result or the exception. */
  #value: unknown = undefined;
  /** The error that ended it in cancellation, for the first who asks; those after it get one of their own. */
  #cancelledError: CancelledError | null = null;
  /** Mostly there is one listener at most, and then no list. */
  #listener: Listener | null = null;
  #moreListeners: Listener[] | null = null;
  #awaitedBy: Future<unknown> | Set<Future<unknown>> | null = null;

  constructor(loop: FutureLoop) {
    this.#loop = loop;
  }

  /** The loop that it belongs to. */
  getLoop(): FutureLoop {
    return this.#loop;
  }

  done(): boolean {
    return this.#state !== "pending";
  }

  cancelled(): boolean {
    return this.#state === "cancelled";
  }

  /** The result. Throws the exception if one was set, CancelledError, or InvalidStateError while pending. */
  result(): T {
    if (this.#state === "result") return this.#value as T;
    if (this.#state === "pending") throw new InvalidStateError("Result is not set.");
    throw this.takeError();
  }

  /** The exception, or null for a result. Throws CancelledError, or InvalidStateError while pending. */
  exception(): unknown {
    if (this.#state === "result") return null;
    if (this.#state === "pending") throw new InvalidStateError("Exception is not set.");
    if (this.#state === "cancelled") throw this.takeError();
    return this.takeError();
  }

  /** Whether awaiting it throws: it ended in an exception or in cancellation. */
  failed(): boolean {
    return this.#state === "exception" || this.#state === "cancelled";
  }

  /** What awaiting it throws, if it failed; an exception counts as retrieved from here on. */
  takeError(): unknown {
    if (this.#state === "cancelled") return this.makeCancelledError();
    this.#forgetException();
    return this.#value;
  }

  /** Throws InvalidStateError if it is done. */
  setResult(result: T): void {
    this.finish("result", result);
  }

  /** Throws InvalidStateError if it is done. A class of errors stands for a new one of it. */
  setException(exception: unknown): void {
    this.finish("exception", isErrorClass(exception) ? new exception() : exception);
  }

  /** Cancels a pending future; false if it is done already. `message` goes with the CancelledError. */
  cancel(message?: string): boolean {
    this.#forgetException();
    if (this.#state !== "pending") return false;
    this.cancelMessage = message;
    this.finish("cancelled", undefined);
    return true;
  }

  /** The error that awaiting a cancelled future throws. Mirrors `_make_cancelled_error`. */
  makeCancelledError(): CancelledError {
    const error = this.#cancelledError ?? new CancelledError(this.cancelMessage);
    this.#cancelledError = null;
    return error;
  }

  /** Calls `callback` with the future, by the loop, once it is done (in the next iteration if it is). */
  addDoneCallback(callback: DoneCallback<T>, { context = copyContext() }: { context?: Context } = {}): void {
    this.#add(new DoneListener(callback, context));
  }

  /** `addDoneCallback` for a task that waits. */
  addWaiting(task: Waiting): void {
    this.#add(task);
  }

  /** Removes every occurrence of `callback` and tells how many there were. */
  removeDoneCallback(callback: DoneCallback<T>): number {
    const before = this.#listeners();
    const kept = before.filter(
      (listener) => !(listener instanceof DoneListener) || listener.callback !== callback,
    );
    this.#listener = kept[0] ?? null;
    this.#moreListeners = kept.length > 1 ? kept.slice(1) : null;
    return before.length - kept.length;
  }

  /** Awaits it, by `yield*`. */
  [Symbol.iterator](): Iterator<Yielded, T, unknown> {
    return new FutureIterator(this);
  }

  /** The futures, tasks among them, that wait for this one: the arrows of the call graph. */
  awaitedBy(): ReadonlySet<Future<unknown>> {
    const waiters = this.#awaitedBy;
    if (waiters instanceof Set) return waiters;
    return new Set(waiters ? [waiters] : []);
  }

  /** Notes that `waiter` waits for this. Mirrors `future_add_to_awaited_by`. */
  addAwaitedBy(waiter: Future<unknown>): void {
    const waiters = this.#awaitedBy;
    if (waiters === null) this.#awaitedBy = waiter;
    else if (waiters instanceof Set) waiters.add(waiter);
    else if (waiters !== waiter) this.#awaitedBy = new Set([waiters, waiter]);
  }

  /** Mirrors `future_discard_from_awaited_by`. */
  discardAwaitedBy(waiter: Future<unknown>): void {
    const waiters = this.#awaitedBy;
    if (waiters === waiter) this.#awaitedBy = null;
    else if (waiters instanceof Set) waiters.delete(waiter);
  }

  /** As CPython's repr, but for what it says of places in the source. */
  toString(): string {
    // Tasks may wait for each other; as `reprlib.recursive_repr`.
    if (beingWritten.has(this)) return "...";
    beingWritten.add(this);
    try {
      return `<${[this.constructor.name, ...this.describe()].join(" ")}>`;
    } finally {
      beingWritten.delete(this);
    }
  }

  /** What its repr says: state, outcome, callbacks. Mirrors `_future_repr_info`. */
  protected describe(): string[] {
    const state = this.#state;
    const info = [state === "result" || state === "exception" ? "finished" : state];
    if (state === "exception" || state === "result") info.push(`${state}=${shortRepr(this.#value)}`);
    const names = this.#listeners().map((listener) =>
      listener instanceof DoneListener ? `${listener.callback.name}()` : "Task.task_wakeup()",
    );
    if (names.length > 2) names.splice(1, names.length - 2, `<${names.length - 2} more>`);
    if (names.length > 0) info.push(`cb=[${names.join(", ")}]`);
    return info;
  }

  /** The one transition; who listens is told. Throws InvalidStateError if it was made already. */
  protected finish(outcome: TaskOutcome, value: unknown): void {
    if (this.#state !== "pending") throw new InvalidStateError("invalid state");
    this.#state = outcome;
    this.#value = value;
    if (this.id > 0) this.reportDone(outcome);
    if (outcome === "exception") this.#loop.unretrieved.add(this as Future<unknown>);
    const listener = this.#listener;
    if (listener === null) return;
    this.#tell(listener);
    const more = this.#moreListeners;
    this.#listener = this.#moreListeners = null;
    if (more) for (const other of more) this.#tell(other);
  }

  /** Ends it in cancellation, by an error that is there already. */
  protected finishCancelled(error: CancelledError): void {
    this.#cancelledError = error;
    this.cancelMessage = undefined;
    this.finish("cancelled", undefined);
  }

  protected reportDone(outcome: TaskOutcome): void {
    this.#loop.futureDone(this.id, outcome);
  }

  #forgetException(): void {
    if (this.#state === "exception") this.#loop.unretrieved.delete(this as Future<unknown>);
  }

  #listeners(): Listener[] {
    return this.#listener === null ? [] : [this.#listener, ...(this.#moreListeners ?? [])];
  }

  #add(listener: Listener): void {
    if (this.#state !== "pending") this.#tell(listener);
    else if (this.#listener === null) this.#listener = listener;
    else (this.#moreListeners ??= []).push(listener);
  }

  #tell(listener: Listener): void {
    if (listener instanceof DoneListener)
      this.#loop.scheduleCallback(listener.callback, this, listener.context);
    else this.#loop.scheduleStep(listener, this as Future<unknown>);
  }
}

/** One await of a future. Mirrors `FutureIter` of `_asynciomodule.c`. */
class FutureIterator<T> implements Iterator<Yielded, T, unknown> {
  readonly #future: Future<T>;

  constructor(future: Future<T>) {
    this.#future = future;
  }

  next(): IteratorResult<Yielded, T> {
    const future = this.#future;
    if (future.done()) return { done: true, value: future.result() };
    // Yielded before, and no task took it over.
    if (future.blocking) throw new RuntimeError("await wasn't used with future");
    future.blocking = true;
    return { done: false, value: future };
  }

  throw(error: unknown): never {
    throw error;
  }

  return(value: T): IteratorResult<Yielded, T> {
    return { done: true, value };
  }
}

/** Whether `value` is a future, a task among them. Mirrors `asyncio.isfuture`. */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future;
}

function isErrorClass(value: unknown): value is new () => Error {
  return typeof value === "function" && value.prototype instanceof Error;
}
