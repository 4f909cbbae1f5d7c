/** Semaphores: a number of permits. Mirrors `Semaphore` and `BoundedSemaphore` of `asyncio/locks.py`. */
import type { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, ValueError } from "../errors/exceptions.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { describeLock, Resource } from "./resource.ts";
import { Waiters } from "./waiters.ts";

let permitsOf: (semaphore: Semaphore) => number;

/**
 * Semaphore that hands permits over: a release gives its permit to the first waiter at once, so no task overtakes one
 * that was woken and has not run yet.
 */
export class Semaphore extends Resource {
  readonly #traced: TracedResource;
  readonly #waiters = new Waiters();
  #value: number;

  /** Throws ValueError for a negative number of permits. */
  constructor(value = 1) {
    if (value < 0) throw new ValueError("Semaphore initial value must be >= 0");
    super();
    this.#traced = new TracedResource(this, "Semaphore", value);
    this.#value = value;
  }

  /** Return true if `acquire` would wait. */
  locked(): boolean {
    return this.#value === 0 || !this.#waiters.allCancelled();
  }

  /** Take a permit, waiting until there is one. */
  *acquire(): Coroutine<true> {
    if (this.locked()) yield* this.#wait();
    else this.#value--;
    this.#traced.report("resourceAcquired", this.#value);
    return true;
  }

  /** Give a permit back, to the first waiter if there is one. */
  release(): void {
    this.#value++;
    this.#handOver();
    this.#traced.report("resourceReleased", this.#value);
  }

  toString(): string {
    const state = this.locked() ? "locked" : `unlocked, value:${this.#value}`;
    return describeLock(this, state, this.#waiters.size);
  }

  static {
    permitsOf = (semaphore) => semaphore.#value;
  }

  *#wait(): Coroutine<void> {
    const place = this.#waiters.join(this.#traced.newWaiter());
    this.#traced.report("resourceWaited", this.#value);
    let handedBack = false;
    try {
      yield* place.future;
    } catch (error) {
      // The task got a permit, and was cancelled before it ran.
      handedBack = error instanceof CancelledError && place.future.done() && !place.future.cancelled();
      if (handedBack) this.#value++;
      throw error;
    } finally {
      this.#waiters.leave(place);
      // Later tasks waited behind this one even if there were permits.
      while (this.#value > 0 && this.#handOver());
      if (handedBack && this.#value > 0) this.#traced.report("resourceReleased", this.#value);
    }
  }

  /** Give a permit to the first pending waiter; return false if there is none. */
  #handOver(): boolean {
    const next = this.#waiters.firstPending();
    if (next === null) return false;
    this.#value--;
    next.setResult();
    return true;
  }
}

/** Semaphore whose permits never exceed their first number. */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  constructor(value = 1) {
    super(value);
    this.#bound = value;
  }

  /** Give a permit back. Throws ValueError if all permits are free. */
  override release(): void {
    if (permitsOf(this) >= this.#bound) throw new ValueError("BoundedSemaphore released too many times");
    super.release();
  }
}
