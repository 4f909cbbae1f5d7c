/** Walk through the tasks that ended in one way, from end to end. Called by the counts of tasks that are done. */
import type { Outcome } from "../events/event.ts";
import type { Lane } from "./lane.ts";
import type { Spans } from "./spans.ts";

/** Return the first lane with that outcome that ends after event `index`; the first of the run if none does. */
export function nextEnded({ lanes }: Spans, outcome: Outcome, index: number): Lane | null {
  let next: Lane | null = null;
  let first: Lane | null = null;
  for (const lane of lanes) {
    if (lane.outcome?.kind !== outcome) continue;
    const { at } = lane.outcome;
    if (at < (first?.outcome?.at ?? Infinity)) first = lane;
    if (at > index && at < (next?.outcome?.at ?? Infinity)) next = lane;
  }
  return next ?? first;
}
