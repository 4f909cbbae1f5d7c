/**
 * Barrier: a point where a number of tasks wait for one another. Mirrors `Barrier` of `asyncio/locks.py`.
 *
 * States: filling → draining when the last party arrives; draining → filling when the last task leaves.
 * `reset`: any → resetting while tasks are inside, and → filling when the last of them leaves; any → filling otherwise.
 * `abort`: any → broken, until a `reset`.
 */
import { withAsync, type AsyncContextManager } from "../contexts/context-manager.ts";
import { Condition } from "./condition.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { BrokenBarrierError, ValueError } from "../errors/exceptions.ts";
import { asPartOf, TracedResource } from "../instrument/traced-resource.ts";

type State = "filling" | "draining" | "resetting" | "broken";

/** As a context manager, it waits on entry, and the block gets the index. */
export class Barrier implements AsyncContextManager<number, void> {
  readonly #traced: TracedResource;
  /** Notified of every change of state. */
  readonly #condition: Condition;
  /** Number of tasks that trip the barrier. */
  readonly parties: number;
  #state: State = "filling";
  /** Tasks inside, waiting or leaving. */
  #count = 0;

  /** Throws ValueError for fewer than one party. */
  constructor(parties: number) {
    if (parties < 1) throw new ValueError("parties must be >= 1");
    this.#traced = new TracedResource(this, "Barrier", parties);
    this.parties = parties;
    this.#condition = asPartOf(this.#traced, () => new Condition());
  }

  /** Number of tasks that wait for the barrier to trip. */
  get nWaiting(): number {
    return this.#state === "filling" ? this.#count : 0;
  }

  get broken(): boolean {
    return this.#state === "broken";
  }

  /**
   * Wait until all parties have arrived; return an index from 0, another for each of them.
   * Throws BrokenBarrierError if the barrier is broken, or is aborted or reset meanwhile. Mirrors `Barrier.wait`.
   */
  wait(): Coroutine<number> {
    return withAsync(this.#condition, () => this.#pass());
  }

  /** Make the waiting tasks fail with BrokenBarrierError, and return the barrier to its first state. */
  reset(): Coroutine<void> {
    return this.#change("reset", () => (this.#count > 0 ? "resetting" : "filling"));
  }

  /** Break the barrier: waiting tasks and later ones fail with BrokenBarrierError. */
  abort(): Coroutine<void> {
    return this.#change("abort", () => "broken");
  }

  enter(): Coroutine<number> {
    return this.wait();
  }

  *exit(): Coroutine<void> {}

  toString(): string {
    const waiters = this.broken ? "" : `, waiters:${this.nWaiting}/${this.parties}`;
    return `<asyncio.locks.${this.constructor.name} [${this.#state}${waiters}]>`;
  }

  *#pass(): Coroutine<number> {
    // The tasks of the round before are leaving.
    yield* this.#condition.waitFor(() => this.#state !== "draining" && this.#state !== "resetting");
    if (this.broken) throw new BrokenBarrierError("Barrier aborted");
    try {
      const index = this.#count++;
      if (index + 1 === this.parties) {
        this.#state = "draining";
        this.#traced.reportChange("trip", this.#count);
        this.#condition.notifyAll();
      } else {
        yield* this.#untilTripped();
      }
      return index;
    } finally {
      if (--this.#count === 0) this.#lastLeft();
    }
  }

  *#untilTripped(): Coroutine<void> {
    yield* this.#condition.waitFor(() => this.#state !== "filling");
    if (this.#state !== "draining") throw new BrokenBarrierError("Abort or reset of barrier");
  }

  #lastLeft(): void {
    if (this.#state !== "broken") this.#state = "filling";
    this.#condition.notifyAll();
  }

  *#change(change: string, next: () => State): Coroutine<void> {
    yield* this.#condition.acquire();
    try {
      this.#state = next();
      this.#traced.reportChange(change, this.#count);
      this.#condition.notifyAll();
    } finally {
      this.#condition.release();
    }
  }
}
