/**
 * Cost of computing in virtual time. It is charged only while a program watches the clock: without that, a loop that
 * ends when the clock says so would never end, and with it everywhere, no time would be a round number.
 *
 * The model, in units of 2^-20 s (about 1 µs): a turn of a loop of the program costs one unit, a call of one of its
 * functions one, an iteration of the event loop 16. A program watches the clock
 * - in a callback, when its loops have read the clock again and again at one instant (`look`);
 * - across callbacks, from iteration 1,001 at one instant on, if a timer is pending or the clock is read (`iterate`).
 * A loop that only waits (only the clock or another task can end it) also sees the clock tick in steps, which grow with
 * the time that it has waited: so a wait of any length ends within some hundred turns, at most 3 % too late.
 *
 * Counts and times are the program's alone, so the same program takes the same virtual time everywhere. Guests call
 * `look`, the `Scheduler` calls `iterate`. The rules for a person are in `docs/virtual-time.md`.
 */

/** Seconds of virtual time for a turn of a loop or a call. Sums of it are exact. */
const UNIT = 2 ** -20;
const UNITS_OF_ITERATION = 16;

/** Looks at one instant that cost nothing in a loop that waits for the clock. */
const FREE_LOOKS = 16;
/** Looks that cost nothing in any other loop (a program that measures reads the clock twice), and units likewise. */
const FREE_READINGS = 2;
const FREE_UNITS = 1000;
/** Iterations at one instant that cost nothing. */
const FREE_ITERATIONS = 1000;
/** Iterations that a guest may have run and not counted here yet. */
const UNCOUNTED_ITERATIONS = 64;

/** Ticks of a wait: a 32nd of the time waited, from 61 µs to 1/128 s; beyond 8 s a 1,024th. */
const FINEST_TICK = 2 ** -14;
const COARSE_TICK = 2 ** -7;

/** Kind of a loop that reads the clock: it only `waits`, it `awaits`, or it `works`. */
export type LoopKind = "waits" | "awaits" | "works";

export class ClockWatch {
  /** How often the program has read the clock; each place that answers a reading counts it. */
  readings = 0;
  /** Time at which the clock stands if nothing but this watch has moved it. */
  #until = Number.NaN;
  /** Looks since then of loops of each kind, and units between them; of those that work, since the last event. */
  #waitingLooks = 0;
  #awaitingLooks = 0;
  #awaitingUnits = 0;
  #looks = 0;
  #units = 0;
  /** Iterations since then. */
  #iterations = 0;
  /** `#iterations` when `#awaitingUnits` was 0. */
  #lookedIn = 0;
  /** Readings of the clock before the last look of a wait, and in the turn that ended with it. */
  #readingsBefore = 0;
  #readingsOfTurn = 0;
  /** Time at which this watch began, and the seconds that it has passed since. */
  #since = 0;
  #elapsed = 0;

  /**
   * Return the time after a loop of the program has read the clock; `now` if that costs nothing.
   * @param units turns and calls since the last look
   * @param happened true if the program has done something since the last look that is an event
   */
  look(now: number, units: number, kind: LoopKind, happened: boolean): number {
    this.#follow(now);
    if (kind === "waits") {
      this.#noticeNewWait(now);
      return ++this.#waitingLooks <= FREE_LOOKS ? now : this.#pass(now, units, true);
    }
    // The first look begins a count: what was computed before it was not watched.
    if (kind === "awaits") {
      if (++this.#awaitingLooks === 1) this.#lookedIn = this.#iterations;
      else this.#awaitingUnits += units;
      // The iterations of a spin pass time, some computing included: only what is beyond that is added.
      const included = (this.#iterations - this.#lookedIn + UNCOUNTED_ITERATIONS) * UNITS_OF_ITERATION;
      if (this.#awaitingUnits <= included) return now;
      const computed = this.#awaitingUnits;
      this.#awaitingUnits = 0;
      this.#lookedIn = this.#iterations;
      return this.#pass(now, computed, false);
    }
    if (happened) this.#looks = this.#units = 0;
    if (++this.#looks > 1) this.#units += units;
    if (this.#looks <= FREE_READINGS || this.#units <= FREE_UNITS) return now;
    return this.#pass(now, units, false);
  }

  /** Count an iteration that begins with handles ready; return true for one beyond those that cost nothing. */
  iterate(now: number): boolean {
    this.#follow(now);
    return ++this.#iterations >= FREE_ITERATIONS;
  }

  /** Number of iterations at this instant that still cost nothing. */
  freeIterations(now: number): number {
    return now === this.#until ? Math.max(0, FREE_ITERATIONS - this.#iterations) : FREE_ITERATIONS;
  }

  /**
   * Return the time after an iteration beyond the free ones, at most `deadline`.
   * @param waits true if each callback of the iteration is a loop that only waits
   */
  spin(now: number, waits: boolean, deadline: number): number {
    const after = this.#pass(now, UNITS_OF_ITERATION, waits);
    if (!(deadline < after)) return after;
    this.#until = Math.max(now, deadline);
    this.#elapsed = this.#until - this.#since;
    return this.#until;
  }

  /** Begin anew if the clock was moved: the loop has waited, or a call has blocked. */
  #follow(now: number): void {
    if (now === this.#until) return;
    this.#until = this.#since = now;
    this.#waitingLooks = this.#awaitingLooks = this.#awaitingUnits = this.#looks = this.#units = 0;
    this.#iterations = this.#lookedIn = this.#elapsed = 0;
  }

  /** Begin to count the time of a wait anew if the clock was read more often than in a turn of the wait before. */
  #noticeNewWait(now: number): void {
    const readings = this.readings - this.#readingsBefore;
    this.#readingsBefore = this.readings;
    if (readings > this.#readingsOfTurn) {
      this.#since = now;
      this.#elapsed = 0;
    }
    this.#readingsOfTurn = readings;
  }

  #pass(now: number, units: number, waits: boolean): number {
    let elapsed = this.#elapsed + units * UNIT;
    if (waits) {
      const tick = tickAfter(this.#elapsed);
      elapsed = Math.ceil(elapsed / tick) * tick;
    }
    this.#elapsed = elapsed;
    return (this.#until = Math.max(now, this.#since + elapsed));
  }
}

/** Return the tick of a wait that has lasted `elapsed` seconds: a power of two, so that ticks meet round times. */
function tickAfter(elapsed: number): number {
  const most = Math.min(elapsed / 32, Math.max(COARSE_TICK, elapsed / 1024));
  let tick = FINEST_TICK;
  while (tick * 2 <= most) tick *= 2;
  return tick;
}
