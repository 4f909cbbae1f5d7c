/**
 * A point where a number of tasks wait for one another. Mirrors `Barrier` of `asyncio/locks.py`.
 *
 * States: filling → draining when the last of the parties came; filling → resetting by `reset` if any wait; both →
 * filling when the last of them left. Any → broken by `abort`; broken → filling by `reset` when none waits, and
 * → resetting when some do.
 */
import { withAsync, type AsyncContextManager } from "../contexts/context-manager.ts";
import { Condition } from "./condition.ts";
import type { Coroutine } from "../tasks/coroutine.ts";
import { BrokenBarrierError, ValueError } from "../errors/exceptions.ts";
import { asPartOf, TracedResource } from "../instrument/traced-resource.ts";

type State = "filling" | "draining" | "resetting" | "broken";

/** As a context manager it waits on entering, and gives the index. */
export class Barrier implements AsyncContextManager<number, void> {
  readonly #traced: TracedResource;
  /** Notified of every change of state. */
  readonly #condition: Condition;
  /** How many tasks trip the barrier. */
  readonly parties: number;
  #state: State = "filling";
  /** Tasks inside, on their way in or out. */
  #count = 0;

  /** Throws ValueError for less than one party. */
  constructor(parties: number) {
    if (parties < 1) throw new ValueError("parties must be >= 1");
    this.#traced = new TracedResource(this, "Barrier", parties);
    this.parties = parties;
    this.#condition = asPartOf(this.#traced, () => new Condition());
  }

  /** How many wait for the barrier to be tripped. */
  get nWaiting(): number {
    return this.#state === "filling" ? this.#count : 0;
  }

  get broken(): boolean {
    return this.#state === "broken";
  }

  /**
   * Waits until as many as the parties do, then all go on; gives each another index below that number.
   * Throws BrokenBarrierError if the barrier is broken, or is aborted or reset meanwhile.
   */
  wait(): Coroutine<number> {
    return withAsync(this.#condition, () => this.#pass());
  }

  /** Makes those who wait fail, and the barrier as new. */
  reset(): Coroutine<void> {
    return this.#change("reset", () => (this.#count > 0 ? "resetting" : "filling"));
  }

  /** Breaks the barrier: those who wait fail, and so do all who come. */
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
    // Those before are on their way out.
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

  *#change(what: string, next: () => State): Coroutine<void> {
    yield* this.#condition.acquire();
    try {
      this.#state = next();
      this.#traced.reportChange(what, this.#count);
      this.#condition.notifyAll();
    } finally {
      this.#condition.release();
    }
  }
}
