/**
 * Rows of the low stage: how many its timers and its cards need in a run, and how a low box shares its rows among them.
 * A run keeps its rows from its first event to its last, so that nothing moves up or down without a cause. Called by
 * `Stage.svelte`.
 */
import type { TraceStore } from "../../store/trace-store.ts";
import { rowsOf } from "./card-layout.ts";
import { stageModel } from "./stage-model.ts";
import { layoutTimers } from "./timer-layout.ts";

export interface StageRows {
  readonly timers: number;
  readonly cards: number;
}

/** Moments of a run that are looked at: enough for its busiest ones, and no work for a run of a million events. */
const MOMENTS = 32;
const MAX_ROWS = 6;

/** Heights of the low shape at a scale of 1, in pixels: a row, the axis of the timers, and all that is no row. */
export const LOW_ROW = 28;
export const LOW_AXIS = 26;
export const LOW_REST = 161;
/** Width beside the rows, at a scale of 1. */
const LOW_EDGES = 64;

/** Height of the full shape at a scale of 1, in pixels, without a caption. */
export const FULL_HEIGHT = 345;

/** Return the most rows that the run needs at any of some moments, in a region of `width` pixels at `scale`. */
export function neededRows(store: TraceStore, width: number, scale: number, hasWire = false): StageRows {
  let [timers, cards] = [0, 0];
  for (let moment = 1; moment <= MOMENTS; moment++) {
    const state = store.stateAt(Math.round((moment / MOMENTS) * store.length) - 1);
    const model = stageModel(state, store.groupChildren, hasWire);
    const { places } = layoutTimers(model.timers, state.time, width, MAX_ROWS, scale);
    timers = Math.max(timers, ...places.map(({ row }) => row + 1));
    if (model.cards.length > 0) cards = Math.max(cards, rowsOf(model.cards, width, scale));
  }
  return { timers, cards };
}

/** Return the height of a low stage with these rows at a scale of 1, in pixels. */
export function heightOf({ timers, cards }: StageRows): number {
  return LOW_REST - (timers > 0 ? 0 : LOW_AXIS) + (timers + cards) * LOW_ROW;
}

interface LowBox {
  readonly width: number;
  readonly height: number;
  readonly scale: number;
  readonly wire: number;
  readonly hasWire: boolean;
  /** True if the scale may be larger. */
  readonly grows: boolean;
}

/** Factors by which a stage grows that needs less than its box has. */
const GROWTH = [1.35, 1.25, 1.15, 1.08];

/**
 * Return the rows of a low stage, and its scale: larger than `scale` where the run needs less room than there is. `wire` is
 * the height that the Wire takes at a scale of 1; 0 without one, and for one beside the loop.
 */
export function lowStage(
  store: TraceStore,
  { width, height, scale, wire, hasWire, grows }: LowBox,
): StageRows & { scale: number } {
  const rowsAt = (scale: number) => neededRows(store, width - LOW_EDGES * scale, scale, hasWire);
  for (const larger of grows ? GROWTH.map((factor) => factor * scale) : []) {
    const rows = rowsAt(larger);
    if ((heightOf(rows) + wire) * larger <= height) return { ...rows, scale: larger };
  }
  const room = Math.floor((height / scale - LOW_REST - wire) / LOW_ROW);
  return { ...shareRows(room, rowsAt(scale)), scale };
}

/**
 * Return the rows that a box with `room` for so many gives. Each region that is used has one row at least; then come cards,
 * as a lock without its line explains nothing, while a timer without a row is still a dot on the axis.
 */
export function shareRows(room: number, needed: StageRows): StageRows {
  const least = Math.min(needed.timers, 1);
  const cards = Math.min(needed.cards, Math.max(1, room - least));
  return { timers: Math.min(needed.timers, Math.max(least, room - cards)), cards };
}
