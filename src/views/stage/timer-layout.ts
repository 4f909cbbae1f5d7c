/**
 * Layout of timers on the time axis: `now` at the left, each timer at its due time, in rows so that no token covers another.
 */
import { ticks } from "d3-array";
import { scaleLinear } from "d3-scale";

export interface TimerPlace<T> {
  item: T;
  /** Left edge and width of the token, and the exact place of its due time, in px. */
  x: number;
  width: number;
  dueX: number;
  row: number;
}

export interface TimerLayout<T> {
  places: TimerPlace<T>[];
  ticks: { x: number; label: string }[];
  /** Timers for which no row has room, drawn as dots on the axis. */
  dots: { item: T; dueX: number }[];
}

interface TimerLike {
  timer: { when: number };
  label: string;
  note: string;
}

/** Between tokens, in px at a scale of 1. */
const GAP = 6;
/** Shortest axis in seconds; labels of a finer one would be equal. */
const MIN_SPAN = 0.001;

/** Spans of the axis in seconds: the smallest that holds all timers is taken, so that the scale rarely changes. */
function spanFor(longest: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(longest || 1));
  return [1, 1.5, 2, 3, 5, 7.5, 10].map((step) => step * magnitude).find((span) => span >= longest) as number;
}

/** The width of a small token in px, as the stylesheet makes it; `scale` as the stage's. */
export function tokenWidth({ label, note }: { label: string; note: string }, scale = 1): number {
  const text = Math.min(Math.max(label.length * 7.85, 20), 140);
  return Math.round((text + 24 + (note ? note.length * 6 + 8 : 0)) * scale);
}

/** Lay out timers in a region of `width` pixels. `wordsWidth`: the room of the words at the axis' left end, at a scale of 1. */
export function layoutTimers<T extends TimerLike>(
  timers: readonly T[],
  now: number,
  width: number,
  rows: number,
  scale = 1,
  wordsWidth = 110,
): TimerLayout<T> {
  const last = timers[timers.length - 1];
  const longest = last ? last.timer.when - now : 0;
  // Use one second if all timers are due now, or if there are none.
  const span = spanFor(longest > 0 ? Math.max(longest, MIN_SPAN) : 1);
  const timeScale = scaleLinear([now, now + span], [0, width]);
  const rowEnds = new Array<number>(rows).fill(-Infinity);
  const places: TimerPlace<T>[] = [];
  const dots: { item: T; dueX: number }[] = [];
  for (const item of timers) {
    const dueX = timeScale(Math.max(item.timer.when, now));
    const itemWidth = tokenWidth(item, scale);
    const x = Math.max(0, Math.min(dueX - itemWidth / 2, width - itemWidth));
    const row = rowEnds.findIndex((end) => end + GAP * scale <= x);
    if (row < 0) {
      dots.push({ item, dueX });
      continue;
    }
    rowEnds[row] = x + itemWidth;
    places.push({ item, x, width: itemWidth, dueX, row });
  }
  const axis = ticks(now, now + span, Math.max(2, Math.floor(width / (110 * scale))))
    .map((time) => ({ x: timeScale(time), label: Number(time.toPrecision(6)).toString() }))
    .filter(({ x }) => x > wordsWidth * scale && x < width - 8 * scale);
  return { places, dots, ticks: axis };
}
