/** A flag to wait for. Mirrors `Event` of `asyncio/locks.py`. */
import type { Coroutine } from "../tasks/coroutine.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { describeLock } from "./resource.ts";
import { Waiters } from "./waiters.ts";

/** Unset at first. */
export class Event {
  readonly #traced = new TracedResource(this, "Event", 0);
  readonly #waiters = new Waiters();
  #isSet = false;

  isSet(): boolean {
    return this.#isSet;
  }

  /** Wakes all who wait; who comes later need not wait at all. */
  set(): void {
    if (this.#isSet) return;
    this.#isSet = true;
    this.#waiters.wakeAll();
    this.#traced.reportChange("set", 1);
  }

  clear(): void {
    if (!this.#isSet) return;
    this.#isSet = false;
    this.#traced.reportChange("clear", 0);
  }

  /** Waits until the flag is set. Whoever was woken goes on, even if the flag has been cleared since. */
  *wait(): Coroutine<true> {
    if (!this.#isSet) yield* this.#waiters.wait(this.#traced.newWaiter());
    return true;
  }

  toString(): string {
    return describeLock(this, this.#isSet ? "set" : "unset", this.#waiters.size);
  }
}
