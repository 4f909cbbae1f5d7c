/** Where a run's trace is shown first: at its beginning, and it plays, or at a moment that is known from elsewhere. */
import { mapLines } from "../base/line-map.ts";
import { KeptMoment } from "../store/kept-moment.ts";
import { eventByName } from "../store/logical-event.ts";
import type { Trace } from "../trace/trace.ts";
import { happenAlike } from "./same-events.ts";

export interface Start {
  /**
   * The event, -1 for the beginning; undefined if that shows when more is recorded; null if the trace does not have it:
   * then it plays. Asked each time that the trace has grown.
   */
  find(trace: Trace, isWhole: boolean): number | null | undefined;
  /** Whether it plays on from there. */
  readonly playing: boolean;
  /** The name of the task to select; null for none. */
  readonly task: string | null;
}

/** A moment to open a program at. */
export interface OpenAt {
  /** The event's name, and that of the task to select or null. */
  at: string;
  task: string | null;
  /** Told if the run has no such event. */
  onMissing: () => void;
}

/** Before the first event, until somebody plays. */
export const theBeginning: Start = { find: () => -1, playing: false, task: null };

/** The event of the same index in a twin's trace, as far as both agree up to there. */
export function sameEvent(left: Trace, cursor: number, playing: boolean): Start {
  return {
    find(trace, isWhole) {
      if (trace.length <= cursor && !isWhole) return undefined;
      return happenAlike(left, trace, cursor) ? cursor : null;
    },
    playing,
    task: null,
  };
}

/**
 * The same moment of a program that was changed, or of the same once more. Null for another program: one of which less
 * than half is left.
 */
export function sameMoment(
  left: Trace,
  cursor: number,
  task: string | null,
  texts: { before: string; after: string },
): Start | null {
  const lines = mapLines(texts.before, texts.after);
  if (lines.kept < 0.5) return null;
  const moment = new KeptMoment(left, cursor, lines);
  return { find: (trace, isWhole) => moment.find(trace, isWhole), playing: false, task };
}

/** The moment that a link names. */
export function namedMoment({ at, task, onMissing }: OpenAt): Start {
  let looked = 0;
  return {
    find(trace, isWhole) {
      // It is looked for from the beginning, so not each time.
      if (!isWhole && trace.length < 2 * looked) return undefined;
      looked = trace.length;
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
