/**
 * Room of the Wire on the stage: its rows in a box, and its height. A run keeps its rows from its first event to its last.
 * Called by `Stage.svelte`, which draws the Wire that it is given below the loop.
 */
import { connectionsOf } from "../../store/network/connections.ts";
import type { NetworkState } from "../../store/network/network-state.ts";
import { LOW_REST, LOW_ROW } from "./stage-rows.ts";
import type { StageShape } from "./stage-size.ts";

/** Heights at a scale of 1, in pixels: the heading, a row, and the gap to the loop. */
const HEADING = 18;
const ROW = 28;
/** A few rows are higher: the lanes of a single connection are seen from afar. */
const FEW = { rows: 3, height: 36 };
const GAP = 8;
/** Height of the loop above the Wire at a scale of 1, without a caption: lower than without a Wire. */
const LOOP = 296;
/** Rows at least, where there are so many, and at most. */
const LEAST = 3;
const MOST: Readonly<Record<StageShape, number>> = { full: 8, low: 4, narrow: 9 };

/** Return the number of rows that the run can use: its listeners and connections. */
export function wantedRows(network: NetworkState): number {
  const { listeners, leaders } = connectionsOf(network);
  return listeners.length + leaders.length;
}

/** Return the height of each of so many rows at a scale of 1, in pixels. */
export function rowHeight(rows: number): number {
  return rows <= FEW.rows ? FEW.height : ROW;
}

/** Return the height of the Wire with so many rows at a scale of 1, in pixels. */
export function wireHeight(rows: number): number {
  return rows > 0 ? HEADING + rows * rowHeight(rows) + GAP : 0;
}

/** Return the least height of the Wire at a scale of 1, less what the loop gives up for it. */
export function leastHeight(wanted: number): number {
  return wanted > 0 ? wireHeight(Math.min(wanted, LEAST)) - 44 : 0;
}

/** Return the height of the Wire on a low stage at a scale of 1, in pixels. */
export function lowHeight(network: NetworkState): number {
  return wireHeight(Math.min(wantedRows(network), MOST.low));
}

/** Share of the stage's width that a Wire beside the loop takes. */
export const BESIDE = 0.44;

/**
 * Return true if the Wire stands beside the loop: in a box of `height` pixels without the caption that is too low for both,
 * as on a phone's side.
 */
export function isBeside(wanted: number, shape: StageShape, height: number, scale: number): boolean {
  if (wanted === 0 || shape !== "low" || height === 0) return false;
  return height / scale < LOW_REST + LOW_ROW + wireHeight(Math.min(wanted, 2));
}

/** Return the rows of a Wire beside the loop. */
export function rowsBeside(wanted: number, height: number, scale: number): number {
  return Math.max(1, Math.min(wanted, Math.floor((height / scale - HEADING - GAP) / ROW)));
}

/** Return the rows of a Wire below the loop, for a box of `height` pixels without the caption. */
export function wireRows(wanted: number, shape: StageShape, height: number, scale: number): number {
  const most = Math.min(wanted, MOST[shape]);
  if (shape !== "full") return most;
  const room = Math.floor((height / scale - LOOP - HEADING - GAP) / ROW);
  return Math.max(Math.min(most, LEAST), Math.min(most, room));
}
