/** Hit test of the timeline: the span or mark under a point, and the event that a point leads to. */
import type { Spans } from "../../store/spans.ts";
import { placeSpans, type Segment } from "./place-lane.ts";
import type { Row, TimelineLayout } from "./timeline-layout.ts";
import type { TimeScale } from "./time-scale.ts";

export interface Hit {
  readonly row: Row;
  /** Span under the point; null beside all spans. */
  readonly segment: Segment | null;
  /** True where the task is done. */
  readonly isAfter: boolean;
}

/** Reach of a hit, in pixels, as a step may be two pixels wide. */
const REACH_PX = 3;

/** `index` is the cursor's: of what shares a pixel with the playhead, what is now is a thing of its own. */
export function hitTest(
  { rows, laneHeight, scale, end: runEnd }: TimelineLayout,
  index: number,
  { x, y }: { x: number; y: number },
): Hit | null {
  const row = rows.find(({ top }) => y >= top && y < top + laneHeight);
  if (!row) return null;
  const reach = { left: x - REACH_PX, right: x + REACH_PX };
  const near = placeSpans(row.lane, { scale, end: runEnd, index }, reach).filter(
    ({ x0, x1 }) => x >= x0 - REACH_PX && x <= x1 + REACH_PX,
  );
  const width = ({ x0, x1 }: Segment) => x1 - x0;
  const segment = near.reduce<Segment | null>((a, b) => (a && width(a) <= width(b) ? a : b), null);
  const last = row.lane.spans.at(-1);
  const end = !last || last.to < 0 ? Infinity : scale.axis === "time" ? last.end : last.to;
  return { row, segment, isAfter: scale.moment(x) > end };
}

/** Return the event that a point leads to: by time the last one up to it, by steps the one under it; -1 before all. */
export function indexAt(spans: Spans, scale: TimeScale, x: number): number {
  const index =
    scale.axis === "time" ? spans.indexAtTime(scale.moment(x + REACH_PX)) : Math.floor(scale.moment(x));
  return Math.max(-1, Math.min(index, spans.length - 1));
}
