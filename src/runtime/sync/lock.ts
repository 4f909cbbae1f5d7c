/** Mutual exclusion. Mirrors `Lock` of `asyncio/locks.py`. */
import type { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, RuntimeError } from "../errors/exceptions.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { describeLock, Resource } from "./resource.ts";
import { Waiters } from "./waiters.ts";

/**
 * A lock that belongs to no task: any may release it. Those who wait get it first come, first served. A release only
 * wakes the first of them, who takes the lock when it runs; until then nobody else gets past it.
 */
export class Lock extends Resource {
  readonly #traced = new TracedResource(this, "Lock", 1);
  readonly #waiters = new Waiters();
  #locked = false;

  locked(): boolean {
    return this.#locked;
  }

  /** Waits until the lock is free, and takes it. */
  *acquire(): Coroutine<true> {
    if (this.#locked || !this.#waiters.allCancelled()) yield* this.#wait();
    this.#locked = true;
    this.#traced.report("resourceAcquired", 0);
    return true;
  }

  /** Frees the lock and wakes the first who waits. Throws RuntimeError if it is free. */
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
      // Whoever is first now must get the lock, if it was this task that had been woken for it.
      if (error instanceof CancelledError && !this.#locked) this.#wakeFirst();
      throw error;
    }
  }

  #wakeFirst(): void {
    const first = this.#waiters.first();
    // One that is done is on its way already.
    if (first && !first.done()) first.setResult();
  }
}
