/**
 * Layout of the timeline without the cursor, in pixels: a pure projection of the spans for one scale. Only lanes in sight
 * are laid out. `cursor-layout.ts` adds the cursor's part.
 */
import { firstIndex } from "../../base/binary-search.ts";
import type { Lane } from "../../store/lane.ts";
import type { Spans } from "../../store/spans.ts";
import { placeMarks, placeSpans, type PlacedMark, type Segment } from "./place-lane.ts";
import type { LaneOrder, OrderedLane } from "./lane-order.ts";
import type { Tick, TimeScale } from "./time-scale.ts";

export const AXIS_HEIGHT = 24;
/** Default width of the lanes' names, in pixels. */
export const TYPE_SIZE = 12.5;
/** Below the last lane. */
export const FOOT = 4;
/**
 * All lanes are in sight if they need not be lower than `least`, in pixels; lanes that scroll are `scrolled`. The last two
 * are for type of that size.
 */
const LANE_HEIGHT = { least: 3, scrolled: 16, most: 26 };
const INSTANT_EVERY_PX = 8;

export interface Viewport {
  readonly scale: TimeScale;
  /** End of the recorded run on the axis. */
  readonly end: number;
  readonly height: number;
  readonly laneHeight: number;
  readonly scrollTop: number;
  readonly order: LaneOrder;
  /** Event indices of warnings. */
  readonly warnings: readonly number[];
}

export interface Row extends OrderedLane {
  readonly top: number;
  readonly segments: readonly Segment[];
  readonly marks: readonly PlacedMark[];
}

/** Stretch in which a task blocked the loop, and with it every other task; recorded by the event `at`. */
export interface PlacedBlock {
  readonly x0: number;
  readonly x1: number;
  readonly task: number;
  readonly at: number;
}

export interface TimelineLayout extends Viewport {
  readonly rows: readonly Row[];
  readonly blocks: readonly PlacedBlock[];
  readonly ticks: readonly Tick[];
  /** Places on the axis of steps at which virtual time advances; the events between two of them share an instant. */
  readonly instants: readonly number[];
  /** Warnings on the axis. */
  readonly warned: readonly number[];
}

/** As high as there is room for, within what is comfortable; where that is too high, the lanes scroll. */
export function laneHeightFor(lanes: number, height: number, typeSize = TYPE_SIZE): number {
  const share = Math.floor((height - AXIS_HEIGHT - FOOT) / Math.max(1, lanes));
  const sized = (height: number) => Math.round((height * typeSize) / TYPE_SIZE);
  return share < LANE_HEIGHT.least ? sized(LANE_HEIGHT.scrolled) : Math.min(sized(LANE_HEIGHT.most), share);
}

/** The middle of a task's row, which may be out of sight; null if it has none. */
export function middleOf({ order, laneHeight, scrollTop }: Viewport, task: number): number | null {
  const place = order.placeOf(task);
  return place < 0 ? null : AXIS_HEIGHT + (place + 0.5) * laneHeight - scrollTop;
}

/** The middle of the row of a lane that is no task's; null if it has none. */
export function middleOfLane(
  { order, laneHeight, scrollTop }: Viewport,
  lane: Lane | undefined,
): number | null {
  const place = lane ? order.all.findLastIndex((ordered) => ordered.lane === lane) : -1;
  return place < 0 ? null : AXIS_HEIGHT + (place + 0.5) * laneHeight - scrollTop;
}

export function layoutTimeline(spans: Spans, viewport: Viewport): TimelineLayout {
  const { scale, end, height, laneHeight, scrollTop, order } = viewport;
  const first = Math.floor(scrollTop / laneHeight);
  const last = Math.ceil((scrollTop + height - AXIS_HEIGHT) / laneHeight);
  return {
    ...viewport,
    rows: order.all.slice(first, last).map(({ lane, depth }, i) => ({
      lane,
      depth,
      top: AXIS_HEIGHT + (first + i) * laneHeight - scrollTop,
      segments: placeSpans(lane, { scale, end, index: null }),
      marks: placeMarks(lane, scale),
    })),
    blocks: placeBlocks(spans, scale),
    ticks: spans.length > 0 ? scale.ticks() : [],
    instants: placeInstants(spans, scale),
    warned: placeWarnings(spans, viewport),
  };
}

function placeBlocks({ blocks }: Spans, scale: TimeScale): PlacedBlock[] {
  const isTime = scale.axis === "time";
  const first = firstIndex(blocks.length, (i) => (blocks[i]?.end ?? 0) >= scale.from || !isTime);
  const placed: PlacedBlock[] = [];
  for (const { at, start, end, task } of blocks.slice(first)) {
    const x0 = scale.x(isTime ? start : at);
    const x1 = scale.x(isTime ? end : at + 1);
    if (x0 > scale.right) break;
    // The first of several on one pixel represents them.
    if (x1 > (placed.at(-1)?.x1 ?? -1) + 0.5) placed.push({ x0, x1, task, at });
  }
  return placed;
}

/** Keep one of several on one pixel. */
function placeWarnings(spans: Spans, { warnings, scale }: Viewport): number[] {
  const places = warnings
    .map((at) => Math.round(scale.x(scale.axis === "time" ? spans.timeAt(at) : at + 0.5)))
    .filter((x) => x >= scale.left - 1 && x <= scale.right + 1);
  return [...new Set(places)];
}

function placeInstants({ instants }: Spans, scale: TimeScale): number[] {
  if (scale.axis === "time") return [];
  const from = (i: number) => instants[i]?.from ?? 0;
  const first = firstIndex(instants.length, (i) => from(i) > Math.max(0, scale.from));
  const last = firstIndex(instants.length, (i) => from(i) > scale.to);
  // Draw none if they are too close to be distinguished.
  if ((last - first) * INSTANT_EVERY_PX > scale.right - scale.left) return [];
  return instants.slice(first, last).map((instant) => scale.x(instant.from));
}
