/** The story of the program on the stage, if it has one: its stops in the run that is shown, and the way along them. */
import { findStops, type StopPattern } from "../store/find-stops.ts";
import type { TraceStore } from "../store/trace-store.ts";

/** What a stop is, and what is to be said there. */
export type ToldStop = StopPattern & { readonly caption: string };

/** What a story needs of the session. */
interface Telling {
  readonly store: TraceStore;
  readonly length: number;
  readonly cursor: number;
  seek(index: number): void;
}

export class Story {
  /** None for a program that has no story. */
  stops = $state.raw<readonly ToldStop[]>([]);
  readonly #session: Telling;

  /** The events of the stops, as far as they are recorded. */
  readonly #events: readonly number[] = $derived.by(() => {
    const { store, length } = this.#session;
    return length > 0 ? findStops(store.trace, this.stops) : [];
  });

  constructor(session: Telling) {
    this.#session = session;
  }

  /** The last stop that the cursor has reached, from 0; -1 before the first. */
  readonly reached: number = $derived.by(() =>
    this.#events.findLastIndex((event) => event <= this.#session.cursor),
  );

  /** What is said at the cursor; null between two stops. */
  readonly caption: string | null = $derived.by(() => {
    const isHere = this.#events[this.reached] === this.#session.cursor;
    return isHere ? (this.stops[this.reached]?.caption ?? null) : null;
  });

  /** Whether there is a stop that way. */
  has(direction: 1 | -1): boolean {
    return this.#target(direction) !== undefined;
  }

  /** To the next stop after the cursor, or with -1 to the last before it; beyond the first is the beginning. */
  walk(direction: 1 | -1): void {
    const target = this.#target(direction);
    if (target !== undefined) this.#session.seek(target);
  }

  #target(direction: 1 | -1): number | undefined {
    const { cursor } = this.#session;
    if (direction > 0) return this.#events.find((event) => event > cursor);
    if (this.#events.length === 0 || cursor < 0) return undefined;
    return this.#events.findLast((event) => event < cursor) ?? -1;
  }
}
