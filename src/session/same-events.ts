/** Comparison of the traces of a program and its counterpart in the other language. */
import type { Trace } from "../trace/trace.ts";

/** True if both traces have the same kinds of events at the same times, up to index `last` or the end of the shorter one. */
export function happenAlike(a: Trace, b: Trace, last: number): boolean {
  const end = Math.min(last + 1, a.length, b.length);
  for (let i = 0; i < end; i++) {
    if (a.kind(i) !== b.kind(i) || a.time(i) !== b.time(i)) return false;
  }
  return true;
}
