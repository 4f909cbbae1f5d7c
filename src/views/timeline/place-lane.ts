/**
 * Placement of one lane. Only spans in range are read, and spans on one pixel are drawn as one, so
 * that the work is bounded by pixels, not by events.
 */
import { firstIndex } from "../../base/binary-search.ts";
import type { Lane, Mark, Span } from "../../store/lane.ts";
import type { TimeScale } from "./time-scale.ts";

/** Side of the cursor; `now` is a span that contains the cursor. */
export type Phase = "past" | "now" | "future";

/** Segment of a lane that is drawn as one: a span, or several on one pixel, drawn as the busiest of them. */
export interface Segment {
  readonly x0: number;
  readonly x1: number;
  readonly span: Span;
  readonly phase: Phase;
  /** Number of spans that it represents. */
  readonly count: number;
}

export interface PlacedMark {
  readonly x: number;
  readonly mark: Mark;
}

/** Scale, end of the recorded run on its axis, and cursor. */
export interface Placing {
  readonly scale: TimeScale;
  readonly end: number;
  /** Event index of the cursor; null for a picture without a cursor, where everything is past. */
  readonly index: number | null;
}

/** Stretch of the plot, in pixels. */
export interface Stretch {
  readonly left: number;
  readonly right: number;
}

const MARK_EVERY_PX = 5;

export function placeSpans(
  { spans }: Lane,
  { scale, end, index }: Placing,
  { left, right }: Stretch = scale,
): Segment[] {
  const isTime = scale.axis === "time";
  const at = (i: number) => spans[i] as Span;
  const startOf = (i: number) => (isTime ? at(i).start : at(i).from);
  const endOf = (i: number) => (at(i).to < 0 ? end : isTime ? at(i).end : at(i).to);
  const [first, last] = [scale.moment(left - 2), scale.moment(right + 2)];
  // Spans on one pixel are also separated by the cursor into past, current and future ones.
  const later = firstIndex(spans.length, (i) => at(i).from > (index ?? Infinity));
  const now = later > 0 && phaseOf(0, at(later - 1).to, index) === "now" ? later - 1 : later;
  const partAfter = (i: number) => (i < now ? now : i < later ? later : spans.length);

  const segments: Segment[] = [];
  let i = firstIndex(spans.length, (i) => endOf(i) >= first);
  while (i < spans.length && startOf(i) <= last) {
    const start = startOf(i);
    const x0 = scale.x(start);
    const pixelEnd = scale.moment(x0 + 1);
    let next = i + 1;
    if (endOf(i) <= pixelEnd) {
      next = firstIndex(spans.length, (j) => j > i && endOf(j) > pixelEnd);
      next = Math.min(next, partAfter(i));
    }
    segments.push({
      x0,
      x1: scale.x(endOf(next - 1)),
      span: busiest(spans.slice(i, Math.min(next, i + 3))),
      phase: phaseOf(at(i).from, at(next - 1).to, index),
      count: next - i,
    });
    i = next;
  }
  return segments;
}

export function phaseOf(from: number, to: number, index: number | null): Phase {
  if (index === null) return "past";
  if (from > index) return "future";
  return to >= 0 && to <= index ? "past" : "now";
}

const rank = { running: 2, waiting: 1, ready: 0 };

/** Return the busiest of some spans. Three consecutive ones are enough to pass, as one of any three is running. */
function busiest(spans: readonly Span[]): Span {
  return spans.reduce((a, b) => (rank[b.status] > rank[a.status] ? b : a));
}

/** Marks of output and other events, thinned out to distinguishable ones, and the task's outcome. */
export function placeMarks({ outputs, marks, outcome }: Lane, scale: TimeScale): PlacedMark[] {
  const position = (mark: Mark) => (scale.axis === "time" ? mark.time : mark.at + 0.5);
  const place = (mark: Mark): PlacedMark => ({ x: scale.x(position(mark)), mark });
  const spacedOut = (all: readonly Mark[]) =>
    spaced(all.length, (i) => position(all[i] as Mark), scale, MARK_EVERY_PX).map((i) => all[i] as Mark);
  return [...spacedOut(outputs), ...spacedOut(marks), ...(outcome ? [outcome] : [])].map(place);
}

/** Return the positions in range that leave `px` pixels between each other. */
export function spaced(
  length: number,
  position: (i: number) => number,
  scale: TimeScale,
  px: number,
): number[] {
  const found: number[] = [];
  const { from, to } = scale;
  let i = firstIndex(length, (i) => position(i) >= from);
  while (i < length && position(i) <= to) {
    found.push(i);
    const next = scale.moment(scale.x(position(i)) + px);
    i = firstIndex(length, (j) => j > (found.at(-1) ?? 0) && position(j) >= next);
  }
  return found;
}
