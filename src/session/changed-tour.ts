/** Tour of an example that a person has changed: the stops that still happen in its run. Called by the composition root. */
import { findStops, happeningStops } from "../store/find-stops.ts";
import { narrate, plainText } from "../store/narration.ts";
import type { Run } from "./run.svelte.ts";
import type { TourStop } from "./score.ts";

/**
 * Return the stops of an example that happen in a run of its changed program. Their captions are about the original, so
 * each event's own sentence takes their place. None while the run is recorded: the search begins at its first event.
 */
export function changedTour(stops: readonly TourStop[], { isRecording, store }: Run): TourStop[] {
  if (isRecording) return [];
  const { trace } = store;
  const left = happeningStops(trace, stops);
  return findStops(trace, left).map((index, i) => ({
    ...(left[i] as TourStop),
    caption: plainText(narrate(trace.event(index), store.stateAt(index))),
  }));
}
