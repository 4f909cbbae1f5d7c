/** Lock: mutual exclusion. Mirrors `Lock` of `asyncio/locks.py`. */
import type { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, RuntimeError } from "../errors/exceptions.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { describeLock, Resource } from "./resource.ts";
import { Waiters } from "./waiters.ts";

/**
 * Lock without an owner: any task may release it. Waiting tasks get it first come, first served. A release wakes the
 * first of them, which takes the lock when it runs; no other task acquires the lock in between.
 */
export class Lock extends Resource {
  readonly #traced = new TracedResource(this, "Lock", 1);
  readonly #waiters = new Waiters();
  #locked = false;

  locked(): boolean {
    return this.#locked;
  }

  /** Acquire the lock, waiting until it is free. */
  *acquire(): Coroutine<true> {
    if (this.#locked || !this.#waiters.allCancelled()) yield* this.#wait();
    this.#locked = true;
    this.#traced.report("resourceAcquired", 0);
    return true;
  }

  /** Release the lock and wake the first waiting task. Throws RuntimeError if the lock is free. */
  release(): void {
    if (!this.#locked) throw new RuntimeError("Lock is not acquired.");
    this.#locked = false;
    this.#wakeFirst();
    this.#traced.report("resourceReleased", 1);
  }

  toString(): string {
    return describeLock(this, this.#locked ? "locked" : "unlocked", this.#waiters.size);
  }

  *#wait(): Coroutine<void> {
    const future = this.#traced.newWaiter();
    this.#traced.report("resourceWaited", this.#locked ? 0 : 1);
    try {
      yield* this.#waiters.wait(future);
    } catch (error) {
      // If this task was woken for the lock, the next one gets it.
      if (error instanceof CancelledError && !this.#locked) this.#wakeFirst();
      throw error;
    }
  }

  #wakeFirst(): void {
    const first = this.#waiters.first();
    // A waiter that is done was woken already.
    if (first && !first.done()) first.setResult();
  }
}
