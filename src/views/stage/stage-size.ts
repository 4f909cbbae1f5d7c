/**
 * Size of the stage in its box: one factor for all lengths, and a shape. Every length and type size of the stage is a number
 * of pixels at a scale of 1, times that factor, so the stage fills a large box as it fills a small one. Called by
 * `Stage.svelte` for each size of its box.
 *
 * Shapes: `full` has all regions with their headings; `low` is for a box that is low for its type, as in presentation mode
 * or on a phone's side: the regions stand close and the track has no words; `narrow` is one column, which its box scrolls.
 */

export type StageShape = "full" | "low" | "narrow";

export interface StageSize {
  /** Factor for lengths. */
  readonly scale: number;
  readonly shape: StageShape;
}

interface Box {
  /** In CSS pixels; 0 before the first layout. */
  readonly width: number;
  readonly height: number;
}

/** Width in pixels up to which there is one column. */
export const NARROW = 560;
/** Box at a scale of 1, in pixels, with a caption in it. */
const FULL = { width: 770, height: 412 };
/** Height at a scale of 1 below which the full shape is too high, without a caption. */
const LOW = 316;
const MAX_SCALE = 3;

/**
 * Return the size for a box. `wanted` is a scale to keep; null for the one that fills the box. `wire` is the least height
 * of the Wire at a scale of 1; 0 for none.
 */
export function stageSize(
  { width, height }: Box,
  wanted: number | null,
  captionHeight = 0,
  wire = 0,
): StageSize {
  const isNarrow = width > 0 && width <= NARROW;
  const filling = Math.min(width / FULL.width, height / (FULL.height + wire), MAX_SCALE);
  const scale = wanted ?? (isNarrow ? 1 : Math.max(1, Math.round(filling * 50) / 50));
  if (isNarrow) return { scale, shape: "narrow" };
  const isLow = height > 0 && (height - captionHeight) / scale < LOW + wire;
  return { scale, shape: isLow ? "low" : "full" };
}
