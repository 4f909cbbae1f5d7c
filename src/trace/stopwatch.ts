/**
 * Stopwatch for long computations: real time that a program takes without an event, and without virtual time. The trace must not
 * contain it, as it would differ from machine to machine. So it is reported apart.
 *
 * Called at each safepoint of a recorded run. A computation inside one built-in function has no safepoint and stays unseen.
 */

/** Seconds below which a computation is not reported. */
const WORTH_TELLING = 0.2;

export interface Computation {
  /** Real seconds, at least. */
  readonly seconds: number;
  /** Line of the program at the last safepoint that measured it; 0 if unknown. */
  readonly line: number;
}

export class Stopwatch {
  readonly #now: () => number;
  /** Events and virtual time at the last safepoint, and real milliseconds at the first safepoint with both. */
  #events = -1;
  #time = 0;
  #since = 0;
  /** Real milliseconds at which it was paused. */
  #paused = 0;
  #longest: Computation = { seconds: 0, line: 0 };

  /** `now` returns real milliseconds, also while a program runs. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Note a safepoint at `line`, after `events` events, at the virtual time `time`. */
  safepoint(line: number, events: number, time: number): void {
    const now = this.#now();
    if (events !== this.#events || time !== this.#time) {
      this.#events = events;
      this.#time = time;
      this.#since = now;
      return;
    }
    const seconds = (now - this.#since) / 1000;
    if (seconds > this.#longest.seconds) this.#longest = { seconds, line };
  }

  /** Stand still: what comes is no computation of the program. */
  pause(): void {
    this.#paused = this.#now();
  }

  resume(): void {
    this.#since += this.#now() - this.#paused;
  }

  /** Longest computation, if it is long enough to report. */
  get longest(): Computation | null {
    return this.#longest.seconds >= WORTH_TELLING ? this.#longest : null;
  }
}
