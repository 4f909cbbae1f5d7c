/** The shape of a run behind the playhead: how long the ready queue was, over the events. */
import type { TraceStore } from "../../store/trace-store.ts";

/** The deepest ready queue in each of `buckets` equal runs of events, from 0 to 1 of the deepest of all. */
export function depthBuckets(store: TraceStore, length: number, buckets: number): number[] {
  const depths = new Array<number>(Math.min(buckets, Math.max(length, 1))).fill(0);
  // A sample of each bucket is enough for a picture; every event of a million would be a pause.
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

/** Where the bars stand, and how high the highest is, in px. */
const FOOT = 34;
const MAX_HEIGHT = 30;
const CORNER = 1;

/** All bars as one shape: it is there twice, and what is past is cut off at the playhead. */
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
