import { ClockWatch } from "./clock-watch.ts";

/** Source of a loop's time: seconds, monotonic, from any start. */
export interface Clock {
  /** True if time passes only by `advanceTo`: a loop without ready handles jumps to its earliest timer. */
  readonly jumps: boolean;
  /** Cost of watching this clock; null where real time passes. */
  readonly watch: ClockWatch | null;
  /** Return the current time in seconds. */
  time(): number;
  /** Let time pass until `when` (seconds) while nothing else happens; do nothing if `when` is past. */
  advanceTo(when: number): void;
}

/** Clock of virtual time: it starts at 0 and moves when the loop waits, a call blocks, or a program watches it. */
export class VirtualClock implements Clock {
  readonly jumps = true;
  readonly watch = new ClockWatch();
  #now = 0;

  time(): number {
    return this.#now;
  }

  advanceTo(when: number): void {
    if (when > this.#now) this.#now = when;
  }
}

/** Clock of real time. A loop on it runs by `runOnHost` or `runForeverOnHost`, which hand the thread back to wait. */
export class HostClock implements Clock {
  readonly jumps = false;
  readonly watch = null;

  time(): number {
    return performance.now() / 1000;
  }

  /** Block the thread until `when`. */
  advanceTo(when: number): void {
    while (this.time() < when);
  }
}

/** Times below 2^22 s are less than a nanosecond apart. */
const FINE_UNTIL = 2 ** 22;

const ulpProbe = new Float64Array(1);
const ulpBits = new BigInt64Array(ulpProbe.buffer);

/**
 * Return the distance from `now` within which a timer is due, in seconds: 1 ns, as `_clock_resolution` of CPython's
 * `BaseEventLoop`, but at least the distance to the next float. From 2^24 s on `now + 1e-9 === now`, and a timer of a
 * year would never be due.
 */
export function clockResolution(now: number): number {
  if (Math.abs(now) < FINE_UNTIL) return 1e-9;
  ulpProbe[0] = Math.abs(now);
  ulpBits[0] = (ulpBits[0] as bigint) + 1n;
  return Math.max(1e-9, ulpProbe[0] - Math.abs(now));
}
