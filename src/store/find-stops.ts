/**
 * Where the stops of an example's story are in a run. A stop is named by what happens and to whom, so that it outlives
 * small changes of a program.
 */
import type { EventKind } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";

export interface StopPattern {
  readonly kind: EventKind;
  /** The name of the event's task, or of its callback. */
  readonly of?: string;
  /** What the event's text begins with: what is written, why a task is suspended, what is put. */
  readonly text?: string;
}

/**
 * The event of each stop: the first that fits after the stop before. Those after one that is not there (yet) are not
 * looked for, so there may be fewer.
 */
export function findStops(trace: Trace, patterns: readonly StopPattern[]): number[] {
  const found: number[] = [];
  for (let index = 0; index < trace.length && found.length < patterns.length; index++) {
    if (fits(trace, index, patterns[found.length] as StopPattern)) found.push(index);
  }
  return found;
}

function fits(trace: Trace, index: number, { kind, of, text = "" }: StopPattern): boolean {
  if (trace.kind(index) !== kind || !trace.label(index).startsWith(text)) return false;
  if (of === undefined) return true;
  // A callback has a name of its own besides its task's.
  return (
    of === trace.taskName(trace.task(index)) || (/^(handle|timer)/.test(kind) && of === trace.label(index))
  );
}
