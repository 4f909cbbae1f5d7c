/**
 * A result that is not there yet. Mirrors `Future` of `asyncio/futures.py`.
 *
 * States: pending → finished (result or exception) | cancelled; the first transition is the last.
 * Its callbacks are scheduled with `callSoon`, in order, never called directly.
 */
import { CancelledError, InvalidStateError } from "./exceptions.ts";

/** What a future needs of its loop. */
interface CallSoon {
  callSoon(callback: () => void, name?: string): unknown;
}

type DoneCallback<T> = (future: Future<T>) => void;

export class Future<T> {
  readonly #loop: CallSoon;
  #outcome: { result: T } | { exception: unknown } | "cancelled" | null = null;
  #callbacks: DoneCallback<T>[] = [];

  constructor(loop: CallSoon) {
    this.#loop = loop;
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
    if (outcome === "cancelled") throw new CancelledError();
    if ("exception" in outcome) throw outcome.exception;
    return outcome.result;
  }

  setResult(result: T): void {
    this.#finish({ result });
  }

  setException(exception: unknown): void {
    this.#finish({ exception });
  }

  /** Cancels a pending future; false if it is done already. */
  cancel(): boolean {
    if (this.done()) return false;
    this.#finish("cancelled");
    return true;
  }

  /** Calls `callback` with the future, by `callSoon`, once it is done (at the next iteration if it is). */
  addDoneCallback(callback: DoneCallback<T>): void {
    if (this.done()) this.#schedule(callback);
    else this.#callbacks.push(callback);
  }

  /** Removes every occurrence of `callback` and tells how many there were. */
  removeDoneCallback(callback: DoneCallback<T>): number {
    const before = this.#callbacks.length;
    this.#callbacks = this.#callbacks.filter((other) => other !== callback);
    return before - this.#callbacks.length;
  }

  #finish(outcome: { result: T } | { exception: unknown } | "cancelled"): void {
    if (this.done()) throw new InvalidStateError("invalid state");
    this.#outcome = outcome;
    for (const callback of this.#callbacks.splice(0)) this.#schedule(callback);
  }

  #schedule(callback: DoneCallback<T>): void {
    this.#loop.callSoon(() => callback(this), callback.name);
  }
}
