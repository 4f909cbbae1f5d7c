/**
 * Axis of steps: every callback is one unit wide, together with the loop's own events after it. The events before the
 * first callback are one unit wide, too.
 */
import { firstIndex } from "../../base/binary-search.ts";

export class StepMap {
  readonly #starts: readonly number[];
  readonly #count: number;
  readonly #length: number;

  /** `starts`: the events at which callbacks start, in order; `length`: of the trace. */
  constructor(starts: readonly number[], length: number) {
    this.#starts = starts;
    this.#count = starts.length;
    this.#length = length;
  }

  /** The length of the axis. */
  get end(): number {
    return this.#count + 1;
  }

  /** Return the place on the axis at which an event begins; `index` may be fractional. */
  position(index: number): number {
    const step = firstIndex(this.#count, (i) => this.#startOf(i + 1) > index);
    const [from, to] = this.#bounds(step);
    return step + Math.min(1, Math.max(0, (index - from) / (to - from)));
  }

  /** Return the event at a place of the axis, with its fraction. */
  index(position: number): number {
    const step = Math.max(0, Math.min(Math.floor(position), this.#count));
    const [from, to] = this.#bounds(step);
    return from + (position - step) * (to - from);
  }

  /** Step 0 holds the events before the first callback. */
  #startOf(step: number): number {
    return step === 0 ? 0 : (this.#starts[step - 1] as number);
  }

  #bounds(step: number): [from: number, to: number] {
    const from = this.#startOf(step);
    const to = step < this.#count ? this.#startOf(step + 1) : this.#length;
    return [from, Math.max(to, from + 1)];
  }
}
