/** Event: a flag that tasks wait for. Mirrors `Event` of `asyncio/locks.py`. */
import type { Coroutine } from "../tasks/coroutine.ts";
import { TracedResource } from "../instrument/traced-resource.ts";
import { describeLock } from "./resource.ts";
import { Waiters } from "./waiters.ts";

/** Flag that is unset at first. */
export class Event {
  readonly #traced = new TracedResource(this, "Event", 0);
  readonly #waiters = new Waiters();
  #isSet = false;

  isSet(): boolean {
    return this.#isSet;
  }

  /** Set the flag and wake all waiting tasks. */
  set(): void {
    if (this.#isSet) return;
    this.#isSet = true;
    this.#waiters.wakeAll();
    this.#traced.reportChange("set", 1);
  }

  /** Unset the flag: later tasks wait again. */
  clear(): void {
    if (!this.#isSet) return;
    this.#isSet = false;
    this.#traced.reportChange("clear", 0);
  }

  /** Wait until the flag is set. A task that was woken returns, even if the flag was cleared since. */
  *wait(): Coroutine<true> {
    if (!this.#isSet) yield* this.#waiters.wait(this.#traced.newWaiter());
    return true;
  }

  toString(): string {
    return describeLock(this, this.#isSet ? "set" : "unset", this.#waiters.size);
  }
}
