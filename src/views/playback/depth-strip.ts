/** Depth strip behind the playhead: the length of the ready queue over the events of a run. */
import type { TraceStore } from "../../store/trace-store.ts";

/** Return the largest ready queue in each of `buckets` equal parts of the events, relative to the largest of all. */
export function depthBuckets(store: TraceStore, length: number, buckets: number): number[] {
  const depths = new Array<number>(Math.min(buckets, Math.max(length, 1))).fill(0);
  // Sample each bucket: reading every event of a million would take too long.
  const stride = Math.max(1, Math.floor(length / 20_000));
  let deepest = 1;
  for (let index = 0; index < length; index += stride) {
    const bucket = Math.floor((index / length) * depths.length);
    const depth = store.readyDepth(index);
    if (depth > (depths[bucket] as number)) depths[bucket] = depth;
    if (depth > deepest) deepest = depth;
  }
  return depths.map((depth) => depth / deepest);
}

/** Bottom of the bars, and height of the highest, in px. */
const FOOT = 34;
const MAX_HEIGHT = 30;
const CORNER = 1;

/** Return all bars as one path, which is drawn twice: the past up to the playhead, and the whole run. */
export function barsPath(depths: readonly number[], width: number): string {
  const room = width / depths.length;
  const inner = Math.max(2 * CORNER, room - 1.5) - 2 * CORNER;
  const corner = (dx: number, dy: number) => `a${CORNER} ${CORNER} 0 0 1 ${dx * CORNER} ${dy * CORNER}`;
  return depths
    .map((depth, i) => {
      const height = Math.max(2, depth * MAX_HEIGHT) - 2 * CORNER;
      return (
        `M${i * room} ${FOOT - CORNER}v${-height}${corner(1, -1)}h${inner}${corner(1, 1)}v${height}` +
        `${corner(-1, 1)}h${-inner}${corner(-1, -1)}z`
      );
    })
    .join("");
}
