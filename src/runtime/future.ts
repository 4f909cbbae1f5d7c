/**
 * A result that is not there yet. Mirrors `Future` of `asyncio/futures.py`.
 *
 * States: pending → finished (result or exception) | cancelled; the first transition is the last.
 * Its callbacks are scheduled with `callSoon`, in order, never called directly.
 */
import { copyContext, type Context } from "./contextvars.ts";
import type { Waitable, Yielded } from "./coroutine.ts";
import type { TaskOutcome } from "./instrument.ts";
import { CancelledError, InvalidStateError, RuntimeError } from "./exceptions.ts";

/** A task as its loop and the futures it waits on know it: whom a callback steps. */
export interface Steppable {
  readonly id: number;
  getName(): string;
}

/** What a future needs of its loop. */
export interface FutureLoop {
  /** As `callSoon`, for a callback that steps a task. */
  callTask(task: Steppable, callback: () => void): unknown;
  callSoon(callback: () => void, name?: string, context?: Context): unknown;
  /** Told of the end of a future that has an id. */
  futureDone(future: number, outcome: TaskOutcome): void;
}

/** Typed by way of a method, so that a `Future<string>` is a `Future<unknown>` too. */
type DoneCallback<T> = { call(future: Future<T>): void }["call"];

/** A callback as it is kept: a future of a type is one of a wider type too, whatever waits on it. */
type AnyDoneCallback = (future: never) => void;

interface PendingCallback {
  callback: AnyDoneCallback;
  context: Context;
  task: Steppable | null;
}

/** What to tell of a wait on a future, in the words of `Instrument.taskSuspended`. */
export interface WaitReason {
  reason: string;
  /** The resource or task waited on; 0 for none. */
  on: number;
}

type Outcome<T> = { result: T } | { exception: unknown } | "cancelled";

export class Future<T> implements Waitable {
  /** The number by which a trace knows it; 0 for one that it does not. */
  id = 0;
  /** Why a task that awaits this waits. */
  waitReason: WaitReason = { reason: "future", on: 0 };
  blocking = false;
  readonly #loop: FutureLoop;
  #outcome: Outcome<T> | null = null;
  #cancelMessage: string | undefined;
  #callbacks: PendingCallback[] = [];

  constructor(loop: FutureLoop) {
    this.#loop = loop;
  }

  /** The loop that it belongs to. */
  getLoop(): FutureLoop {
    return this.#loop;
  }

  done(): boolean {
    return this.#outcome !== null;
  }

  cancelled(): boolean {
    return this.#outcome === "cancelled";
  }

  /** The result. Throws the exception if one was set, CancelledError, or InvalidStateError while pending. */
  result(): T {
    const outcome = this.#outcome;
    if (outcome === null) throw new InvalidStateError("Result is not ready.");
    if (outcome === "cancelled") throw this.makeCancelledError();
    if ("exception" in outcome) throw outcome.exception;
    return outcome.result;
  }

  /** The exception, or null for a result. Throws CancelledError, or InvalidStateError while pending. */
  exception(): unknown {
    const outcome = this.#outcome;
    if (outcome === null) throw new InvalidStateError("Exception is not set.");
    if (outcome === "cancelled") throw this.makeCancelledError();
    return "exception" in outcome ? outcome.exception : null;
  }

  /** Throws InvalidStateError if it is done. */
  setResult(result: T): void {
    this.finish({ result });
  }

  /** Throws InvalidStateError if it is done. */
  setException(exception: unknown): void {
    this.finish({ exception });
  }

  /** Cancels a pending future; false if it is done already. `message` goes with the CancelledError. */
  cancel(message?: string): boolean {
    if (this.done()) return false;
    this.#cancelMessage = message;
    this.finish("cancelled");
    return true;
  }

  /** The error that awaiting a cancelled future throws. Mirrors `_make_cancelled_error`. */
  makeCancelledError(): CancelledError {
    return new CancelledError(this.#cancelMessage);
  }

  /** Calls `callback` with the future, by `callSoon`, once it is done (at the next iteration if it is). */
  addDoneCallback(callback: DoneCallback<T>, { context = copyContext() }: { context?: Context } = {}): void {
    this.#add(callback, context, null);
  }

  /** `addDoneCallback` for the wakeup of a task. */
  addWakeup(callback: DoneCallback<T>, context: Context, task: Steppable): void {
    this.#add(callback, context, task);
  }

  /** Removes every occurrence of `callback` and tells how many there were. */
  removeDoneCallback(callback: DoneCallback<T>): number {
    const before = this.#callbacks.length;
    this.#callbacks = this.#callbacks.filter((other) => other.callback !== callback);
    return before - this.#callbacks.length;
  }

  /** Awaits it, by `yield*`. */
  *[Symbol.iterator](): Generator<Yielded, T, unknown> {
    if (!this.done()) {
      this.blocking = true;
      yield this;
    }
    if (!this.done()) throw new RuntimeError("await wasn't used with future");
    return this.result();
  }

  toString(): string {
    return `<${this.describe()}>`;
  }

  /** What stands in its repr: class, state, outcome. */
  protected describe(): string {
    const outcome = this.#outcome;
    if (outcome === null) return `${this.constructor.name} pending`;
    if (outcome === "cancelled") return `${this.constructor.name} cancelled`;
    return `${this.constructor.name} finished`;
  }

  /** The one transition; callbacks are scheduled. Throws InvalidStateError if it was made already. */
  protected finish(outcome: Outcome<T>): void {
    if (this.done()) throw new InvalidStateError("invalid state");
    this.#outcome = outcome;
    if (this.id > 0) this.reportDone(outcome);
    for (const { callback, context, task } of this.#callbacks.splice(0))
      this.#schedule(callback, context, task);
  }

  protected reportDone(outcome: Outcome<T>): void {
    const word = outcome === "cancelled" ? "cancelled" : "exception" in outcome ? "exception" : "result";
    this.#loop.futureDone(this.id, word);
  }

  #add(callback: AnyDoneCallback, context: Context, task: Steppable | null): void {
    if (this.done()) this.#schedule(callback, context, task);
    else this.#callbacks.push({ callback, context, task });
  }

  #schedule(callback: AnyDoneCallback, context: Context, task: Steppable | null): void {
    if (task) this.#loop.callTask(task, () => context.run(() => callback(this as never)));
    else this.#loop.callSoon(() => callback(this as never), callback.name, context);
  }
}

/** Whether `value` is a future, a task among them. Mirrors `asyncio.isfuture`. */
export function isFuture(value: unknown): value is Future<unknown> {
  return value instanceof Future;
}
