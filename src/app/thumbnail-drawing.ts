/** Geometry of a thumbnail, in the units of its width: lanes from the top down, a path for each status. */
import type { ThumbnailLane, ThumbnailStatus } from "../examples/thumbnail.ts";

export const THUMBNAIL_HEIGHT = 64;

/** Space above the first lane and below the last. */
const PADDING = 6;
const MAX_PITCH = 12;
const MAX_THICKNESS = 6;
const WAIT_THICKNESS = 1.2;

export interface LaneLayout {
  /** From the middle of a lane to that of the next. */
  readonly pitch: number;
  readonly thickness: number;
  /** The middle of the first lane. */
  readonly top: number;
}

/** Return the places of so many lanes: together they stand in the middle of the height. */
export function laneLayout(lanes: number): LaneLayout {
  const pitch = Math.min(MAX_PITCH, (THUMBNAIL_HEIGHT - 2 * PADDING) / Math.max(1, lanes));
  const top = (THUMBNAIL_HEIGHT - pitch * (lanes - 1)) / 2;
  return { pitch, thickness: Math.min(MAX_THICKNESS, pitch * 0.7), top };
}

/** Return the lane's spans of one status as a path around the height `y`: a wait is a thin line. */
export function pathOf(
  { spans }: ThumbnailLane,
  status: ThumbnailStatus,
  y: number,
  thickness: number,
): string {
  const height = status === "waiting" ? WAIT_THICKNESS : thickness;
  return spans
    .filter((span) => span.status === status)
    .map(({ from, to }) => `M${from} ${y - height / 2}h${to - from}v${height}h${from - to}z`)
    .join("");
}

/** Return the task's status at `x`; null before it is created and after its end. */
export function statusAt({ spans }: ThumbnailLane, x: number): ThumbnailStatus | null {
  return spans.find(({ from, to }) => x >= from && x < to)?.status ?? null;
}
