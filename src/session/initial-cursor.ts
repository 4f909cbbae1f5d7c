/**
 * The place where a run is shown first. It is looked for while the run is recorded, since the event that it names may
 * come late. Made by the session for each run; asked by the run's cursor whenever events have been added.
 */
import { mapLines } from "../base/line-map.ts";
import { EventAnchor } from "../store/event-anchor.ts";
import { eventByName } from "../store/event-name.ts";
import { findStops, type StopPattern } from "../store/find-stops.ts";
import type { Trace } from "../trace/trace.ts";
import { happenAlike } from "./same-events.ts";

export interface InitialCursor {
  /**
   * Return the event's index, -1 for the beginning; undefined if the event may still be recorded; null if the trace does
   * not have it. `isWhole` is true once no more events come.
   */
  find(trace: Trace, isWhole: boolean): number | null | undefined;
  /** True to play on from there. */
  readonly playing: boolean;
  /** True for a place that only shows what the run is about: playing begins at the beginning. */
  readonly isPoster?: boolean;
  /** The name of the task to select; null for none. */
  readonly task: string | null;
}

/** A cursor position that a link names. */
export interface LinkedPosition {
  /** The event's name. */
  at: string;
  /** The name of the task to select; null for none. */
  task: string | null;
  /** Called if the run has no such event. */
  onMissing: () => void;
}

/** Before the first event, and playing. */
export const playFromBeginning: InitialCursor = { find: () => -1, playing: true, task: null };

/** Before the first event, until a person plays. */
export const waitAtBeginning: InitialCursor = { find: () => -1, playing: false, task: null };

/** A tour's first stop, until a person plays the run from its beginning. */
export function atFirstStop(stop: StopPattern): InitialCursor {
  return {
    find: (trace, isWhole) => findStops(trace, [stop])[0] ?? (isWhole ? -1 : undefined),
    playing: false,
    isPoster: true,
    task: null,
  };
}

/** The event of the same index in the run of an example's counterpart, as far as both traces agree up to there. */
export function atSameIndex(
  left: Trace,
  { index, ...others }: { index: number; playing: boolean; isPoster: boolean },
): InitialCursor {
  return {
    find(trace, isWhole) {
      if (trace.length <= index && !isWhole) return undefined;
      return happenAlike(left, trace, index) ? index : null;
    },
    playing: others.playing,
    isPoster: others.isPoster,
    task: null,
  };
}

/**
 * The same event in the run of the same program, or of the program after an edit. Null if less than half of the text is
 * left, since that is another program.
 */
export function atSameEvent(
  left: Trace,
  cursor: number,
  task: string | null,
  texts: { before: string; after: string },
): InitialCursor | null {
  const lines = mapLines(texts.before, texts.after);
  if (lines.kept < 0.5) return null;
  const anchor = new EventAnchor(left, cursor, lines);
  return { find: (trace, isWhole) => anchor.find(trace, isWhole), playing: false, task };
}

/** The event that a link names. */
export function atNamedEvent({ at, task, onMissing }: LinkedPosition): InitialCursor {
  let searched = 0;
  return {
    find(trace, isWhole) {
      // Each search starts at the beginning, so there is one only when the trace has doubled.
      if (!isWhole && trace.length < 2 * searched) return undefined;
      searched = trace.length;
      const index = eventByName(trace, at);
      if (index >= 0) return index;
      if (!isWhole) return undefined;
      onMissing();
      return null;
    },
    playing: false,
    task,
  };
}
