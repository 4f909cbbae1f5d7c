/** Numbers as people read them. Used by sentences and by views. */

// Made once, since `toLocaleString` would make one for each number, which is slow.
const coarse = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const fine = new Intl.NumberFormat("en-US", { maximumFractionDigits: 6 });

/** Where digits say less than their number does. */
const LARGE = 1e21;

/** Virtual seconds on the clock: `0.431`. */
export function clockText(seconds: number): string {
  if (seconds >= LARGE) return largeText(seconds);
  return seconds < 1000 ? seconds.toFixed(3) : coarse.format(seconds);
}

/** A duration in seconds with its unit, to three figures: `0.31 s`, `1.5 s`, `250 s`. */
export function durationText(seconds: number): string {
  if (seconds >= LARGE) return `${largeText(seconds)} s`;
  return `${fine.format(Number(seconds.toPrecision(seconds < 0.1 ? 2 : 3)))} s`;
}

/** As Python and JavaScript write it: `1e+300`. */
function largeText(number: number): string {
  return String(Number(number.toPrecision(3)));
}

export function countText(count: number): string {
  return fine.format(count);
}

/** `1st`, `2nd`, `3rd`, `4th` … */
export function ordinal(n: number): string {
  const teen = n % 100 >= 11 && n % 100 <= 13;
  const end = teen ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th");
  return `${n}${end}`;
}

/** Real time in minutes and seconds: `0:12`, `2:05`. */
export function minutesText(seconds: number): string {
  const whole = Math.ceil(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
