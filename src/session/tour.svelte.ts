/**
 * Tour: the stops of an example in the run that is shown, and the way along them. A stop is a station: an event, and what
 * is to be said there. Used by captions, by clickers and by the page keys.
 */
import type { Cursor } from "./cursor.svelte.ts";
import type { TourStop } from "./score.ts";

export class Tour {
  /** Empty for a program without a tour. */
  stops = $state.raw<readonly TourStop[]>([]);
  /** What follows the tour, and how to open it; null after the last one. */
  next = $state.raw<{ readonly title: string; readonly open: () => void } | null>(null);
  readonly #cursor: () => Cursor;

  /** The events of the stops, as far as they are recorded. */
  readonly #events: readonly number[] = $derived.by(() => this.#cursor().stops.map(({ event }) => event));

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
    return isHere ? (this.stops[this.reached]?.caption ?? null) : null;
  });

  /** True from the last stop on. */
  get isOver(): boolean {
    return this.stops.length > 0 && this.reached === this.stops.length - 1;
  }

  /** What follows, once the last caption has had its place; null before. */
  get offered(): Tour["next"] {
    return this.isOver && this.caption === null ? this.next : null;
  }

  /** True if there is a stop in that direction. */
  has(direction: 1 | -1): boolean {
    return this.#target(direction) !== undefined;
  }

  /**
   * Moves to the next stop, or with -1 to the one before. Before the first stop lies the beginning, behind the last the end
   * of the run.
   */
  walk(direction: 1 | -1): void {
    const target = this.#target(direction);
    if (target !== undefined) this.#cursor().seek(target);
  }

  #target(direction: 1 | -1): number | undefined {
    const { index, run, isAtEnd } = this.#cursor();
    const next = this.#events.find((event) => event > index);
    if (direction > 0) return next ?? (this.isOver && !isAtEnd ? run.length - 1 : undefined);
    if (this.#events.length === 0 || index < 0) return undefined;
    return this.#events.findLast((event) => event < index) ?? -1;
  }
}
