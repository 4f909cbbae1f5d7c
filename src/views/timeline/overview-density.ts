/** Density of callbacks over the whole run, for the overview strip, which never zooms. */
import { firstIndex } from "../../base/binary-search.ts";
import type { Spans } from "../../store/spans.ts";
import type { StepMap } from "./step-map.ts";
import type { Axis, Range } from "./time-scale.ts";

export interface Overview {
  readonly spans: Spans;
  readonly callbacks: readonly number[];
  readonly steps: StepMap;
  readonly axis: Axis;
  readonly extent: Range;
}

/**
 * From 0 to 1 of the most, for each of `buckets` equal parts of the axis: in time the callbacks that run in it; in steps
 * the events of its callbacks.
 */
export function overviewDensity(
  { spans, callbacks, steps, axis, extent }: Overview,
  buckets: number,
): number[] {
  const at = (bucket: number) => extent.from + ((extent.to - extent.from) * bucket) / buckets;
  const startsBefore = (index: number) =>
    firstIndex(callbacks.length, (i) => (callbacks[i] as number) > index);
  // The first instant belongs to the first bucket, the last to the last.
  const before = (bucket: number) =>
    axis === "steps"
      ? steps.index(at(bucket))
      : bucket === 0
        ? 0
        : startsBefore(spans.indexAtTime(bucket === buckets ? Infinity : at(bucket) - 1e-12));
  const counts: number[] = [];
  let last = before(0);
  for (let bucket = 1; bucket <= buckets; bucket++) {
    const next = before(bucket);
    counts.push(next - last);
    last = next;
  }
  // The square root keeps a single callback visible beside many.
  const most = Math.max(1, ...counts);
  return counts.map((count) => Math.sqrt(count / most));
}
