/**
 * How long a program computes, by real time, without letting its loop do anything. The virtual clock does not count that,
 * and the trace must not: it would be another one on another machine. So it is told beside the trace.
 *
 * Called by whoever records a run, at each safepoint; a computation in one call of the interpreter's own has none.
 */

/** Seconds under which nobody notices. */
const WORTH_TELLING = 0.2;

export interface Computation {
  /** Real seconds, at least. */
  readonly seconds: number;
  /** The program's line at which it was met; 0 if unknown. */
  readonly line: number;
}

export class Stopwatch {
  readonly #now: () => number;
  /** Events when the last safepoint came, and when the first safepoint with so many did, in milliseconds. */
  #events = -1;
  #since = 0;
  #longest: Computation = { seconds: 0, line: 0 };

  /** `now` gives real milliseconds, also while a program runs. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** The program computes at `line`, and has left `events` events so far. */
  safepoint(line: number, events: number): void {
    const now = this.#now();
    if (events !== this.#events) {
      this.#events = events;
      this.#since = now;
      return;
    }
    const seconds = (now - this.#since) / 1000;
    if (seconds > this.#longest.seconds) this.#longest = { seconds, line };
  }

  /** The longest computation, if it is worth telling. */
  get longest(): Computation | null {
    return this.#longest.seconds >= WORTH_TELLING ? this.#longest : null;
  }
}
