/**
 * A result that is not there yet. Mirrors `Future` of `asyncio/futures.py`.
 *
 * States: pending → result | exception (both "finished" in asyncio's words) | cancelled; the first transition is the
 * last. Its callbacks are scheduled by the loop, in order, never called directly.
 */
import { copyContext, type Context } from "../contexts/contextvars.ts";
import type { Waitable, Yielded } from "./coroutine.ts";
import { CancelledError, InvalidStateError, RuntimeError } from "../errors/exceptions.ts";
import type { TaskOutcome } from "../instrument/instrument.ts";
import type { Callback } from "../loop/loop-handle.ts";
import { shortRepr } from "../instrument/repr.ts";
import { internalsOf, type Loop } from "../loop/running-loop.ts";
import type { StepHandle, Stepped } from "./step-handle.ts";

/** A task that waits, as the future knows it. */
type Waiting = StepHandle<Stepped, Future<unknown>>;

/** The inside of a loop, as futures know it. */
export interface FutureLoop {
  /** What the program has of the loop. */
  readonly publicLoop: Loop;
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

/** What the runtime's own modules do with futures, and no program can. */
interface FutureInternals {
  /** The number by which a trace knows it; 0 for one that it does not, and for a task. */
  id(future: Future<unknown>): number;
  setId(future: Future<unknown>, id: number): void;
  loop(future: Future<unknown>): FutureLoop;
  /** Why a task that awaits this waits. */
  waitReason(future: Future<unknown>): WaitReason;
  setWaitReason(future: Future<unknown>, reason: WaitReason): void;
  /** An await yields it. Throws RuntimeError if one did before, and no task took it over. */
  block(future: Future<unknown>): void;
  /** A task takes it over. False if it was yielded by no await. */
  unblock(future: Future<unknown>): boolean;
  /** `addDoneCallback` for a task that waits. */
  addWaiting(future: Future<unknown>, task: Waiting): void;
  /** Whether awaiting it throws: it ended in an exception or in cancellation. */
  failed(future: Future<unknown>): boolean;
  /** What awaiting it throws, if it failed; an exception counts as retrieved from here on. */
  takeError(future: Future<unknown>): unknown;
  /** What `cancel` was given, for the CancelledError of whoever asks. */
  cancelMessage(future: Future<unknown>): string | undefined;
  setCancelMessage(future: Future<unknown>, message: string | undefined): void;
  /** The error that awaiting a cancelled future throws. Mirrors `_make_cancelled_error`. */
  makeCancelledError(future: Future<unknown>): CancelledError;
  /** The one transition; who listens is told. Throws InvalidStateError if it was made already. */
  finish(future: Future<unknown>, outcome: TaskOutcome, value: unknown): void;
  /** Ends it in cancellation, by an error that is there already. */
  finishCancelled(future: Future<unknown>, error: CancelledError): void;
  /** The futures, tasks among them, that wait for this one: the arrows of the call graph. */
  awaitedBy(future: Future<unknown>): ReadonlySet<Future<unknown>>;
  addAwaitedBy(future: Future<unknown>, waiter: Future<unknown>): void;
  discardAwaitedBy(future: Future<unknown>, waiter: Future<unknown>): void;
  /** What its repr says: state, outcome, callbacks. Mirrors `_future_repr_info`. */
  describe(future: Future<unknown>): string[];
}

export let futureInternals: FutureInternals;

export class Future<T> implements Waitable {
  #id = 0;
  #waitReason: WaitReason = ON_A_FUTURE;
  /** True from the moment that it is yielded by an await to its task's taking it over: a bare `yield` lacks it. */
  #blocking = false;
  #cancelMessage: string | undefined = undefined;
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

  constructor(loop: Loop) {
    this.#loop = internalsOf(loop) as FutureLoop;
  }

  /** The loop that it belongs to. */
  getLoop(): Loop {
    return this.#loop.publicLoop;
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
    throw futureInternals.takeError(this as Future<unknown>);
  }

  /** The exception, or null for a result. Throws CancelledError, or InvalidStateError while pending. */
  exception(): unknown {
    if (this.#state === "result") return null;
    if (this.#state === "pending") throw new InvalidStateError("Exception is not set.");
    const error = futureInternals.takeError(this as Future<unknown>);
    if (this.#state === "cancelled") throw error;
    return error;
  }

  /** Throws InvalidStateError if it is done. */
  setResult(result: T): void {
    futureInternals.finish(this as Future<unknown>, "result", result);
  }

  /** Throws InvalidStateError if it is done. A class of errors stands for a new one of it. */
  setException(exception: unknown): void {
    const error: unknown = isErrorClass(exception) ? new exception() : exception;
    futureInternals.finish(this as Future<unknown>, "exception", error);
  }

  /** Cancels a pending future; false if it is done already. `message` goes with the CancelledError. */
  cancel(message?: string): boolean {
    if (this.#state === "exception") this.#loop.unretrieved.delete(this as Future<unknown>);
    if (this.#state !== "pending") return false;
    this.#cancelMessage = message;
    futureInternals.finish(this as Future<unknown>, "cancelled", undefined);
    return true;
  }

  /** Calls `callback` with the future, by the loop, once it is done (in the next iteration if it is). */
  addDoneCallback(callback: DoneCallback<T>, { context = copyContext() }: { context?: Context } = {}): void {
    Future.#add(this as Future<unknown>, new DoneListener(callback, context));
  }

  /** Removes every occurrence of `callback` and tells how many there were. */
  removeDoneCallback(callback: DoneCallback<T>): number {
    const before = Future.#listeners(this as Future<unknown>);
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

  /** As CPython's repr, but for what it says of places in the source. */
  toString(): string {
    return futureRepr(this as Future<unknown>, () => Future.#describe(this as Future<unknown>));
  }

  // A method that is private costs each future a field; these do not.

  static #add(future: Future<unknown>, listener: Listener): void {
    if (future.#state !== "pending") Future.#tell(future, listener);
    else if (future.#listener === null) future.#listener = listener;
    else (future.#moreListeners ??= []).push(listener);
  }

  static #tell(future: Future<unknown>, listener: Listener): void {
    if (listener instanceof DoneListener)
      future.#loop.scheduleCallback(listener.callback, future, listener.context);
    else future.#loop.scheduleStep(listener, future);
  }

  static #finish(future: Future<unknown>, outcome: TaskOutcome, value: unknown): void {
    if (future.#state !== "pending") throw new InvalidStateError("invalid state");
    future.#state = outcome;
    future.#value = value;
    if (future.#id > 0) future.#loop.futureDone(future.#id, outcome);
    if (outcome === "exception") future.#loop.unretrieved.add(future);
    const listener = future.#listener;
    if (listener === null) return;
    Future.#tell(future, listener);
    const more = future.#moreListeners;
    future.#listener = future.#moreListeners = null;
    if (more) for (const other of more) Future.#tell(future, other);
  }

  static #listeners(future: Future<unknown>): Listener[] {
    return future.#listener === null ? [] : [future.#listener, ...(future.#moreListeners ?? [])];
  }

  /** What its repr says: state, outcome, callbacks. Mirrors `_future_repr_info`. */
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

/** The repr of a future, or of a task, that says `describe()` of itself. */
export function futureRepr(future: Future<unknown>, describe: () => string[]): string {
  // Tasks may wait for each other; as `reprlib.recursive_repr`.
  if (beingWritten.has(future)) return "...";
  beingWritten.add(future);
  try {
    return `<${[future.constructor.name, ...describe()].join(" ")}>`;
  } finally {
    beingWritten.delete(future);
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

/** Notes that `waiter` waits for `future`, for the call graph. Mirrors `asyncio.future_add_to_awaited_by`. */
export function futureAddToAwaitedBy(future: Future<unknown>, waiter: Future<unknown>): void {
  futureInternals.addAwaitedBy(future, waiter);
}

/** Undoes `futureAddToAwaitedBy`. Mirrors `asyncio.future_discard_from_awaited_by`. */
export function futureDiscardFromAwaitedBy(future: Future<unknown>, waiter: Future<unknown>): void {
  futureInternals.discardAwaitedBy(future, waiter);
}

/** Whether `value` is a future, a task among them. Mirrors `asyncio.isfuture`. */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future;
}

function isErrorClass(value: unknown): value is new () => Error {
  return typeof value === "function" && value.prototype instanceof Error;
}
