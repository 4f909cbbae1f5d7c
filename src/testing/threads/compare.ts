/** Comparison of what a program with threads prints in virtual time with what native CPython printed. */
import type { NativeLines } from "./corpus.ts";

/** Seconds by which a native line may be late: a real machine takes time for what it does. */
export const TOLERANCE = 0.01;

/** Return the lines `seconds text` of a program as a list. */
export function linesOf(output: string): NativeLines {
  return output
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const end = line.indexOf(" ");
      return [Number(line.slice(0, end)), line.slice(end + 1)];
    });
}

/** Return the first difference of two lists of lines, in words; null if there is none. */
export function difference(virtual: NativeLines, native: NativeLines): string | null {
  for (let i = 0; i < Math.max(virtual.length, native.length); i++) {
    const [a, b] = [virtual[i], native[i]];
    const isClose = a && b && a[1] === b[1] && Math.abs(a[0] - b[0]) <= TOLERANCE;
    if (!isClose) return `line ${i + 1}: ${a?.join(" ") ?? "none"}, natively ${b?.join(" ") ?? "none"}`;
  }
  return null;
}
