/**
 * Cursor's part of the timeline, in pixels: the playhead, the spans and marks at it, and the wake-up arrows.
 *
 * Everything left of the playhead is past and everything right of it is ahead, so the lanes are one picture that is lit up
 * to the playhead. Only spans and marks at the playhead's instant may be past, ahead or current: the rows near it are laid
 * out event by event, over that picture.
 */
import type { Spans } from "../../store/spans.ts";
import { phaseOf, placeSpans, type Stretch } from "./place-lane.ts";
import { middleOf, middleOfLane, type Row, type TimelineLayout } from "./timeline-layout.ts";
import { wakeEdges } from "./wake-edges.ts";

export interface Cursor {
  readonly index: number;
  /** Virtual seconds at the cursor. */
  readonly time: number;
  readonly selected: number | null;
}

/** Arrow from the middle of the waking task's row, which may be out of sight, to that of the woken task. */
export interface WakeEdge {
  readonly fromX: number;
  /** Null for a timer, and for a connection or process without a row. */
  readonly fromY: number | null;
  readonly x: number;
  readonly y: number;
  /** Distance back from the selected task's last wake-up, which is 0. */
  readonly distance: number;
}

export interface CursorLayout {
  readonly index: number;
  readonly playhead: number;
  /** Range in which the rows are drawn in place of the picture of the lanes. */
  readonly near: Stretch;
  /** The part near the playhead of each row in sight; none if the playhead is not. */
  readonly rows: readonly Row[];
  readonly edges: readonly WakeEdge[];
}

/** Half width of an instant's drawing, in pixels: a running step, or the mark of an outcome. */
const REACH = { left: 5, right: 13 };
/** Multiple that keeps edges on whole device pixels at scales of 1.25, 1.5 and 1.75. */
const WHOLE = 4;

export function layoutCursor(spans: Spans, timeline: TimelineLayout, cursor: Cursor): CursorLayout {
  const { scale, end } = timeline;
  const { index, time } = cursor;
  const playhead = scale.axis === "time" ? scale.x(time) : scale.x(index + 1);
  const near = {
    left: Math.floor((playhead - REACH.left) / WHOLE) * WHOLE,
    right: Math.ceil((playhead + REACH.right) / WHOLE) * WHOLE,
  };
  const isInSight = near.right >= scale.left && near.left <= scale.right;
  const rows = (isInSight ? timeline.rows : []).map((row) => ({
    ...row,
    segments: placeSpans(row.lane, { scale, end, index }, near),
    marks: row.marks.filter(({ x }) => x >= near.left - REACH.right && x <= near.right + REACH.left),
  }));
  return { index, playhead, near, rows, edges: placeEdges(spans, timeline, cursor) };
}

/** True if the moment of an event is still ahead. */
export function isAhead(at: number, { index }: CursorLayout): boolean {
  return phaseOf(at, at, index) === "future";
}

/** Place the arrows from row to row; an arrow to a row out of sight leads towards it. */
function placeEdges(spans: Spans, timeline: TimelineLayout, { index, time, selected }: Cursor): WakeEdge[] {
  const { scale } = timeline;
  const x = (at: number) => scale.x(scale.axis === "time" ? spans.timeAt(at) : at + 0.5);
  return wakeEdges(spans, index, time, selected).flatMap(
    ({ fromTask, fromEndpoint, fromProcess, fromEvent, toTask, toEvent, distance }) => {
      const y = middleOf(timeline, toTask);
      const other = fromEndpoint
        ? (spans.connectionOf(fromEndpoint) ?? spans.processAtOtherEnd(fromEndpoint))
        : fromProcess
          ? spans.processOf(fromProcess)
          : undefined;
      const fromY = fromTask > 0 ? middleOf(timeline, fromTask) : middleOfLane(timeline, other);
      if (y === null || (fromY === null && fromTask > 0)) return [];
      return [{ fromX: x(fromEvent), fromY, x: x(toEvent), y, distance }];
    },
  );
}
