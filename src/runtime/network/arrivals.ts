/**
 * Events that happen by themselves, each at a time of its own: bytes arrive, a request is made again. Invariant: they
 * happen in the order of their times, equal times in the order in which they were scheduled.
 * A scheduler and every caller that lets time pass see them through `Arrivals`.
 */
import { Heap } from "../../base/heap.ts";

export interface Arrivals {
  /** Return the time of the earliest arrival in seconds; Infinity if there is none. */
  nextTime(): number;
  /** Let everything happen that is due at `now`, in the order of its time. */
  runDue(now: number): void;
}

/** Something that will happen; `cancel` takes it. */
export interface Arrival {
  readonly time: number;
  readonly sequence: number;
  /** Null once it is cancelled. */
  happen: (() => void) | null;
}

const isBefore = (a: Arrival, b: Arrival) =>
  a.time < b.time || (a.time === b.time && a.sequence < b.sequence);

/** Invariant: the first arrival of the heap is not cancelled. */
export class ArrivalQueue implements Arrivals {
  readonly #heap = new Heap<Arrival>(isBefore);
  #scheduled = 0;
  /** Time of the arrival that happens now; null between arrivals. */
  #running: number | null = null;

  /** Time of the arrival that happens now; null if none does. */
  get running(): number | null {
    return this.#running;
  }

  /** Let `happen` be called at `time` (seconds). */
  add(time: number, happen: () => void): Arrival {
    const arrival = { time, sequence: this.#scheduled++, happen };
    this.#heap.push(arrival);
    return arrival;
  }

  /** Let an arrival not happen: no time passes to it any more. */
  cancel(arrival: Arrival): void {
    arrival.happen = null;
    this.#dropCancelled();
  }

  #dropCancelled(): void {
    while (this.#heap.peek()?.happen === null) this.#heap.pop();
  }

  nextTime(): number {
    return this.#heap.peek()?.time ?? Infinity;
  }

  runDue(now: number): void {
    // An arrival that schedules another for the same instant: the loop below takes that too.
    if (this.#running !== null) return;
    try {
      for (let next = this.#heap.peek(); next && next.time <= now; next = this.#heap.peek()) {
        this.#heap.pop();
        this.#dropCancelled();
        this.#running = next.time;
        next.happen?.();
      }
    } finally {
      this.#running = null;
    }
  }
}
