/**
 * Where everything of the timeline goes, in pixels: a pure projection of the spans for one cursor and one scale.
 * Only lanes that are in sight are laid out.
 */
import { firstIndex } from "../../base/binary-search.ts";
import type { Lane } from "../../store/lane.ts";
import type { Spans } from "../../store/spans.ts";
import {
  phaseOf,
  placeMarks,
  placeSpans,
  type Phase,
  type PlacedMark,
  type Placing,
  type Segment,
} from "./place-lane.ts";
import type { Tick, TimeScale } from "./time-scale.ts";

export const AXIS_HEIGHT = 26;
/** Below the last lane. */
export const FOOT = 6;
const LANE_HEIGHT = { least: 16, most: 26 };
const INSTANT_EVERY_PX = 8;

export interface Viewport extends Placing {
  /** Virtual seconds at the cursor. */
  readonly time: number;
  readonly height: number;
  readonly laneHeight: number;
  readonly scrollTop: number;
}

export interface Row {
  readonly lane: Lane;
  readonly top: number;
  readonly segments: readonly Segment[];
  readonly marks: readonly PlacedMark[];
}

/** A stretch in which the task blocked the loop, and with it every other task. */
export interface PlacedBlock {
  readonly x0: number;
  readonly x1: number;
  readonly task: number;
  readonly phase: Phase;
}

/** From the middle of the row whose task did it (it may be out of sight) to that of the woken task's. */
export interface WakeEdge {
  readonly fromX: number;
  /** Null for a timer: it comes from no row. */
  readonly fromY: number | null;
  readonly x: number;
  readonly y: number;
}

export interface TimelineLayout {
  readonly scale: TimeScale;
  readonly height: number;
  readonly laneHeight: number;
  readonly rows: readonly Row[];
  readonly blocks: readonly PlacedBlock[];
  readonly ticks: readonly Tick[];
  /** Where virtual time moves on, on the axis of steps: what lies between two shares an instant. */
  readonly instants: readonly number[];
  readonly playhead: number;
  readonly wake: WakeEdge | null;
}

/** As high as there is room for, within what is comfortable; where that is too high the lanes scroll. */
export function laneHeightFor(lanes: number, height: number): number {
  const share = Math.floor((height - AXIS_HEIGHT - FOOT) / Math.max(1, lanes));
  return Math.max(LANE_HEIGHT.least, Math.min(LANE_HEIGHT.most, share));
}

export function layoutTimeline(spans: Spans, viewport: Viewport): TimelineLayout {
  const { scale, index, time, height, laneHeight, scrollTop } = viewport;
  const first = Math.floor(scrollTop / laneHeight);
  const last = Math.ceil((scrollTop + height - AXIS_HEIGHT) / laneHeight);
  return {
    scale,
    height,
    laneHeight,
    rows: spans.lanes.slice(first, last).map((lane, i) => ({
      lane,
      top: AXIS_HEIGHT + (first + i) * laneHeight - scrollTop,
      segments: placeSpans(lane, viewport),
      marks: placeMarks(lane, viewport),
    })),
    blocks: placeBlocks(spans, viewport),
    ticks: scale.ticks(),
    instants: placeInstants(spans, scale),
    playhead: scale.axis === "time" ? scale.x(time) : scale.x(index + 1),
    wake: placeWake(spans, viewport),
  };
}

function placeBlocks({ blocks }: Spans, { scale, index }: Viewport): PlacedBlock[] {
  const isTime = scale.axis === "time";
  const first = firstIndex(blocks.length, (i) => (blocks[i]?.end ?? 0) >= scale.range.from || !isTime);
  const placed: PlacedBlock[] = [];
  for (const { at, start, end, task } of blocks.slice(first)) {
    const x0 = scale.x(isTime ? start : at);
    const x1 = scale.x(isTime ? end : at + 1);
    if (x0 > scale.right) break;
    // Of many on one pixel the first stands for all.
    if (x1 > (placed.at(-1)?.x1 ?? -1) + 0.5) placed.push({ x0, x1, task, phase: phaseOf(at, at, index) });
  }
  return placed;
}

function placeInstants({ instants }: Spans, scale: TimeScale): number[] {
  if (scale.axis === "time") return [];
  const from = (i: number) => instants[i]?.from ?? 0;
  const first = firstIndex(instants.length, (i) => from(i) > Math.max(0, scale.range.from));
  const last = firstIndex(instants.length, (i) => from(i) > scale.range.to);
  // Too many to tell apart are none.
  if ((last - first) * INSTANT_EVERY_PX > scale.right - scale.left) return [];
  return instants.slice(first, last).map((instant) => scale.x(instant.from));
}

/** The last wake, while the instant lasts in which it happened: why what is to be seen there came about. */
function placeWake(spans: Spans, { scale, index, time, laneHeight, scrollTop }: Viewport): WakeEdge | null {
  const wake = spans.lastWake(index);
  if (!wake || wake.time !== time) return null;
  const x = (at: number) => scale.x(scale.axis === "time" ? wake.time : at + 0.5);
  const middle = (task: number) => {
    const lane = spans.lanes.findIndex((lane) => lane.task === task);
    return lane < 0 ? null : AXIS_HEIGHT + (lane + 0.5) * laneHeight - scrollTop;
  };
  const y = middle(wake.woken);
  const fromY = wake.byTimer ? null : middle(wake.by);
  if (y === null || (fromY === null && !wake.byTimer)) return null;
  return { fromX: x(wake.since), fromY, x: x(wake.at), y };
}
