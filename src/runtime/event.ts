/** A flag to wait for. Mirrors `Event` of `asyncio/locks.py`. */
import type { Coroutine } from "./coroutine.ts";
import type { WaitReason } from "./future.ts";
import { describeLock, LoopBound } from "./loop-bound.ts";
import { Waiters } from "./waiters.ts";

/** Unset at first. */
export class Event extends LoopBound {
  readonly #waiters = new Waiters();
  #isSet = false;
  /** Why a task waits that waits for this. */
  waitReason: WaitReason = { reason: "Event", on: 0 };

  isSet(): boolean {
    return this.#isSet;
  }

  /** Wakes all who wait; who comes later need not wait at all. */
  set(): void {
    if (this.#isSet) return;
    this.#isSet = true;
    for (const future of this.#waiters) if (!future.done()) future.setResult();
  }

  clear(): void {
    this.#isSet = false;
  }

  /** Waits until the flag is set. Whoever was woken goes on, even if the flag has been cleared since. */
  *wait(): Coroutine<true> {
    if (!this.#isSet) yield* this.#waiters.wait(this.getLoop(), this.waitReason);
    return true;
  }

  toString(): string {
    return describeLock(this, this.#isSet ? "set" : "unset", this.#waiters.size);
  }
}
