/** Scale from a range of the timeline's axis to pixels and back. Scales and ranges are immutable. */
import { countText } from "../../base/number-text.ts";
import { scaleLinear } from "d3-scale";
import type { Lane } from "../../store/lane.ts";
import type { StepMap } from "./step-map.ts";

/**
 * Unit of the axis: virtual seconds, or callbacks. A moment on it is a number of seconds, or an event index; event `i`
 * takes the range from `i` to `i + 1`.
 */
export type Axis = "time" | "steps";

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Tick {
  readonly x: number;
  readonly label: string;
}

const LEAST: Record<Axis, number> = { time: 1e-6, steps: 2 };
const TICK_EVERY_PX = 72;
/** Width of a label's character on the axis, and the space beside a label. */
const LABEL = { character: 7, air: 18 };

export class TimeScale {
  constructor(
    readonly axis: Axis,
    readonly range: Range,
    readonly left: number,
    readonly right: number,
    /** From events to the axis; without one they are the same. */
    readonly steps: StepMap | null = null,
  ) {}

  /** Axis units in a pixel. */
  get perPixel(): number {
    return (this.range.to - this.range.from) / Math.max(1, this.right - this.left);
  }

  x(moment: number): number {
    return this.#at(this.position(moment));
  }

  /** The first and last moment in sight. */
  get from(): number {
    return this.moment(this.left);
  }

  get to(): number {
    return this.moment(this.right);
  }

  /** Return the place on the axis of a point. */
  value(x: number): number {
    return this.range.from + (x - this.left) * this.perPixel;
  }

  /** Return the place on the axis of a moment. */
  position(moment: number): number {
    return this.steps ? this.steps.position(moment) : moment;
  }

  /** The moment at a point. */
  moment(x: number): number {
    const value = this.value(x);
    return this.steps ? this.steps.index(value) : value;
  }

  #at(value: number): number {
    return this.left + (value - this.range.from) / this.perPixel;
  }

  /** Nice numbers over the range, as many as there is room for; the first says the unit. */
  ticks(): Tick[] {
    let count = Math.max(2, Math.floor((this.right - this.left) / TICK_EVERY_PX));
    let ticks = this.#ticks(count);
    while (count > 2 && isCrowded(ticks)) ticks = this.#ticks(--count);
    return ticks;
  }

  #ticks(count: number): Tick[] {
    const { from, to } = this.range;
    const scale = scaleLinear([from, to], [this.left, this.right]);
    const format = scale.tickFormat(count);
    const values = scale.ticks(count).filter((value) => this.axis === "time" || Number.isInteger(value));
    const plain = (value: number) => (this.axis === "time" ? format(value) : countText(value));
    return values.map((value, i) => ({
      x: this.#at(value),
      label: i === 0 && this.axis === "time" ? `${plain(value)} s` : plain(value),
    }));
  }
}

function isCrowded(ticks: readonly Tick[]): boolean {
  const longest = ticks.reduce((most, { label }) => Math.max(most, label.length), 0);
  const [first, second] = ticks;
  return first && second ? second.x - first.x < longest * LABEL.character + LABEL.air : false;
}

/** The whole axis: never empty, also for a program during which no time passes. */
export function extentOf(axis: Axis, endTime: number, steps: number): Range {
  if (axis === "steps") return { from: 0, to: Math.max(1, steps) };
  return { from: 0, to: endTime > 0 ? endTime : 1 };
}

/** `range` made `factor` times as long around the value `at`; null if that is the whole extent. */
export function zoomed(range: Range, factor: number, at: number, axis: Axis, extent: Range): Range | null {
  const length = Math.max(LEAST[axis], (range.to - range.from) * factor);
  if (length >= extent.to - extent.from) return null;
  const share = (at - range.from) / (range.to - range.from);
  return moved({ from: at - share * length, to: at + (1 - share) * length }, 0, extent);
}

/** `range` moved by so much, but not out of the extent. */
export function moved(range: Range, by: number, extent: Range): Range {
  const length = range.to - range.from;
  const from = Math.max(extent.from, Math.min(range.from + by, extent.to - length));
  return { from, to: from + length };
}

/** `range` moved so that it shows `value`, with more room ahead of it than behind; itself if it does already. */
export function revealing(range: Range, value: number, extent: Range): Range {
  if (value >= range.from && value <= range.to) return range;
  return moved(range, value - range.from - (range.to - range.from) * 0.2, extent);
}

/**
 * A task's life with some room around it; null if that is the whole extent. `end` is the last moment of the run, for a
 * task that is not done.
 */
export function aroundLife({ spans }: Lane, scale: TimeScale, end: number, extent: Range): Range | null {
  const [first, last] = [spans[0], spans.at(-1)];
  if (!first || !last) return null;
  const isTime = scale.axis === "time";
  const from = scale.position(isTime ? first.start : first.from);
  const to = scale.position(last.to < 0 ? end : isTime ? last.end : last.to);
  const room = Math.max((to - from) * 0.06, (extent.to - extent.from) * 1e-3);
  const length = to - from + 2 * room;
  return length < extent.to - extent.from ? moved({ from: from - room, to: to + room }, 0, extent) : null;
}
