/** A number of permits. Mirrors `Semaphore` and `BoundedSemaphore` of `asyncio/locks.py`. */
import type { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, ValueError } from "../errors/exceptions.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { describeLock, Resource } from "./resource.ts";
import { Waiters } from "./waiters.ts";

let permitsOf: (semaphore: Semaphore) => number;

/**
 * Permits are handed over: a release gives its permit to the first who waits, at once. So nobody overtakes a task that
 * was woken and did not run yet.
 */
export class Semaphore extends Resource {
  readonly #traced: TracedResource;
  readonly #waiters = new Waiters();
  #value: number;

  /** Throws ValueError for less than no permits. */
  constructor(value = 1) {
    if (value < 0) throw new ValueError("Semaphore initial value must be >= 0");
    super();
    this.#traced = new TracedResource(this, "Semaphore", value);
    this.#value = value;
  }

  /** Whether `acquire` would have to wait. */
  locked(): boolean {
    return this.#value === 0 || !this.#waiters.allCancelled();
  }

  /** Takes a permit, waiting until there is one. */
  *acquire(): Coroutine<true> {
    if (this.locked()) yield* this.#wait();
    else this.#value--;
    this.#traced.report("resourceAcquired", this.#value);
    return true;
  }

  /** Gives a permit back, to the first who waits if any does. */
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
      // It was cancelled while the permit was on its way to it.
      handedBack = error instanceof CancelledError && place.future.done() && !place.future.cancelled();
      if (handedBack) this.#value++;
      throw error;
    } finally {
      this.#waiters.leave(place);
      // Who came meanwhile had to stand behind this one, permits or not.
      while (this.#value > 0 && this.#handOver());
      if (handedBack && this.#value > 0) this.#traced.report("resourceReleased", this.#value);
    }
  }

  /** Gives a permit to the first who was not given one; false if there is nobody. */
  #handOver(): boolean {
    const next = this.#waiters.firstPending();
    if (next === null) return false;
    this.#value--;
    next.setResult();
    return true;
  }
}

/** A semaphore whose permits cannot become more than they were. */
export class BoundedSemaphore extends Semaphore {
  readonly #bound: number;

  constructor(value = 1) {
    super(value);
    this.#bound = value;
  }

  /** Throws ValueError if all permits are there already. */
  override release(): void {
    if (permitsOf(this) >= this.#bound) throw new ValueError("BoundedSemaphore released too many times");
    super.release();
  }
}
