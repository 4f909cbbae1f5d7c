/**
 * Tour: the stops of an example in the run that is shown, and the way along them. A stop is a station: an event, and what
 * is to be said there. Used by captions, by clickers and by the page keys.
 */
import { findStops, happeningStops, type StopPattern } from "../store/find-stops.ts";
import type { Cursor } from "./cursor.svelte.ts";
import type { Run } from "./run.svelte.ts";

/** The caption is empty where the event's own sentence serves. */
export type TourStop = StopPattern & { readonly caption: string };

/**
 * Return the stops in the run of a program that was changed: those that still happen. Their captions are about the
 * original, so they are left out.
 */
export function stopsOfChanged(stops: readonly TourStop[], { length, store }: Run): TourStop[] {
  if (length === 0) return [];
  return happeningStops(store.trace, stops).map((stop) => ({ ...stop, caption: "" }));
}

export class Tour {
  /** Empty for a program without a tour. */
  stops = $state.raw<readonly TourStop[]>([]);
  readonly #cursor: () => Cursor;

  /** The events of the stops, as far as they are recorded. */
  readonly #events: readonly number[] = $derived.by(() => {
    const { run } = this.#cursor();
    return run.length > 0 ? findStops(run.store.trace, this.stops) : [];
  });

  /** `cursor` gives the cursor that the tour moves; another run has another. */
  constructor(cursor: () => Cursor) {
    this.#cursor = cursor;
  }

  /** The last stop that the cursor has reached, counted from 0; -1 before the first. */
  readonly reached: number = $derived.by(() =>
    this.#events.findLastIndex((event) => event <= this.#cursor().index),
  );

  /** The caption of the stop at the cursor; null between two stops. */
  readonly caption: string | null = $derived.by(() => {
    const isHere = this.#events[this.reached] === this.#cursor().index;
    return isHere ? this.stops[this.reached]?.caption || null : null;
  });

  /** True if there is a stop in that direction. */
  has(direction: 1 | -1): boolean {
    return this.#target(direction) !== undefined;
  }

  /** Moves to the next stop, or with -1 to the one before; before the first stop lies the beginning. */
  walk(direction: 1 | -1): void {
    const target = this.#target(direction);
    if (target !== undefined) this.#cursor().seek(target);
  }

  #target(direction: 1 | -1): number | undefined {
    const { index } = this.#cursor();
    if (direction > 0) return this.#events.find((event) => event > index);
    if (this.#events.length === 0 || index < 0) return undefined;
    return this.#events.findLast((event) => event < index) ?? -1;
  }
}
