/** Whether two traces tell of the same run: a program's in one language, and its twin's in the other. */
import type { Trace } from "../trace/trace.ts";

/**
 * Whether the same kinds of events happen at the same times, in order, up to the event at `last` or the end of the
 * shorter trace.
 */
export function happenAlike(a: Trace, b: Trace, last: number): boolean {
  const end = Math.min(last + 1, a.length, b.length);
  for (let i = 0; i < end; i++) {
    if (a.kind(i) !== b.kind(i) || a.time(i) !== b.time(i)) return false;
  }
  return true;
}
