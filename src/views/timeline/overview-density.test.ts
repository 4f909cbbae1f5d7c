import { expect, test } from "vitest";
import { Spans } from "../../store/spans.ts";
import { traceFromText } from "../../testing/trace-from-text.ts";
import { overviewDensity } from "./overview-density.ts";
import { StepMap } from "./step-map.ts";
import { aroundLife, extentOf, TimeScale, type Axis } from "./time-scale.ts";

const trace = traceFromText(`
  taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A; taskSuspended A; handleEnded 1
  @0.5; handleScheduled 2 A; handleStarted 2 A; taskStepped A; handleEnded 2; handleScheduled 3; handleStarted 3
  handleEnded 3; @1; handleScheduled 4; handleStarted 4; taskCreated B; taskDone A outcome=result; handleEnded 4`);
const callbacks = Array.from({ length: trace.length }, (_, i) => i).filter(
  (i) => trace.kind(i) === "handleStarted",
);
const spans = new Spans();
spans.append(trace);
const steps = new StepMap(callbacks, trace.length);

const density = (axis: Axis, buckets: number) =>
  overviewDensity({ spans, callbacks, steps, axis, extent: extentOf(axis, 1, steps.end) }, buckets).map(
    (share) => Math.round(share * share * 100) / 100,
  );

test("along time the callbacks that run in each part, the first and the last instant too", () => {
  expect(density("time", 4)).toEqual([0.5, 0, 1, 0.5]);
});

test("along steps the events of each part's callbacks", () => {
  expect(density("steps", 1)).toEqual([1]);
  expect(density("steps", 2).length).toBe(2);
  expect(Math.max(...density("steps", 2))).toBe(1);
});

test("a task's life is what is zoomed to, with some room; all of the run is no zoom", () => {
  const [a, b] = spans.lanes;
  const extent = extentOf("time", 1, steps.end);
  const scale = new TimeScale("time", extent, 0, 100);
  expect(aroundLife(a!, scale, 1, extent)).toBeNull();
  const zoomed = aroundLife(b!, scale, 1, extent);
  expect(zoomed?.to).toBe(1);
  expect(zoomed!.to - zoomed!.from).toBeLessThan(0.01);
  const bySteps = new TimeScale("steps", extentOf("steps", 1, steps.end), 0, 100, steps);
  expect(aroundLife(b!, bySteps, trace.length, extentOf("steps", 1, steps.end))?.from).toBeGreaterThan(2);
});
