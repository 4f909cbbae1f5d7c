/**
 * Search for the stops of an example's tour in a trace. A stop is described by its event's kind and subject, so that it
 * outlives small changes of the program.
 */
import type { EventKind } from "../events/event.ts";
import type { Trace } from "../trace/trace.ts";

export interface StopPattern {
  readonly kind: EventKind;
  /** Name of the event's task, or of its callback. */
  readonly of?: string;
  /** Beginning of the event's text: output, the reason of a suspension, or a queue's item. */
  readonly text?: string;
}

/**
 * Return the event of each stop: the first that fits after the previous stop. The search ends at the first stop without
 * an event, so the list may be shorter.
 */
export function findStops(trace: Trace, patterns: readonly StopPattern[]): number[] {
  const found: number[] = [];
  for (let index = 0; index < trace.length && found.length < patterns.length; index++) {
    if (fits(trace, index, patterns[found.length] as StopPattern)) found.push(index);
  }
  return found;
}

/** Return the stops that happen in a trace, in their order: one without an event after those before it is left out. */
export function happeningStops<Stop extends StopPattern>(trace: Trace, stops: readonly Stop[]): Stop[] {
  let from = 0;
  return stops.filter((stop) => {
    for (let index = from; index < trace.length; index++) {
      if (!fits(trace, index, stop)) continue;
      from = index + 1;
      return true;
    }
    return false;
  });
}

function fits(trace: Trace, index: number, { kind, of, text = "" }: StopPattern): boolean {
  if (trace.kind(index) !== kind || !trace.label(index).startsWith(text)) return false;
  if (of === undefined) return true;
  // A callback has a name besides its task's name.
  return (
    of === trace.taskName(trace.task(index)) || (/^(handle|timer)/.test(kind) && of === trace.label(index))
  );
}
