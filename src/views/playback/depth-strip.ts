/**
 * Depth strip behind the playhead: the length of the ready queue over the events of a run. The strip is cut into equal
 * buckets, a bar for each, as high as the longest queue in it.
 */
import { countText, durationText } from "../../base/number-text.ts";
import type { TraceStore } from "../../store/trace-store.ts";

export interface DepthBucket {
  /** The largest number of ready callbacks in it. */
  readonly depth: number;
  /** The first event after which there are so many. */
  readonly at: number;
}

/** Return `count` equal parts of the events of a run, or as many as there are events; one for an empty run. */
export function depthBuckets(store: TraceStore, length: number, count: number): DepthBucket[] {
  const buckets = Array.from({ length: Math.min(count, Math.max(length, 1)) }, (_, i) => ({
    depth: 0,
    at: Math.min(Math.ceil((i / count) * length), Math.max(length - 1, 0)),
  }));
  // Sample each bucket: reading every event of a million would take too long.
  const stride = Math.max(1, Math.floor(length / 20_000));
  for (let index = 0; index < length; index += stride) {
    const bucket = buckets[Math.floor((index / length) * buckets.length)];
    const depth = store.readyDepth(index);
    if (bucket && depth > bucket.depth) [bucket.depth, bucket.at] = [depth, index];
  }
  return buckets;
}

/** Return the bucket at a share of the strip's width, from 0 to 1; undefined if there are none. */
export function bucketAt(buckets: readonly DepthBucket[], share: number): DepthBucket | undefined {
  return buckets[Math.min(Math.floor(share * buckets.length), buckets.length - 1)];
}

/** Return a depth in words, at a virtual time in seconds: `12 callbacks ready at 0.32 s`. */
export function depthText(depth: number, time: number): string {
  return `${depth === 0 ? "No callback" : depth === 1 ? "1 callback" : `${countText(depth)} callbacks`} ready at ${durationText(time)}`;
}

/** Bottom of the bars, and height of the highest, in px. The marks stand above. */
const FOOT = 34;
const MAX_HEIGHT = 22;
const CORNER = 1;

/** Return all bars as one path, which is drawn twice: the past up to the playhead, and the whole run. */
export function barsPath(buckets: readonly DepthBucket[], width: number): string {
  const deepest = buckets.reduce((most, { depth }) => Math.max(most, depth), 1);
  const room = width / buckets.length;
  const inner = Math.max(2 * CORNER, room - 1.5) - 2 * CORNER;
  const corner = (dx: number, dy: number) => `a${CORNER} ${CORNER} 0 0 1 ${dx * CORNER} ${dy * CORNER}`;
  return buckets
    .map(({ depth }, i) => {
      const height = Math.max(2, (depth / deepest) * MAX_HEIGHT) - 2 * CORNER;
      return (
        `M${i * room} ${FOOT - CORNER}v${-height}${corner(1, -1)}h${inner}${corner(1, 1)}v${height}` +
        `${corner(-1, 1)}h${-inner}${corner(-1, -1)}z`
      );
    })
    .join("");
}
