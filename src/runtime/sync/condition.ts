/** Waiting for a change of what a lock protects. Mirrors `Condition` of `asyncio/locks.py`. */
import type { AsyncContextManager } from "../contexts/context-manager.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { CancelledError, RuntimeError } from "../errors/exceptions.ts";
import { Lock } from "./lock.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { describeLock, type Resource } from "./resource.ts";
import { Waiters } from "./waiters.ts";

/** A condition variable over a lock of its own, or over one that it shares with others. */
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
   * Releases the lock, waits to be notified, and has the lock again when it ends, also when it is cancelled.
   * It may be woken without need: check what you wait for, or use `waitFor`. Throws RuntimeError if nobody has the lock.
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
      // This task may have been the one that was notified: another one must be in its stead.
      this.#notify(1);
      throw error;
    }
    return true;
  }

  /** Waits until `predicate()` is truthy, asking at once and after each notification; gives what it returned. */
  *waitFor<T>(predicate: () => T): Coroutine<T> {
    let result = predicate();
    while (!result) {
      yield* this.wait();
      result = predicate();
    }
    return result;
  }

  /**
   * Wakes the first `n` who wait, or all if they are fewer; they go on once they have the lock, which this does not
   * release. Throws RuntimeError if nobody has the lock.
   */
  notify(n = 1): void {
    if (!this.locked()) throw new RuntimeError("cannot notify on un-acquired lock");
    this.#notify(n);
  }

  /** `notify` for all who wait. */
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

  /** Takes the lock however often the task is cancelled meanwhile, and only then throws the last cancellation. */
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
