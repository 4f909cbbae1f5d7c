/** From a stretch of the timeline's axis to pixels and back. Scales and ranges are never changed, only replaced. */
import { scaleLinear } from "d3-scale";

/** What the axis counts: virtual seconds, or events. Event `i` takes the stretch from `i` to `i + 1`. */
export type Axis = "time" | "steps";

export interface Range {
  readonly from: number;
  readonly to: number;
}

export interface Tick {
  readonly x: number;
  readonly label: string;
}

const LEAST: Record<Axis, number> = { time: 1e-6, steps: 4 };
const TICK_EVERY_PX = 72;

export class TimeScale {
  constructor(
    readonly axis: Axis,
    readonly range: Range,
    readonly left: number,
    readonly right: number,
  ) {}

  /** Axis units in a pixel. */
  get perPixel(): number {
    return (this.range.to - this.range.from) / Math.max(1, this.right - this.left);
  }

  x(value: number): number {
    return this.left + (value - this.range.from) / this.perPixel;
  }

  value(x: number): number {
    return this.range.from + (x - this.left) * this.perPixel;
  }

  /** Nice numbers over the range; the first says the unit. */
  ticks(): Tick[] {
    const count = Math.max(2, Math.floor((this.right - this.left) / TICK_EVERY_PX));
    const { from, to } = this.range;
    const scale = scaleLinear([from, to], [this.left, this.right]);
    const format = scale.tickFormat(count);
    const values = scale.ticks(count).filter((value) => this.axis === "time" || Number.isInteger(value));
    const plain = (value: number) => (this.axis === "time" ? format(value) : value.toLocaleString("en-US"));
    return values.map((value, i) => ({
      x: this.x(value),
      label: i === 0 && this.axis === "time" ? `${plain(value)} s` : plain(value),
    }));
  }
}

/** The whole axis: never empty, also for a program during which no time passes. */
export function extentOf(axis: Axis, endTime: number, traceLength: number): Range {
  if (axis === "steps") return { from: 0, to: Math.max(1, traceLength) };
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
