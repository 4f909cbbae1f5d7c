/** Where a loop's time comes from. Seconds, monotonic, starting wherever the clock likes. */
export interface Clock {
  /** Whether time passes only by `advanceTo`: a loop that has nothing to run goes straight to its earliest timer. */
  readonly jumps: boolean;
  /** The current time in seconds. */
  time(): number;
  /** Lets time pass until `when` (seconds), while nothing else happens; a clock never goes backwards. */
  advanceTo(when: number): void;
}

/** A clock that jumps: waiting costs nothing, and only waiting (or a blocking sleep) moves it. */
export class VirtualClock implements Clock {
  readonly jumps = true;
  #now = 0;

  time(): number {
    return this.#now;
  }

  advanceTo(when: number): void {
    if (when > this.#now) this.#now = when;
  }
}

/** The host's own clock: real time. A loop on it runs by `runOnHost` and its kin, and waits as the host waits. */
export class HostClock implements Clock {
  readonly jumps = false;

  time(): number {
    return performance.now() / 1000;
  }

  /** Blocks the thread. */
  advanceTo(when: number): void {
    while (this.time() < when);
  }
}

/** Below 2^22 s neighbouring times are less than a nanosecond apart. */
const FINE_UNTIL = 2 ** 22;

const ulpProbe = new Float64Array(1);
const ulpBits = new BigInt64Array(ulpProbe.buffer);

/**
 * How close to now a timer counts as due, in seconds: 1 ns, as CPython's `_clock_resolution`,
 * but never less than the distance to the next representable time. From 2^24 s on `now + 1e-9 === now`,
 * and a timer of a year would never come due.
 */
export function clockResolution(now: number): number {
  if (Math.abs(now) < FINE_UNTIL) return 1e-9;
  ulpProbe[0] = Math.abs(now);
  ulpBits[0] = (ulpBits[0] as bigint) + 1n;
  return Math.max(1e-9, ulpProbe[0] - Math.abs(now));
}
