/**
 * Condition variable: a wait for a change of the data that a lock protects. Mirrors `Condition` of `asyncio/locks.py`.
 */
import type { AsyncContextManager } from "../contexts/context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, RuntimeError } from "../errors/exceptions.ts";
import { Lock } from "./lock.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { describeLock, type Resource } from "./resource.ts";
import { Waiters } from "./waiters.ts";

/** Condition variable over a lock of its own, or over a shared one. As a context manager, it holds the lock. */
export class Condition implements AsyncContextManager<void, void> {
  readonly #traced: TracedResource;
  readonly #lock: Resource;
  readonly #waiters = new Waiters();

  constructor(lock: Resource = new Lock()) {
    this.#traced = new TracedResource(this, "Condition", 0);
    this.#lock = lock;
  }

  locked(): boolean {
    return this.#lock.locked();
  }

  acquire(): Coroutine<true> {
    return this.#lock.acquire();
  }

  release(): void {
    this.#lock.release();
  }

  enter(): Coroutine<void> {
    return this.#lock.enter();
  }

  exit(): Coroutine<void> {
    return this.#lock.exit();
  }

  /**
   * Release the lock, wait for a notification, and acquire the lock again, also after a cancellation. A wake-up may be
   * spurious: check the condition, or use `waitFor`. Throws RuntimeError if the lock is free. Mirrors `Condition.wait`.
   */
  *wait(): Coroutine<true> {
    if (!this.locked()) throw new RuntimeError("cannot wait on un-acquired lock");
    const future = this.#traced.newWaiter();
    this.release();
    try {
      try {
        yield* this.#waiters.wait(future);
      } finally {
        yield* this.#reacquire();
      }
    } catch (error) {
      // This task may have taken a notification: another one gets it.
      this.#notify(1);
      throw error;
    }
    return true;
  }

  /** Wait until `predicate()` is truthy: call it at once and after each notification. Return its last result. */
  *waitFor<T>(predicate: () => T): Coroutine<T> {
    let result = predicate();
    while (!result) {
      yield* this.wait();
      result = predicate();
    }
    return result;
  }

  /**
   * Wake the first `n` waiting tasks, or all if they are fewer. They continue when they have the lock, which this method
   * does not release. Throws RuntimeError if the lock is free.
   */
  notify(n = 1): void {
    if (!this.locked()) throw new RuntimeError("cannot notify on un-acquired lock");
    this.#notify(n);
  }

  /** `notify` for all waiting tasks. */
  notifyAll(): void {
    this.notify(this.#waiters.size);
  }

  toString(): string {
    return describeLock(this, this.locked() ? "locked" : "unlocked", this.#waiters.size);
  }

  #notify(n: number): void {
    let notified = 0;
    for (let next = this.#waiters.firstPending(); next && notified < n; next = this.#waiters.firstPending()) {
      next.setResult();
      notified++;
    }
    if (notified > 0) this.#traced.reportChange("notify", notified);
  }

  /** Acquire the lock despite any cancellation meanwhile, then throw the last CancelledError. */
  *#reacquire(): Coroutine<void> {
    let cancelled: CancelledError | null = null;
    while (true) {
      try {
        yield* this.acquire();
        break;
      } catch (error) {
        if (!(error instanceof CancelledError)) throw error;
        cancelled = error;
      }
    }
    if (cancelled) throw cancelled;
  }
}
