import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Spans } from "../../store/spans.ts";
import { traceFromText } from "../../testing/trace-from-text.ts";
import { StepMap } from "./step-map.ts";
import { aroundLife, extentOf, moved, revealing, TimeScale, zoomed } from "./time-scale.ts";

const extent = { from: 0, to: 10 };

describe("a scale", () => {
  const scale = new TimeScale("time", { from: 2, to: 4 }, 100, 500);

  test("leads from values to pixels and back", () => {
    expect([2, 3, 4].map((value) => scale.x(value))).toEqual([100, 300, 500]);
    expect([100, 300, 500].map((x) => scale.value(x))).toEqual([2, 3, 4]);
  });

  test("has nice ticks, the first with the unit", () => {
    expect(scale.ticks().map((tick) => tick.label)).toEqual(["2.0 s", "2.5", "3.0", "3.5", "4.0"]);
    expect(scale.ticks().map((tick) => tick.x)).toEqual([100, 200, 300, 400, 500]);
  });

  test("has no tick whose label touches the next one's", () => {
    for (let width = 120; width < 2000; width += 37) {
      for (const [axis, to] of [
        ["time", 0.44],
        ["time", 7],
        ["steps", 180_000],
        ["steps", 70],
      ] as const) {
        const [first, second] = new TimeScale(axis, { from: 0, to }, 0, width).ticks();
        if (!first || !second) continue;
        // The first begins at its tick, where the axis does; the others have their tick in the middle.
        const room = second.x - first.x - second.label.length * 3.5 - first.label.length * 7;
        if (width > 300) expect(room, `${axis} to ${to} on ${width} px`).toBeGreaterThan(0);
      }
    }
  });

  test("has whole ticks for events, however near it is", () => {
    const near = new TimeScale("steps", { from: 1000.5, to: 1004.5 }, 0, 600);
    expect(near.ticks().map((tick) => tick.label)).toEqual(["1,001", "1,002", "1,003", "1,004"]);
  });

  test("never divides by nothing", () => {
    const flat = new TimeScale("time", { from: 0, to: 1 }, 100, 100);
    expect(Number.isFinite(flat.x(0.5))).toBe(true);
    expect(flat.ticks().every((tick) => Number.isFinite(tick.x))).toBe(true);
  });
});

test("the whole axis is never empty", () => {
  expect(extentOf("time", 1.82, 300)).toEqual({ from: 0, to: 1.82 });
  expect(extentOf("time", 0, 300)).toEqual({ from: 0, to: 1 });
  expect(extentOf("steps", 1.82, 300)).toEqual({ from: 0, to: 300 });
  expect(extentOf("steps", 0, 0)).toEqual({ from: 0, to: 1 });
});

describe("a range", () => {
  test("zooms around a value that stays where it is", () => {
    expect(zoomed({ from: 2, to: 6 }, 0.5, 3, "time", extent)).toEqual({ from: 2.5, to: 4.5 });
  });

  test("is the whole extent when zoomed out as far, and stops when zoomed in too far", () => {
    expect(zoomed({ from: 2, to: 6 }, 3, 3, "time", extent)).toBeNull();
    const closest = zoomed({ from: 2, to: 6 }, 1e-9, 3, "steps", extent);
    expect(closest).toEqual({ from: 2.5, to: 4.5 });
  });

  test("moves up to the ends and no further", () => {
    expect(moved({ from: 2, to: 6 }, 1, extent)).toEqual({ from: 3, to: 7 });
    expect(moved({ from: 2, to: 6 }, 9, extent)).toEqual({ from: 6, to: 10 });
    expect(moved({ from: 2, to: 6 }, -9, extent)).toEqual({ from: 0, to: 4 });
  });

  test("follows a cursor that leaves it, and stays otherwise", () => {
    const range = { from: 2, to: 4 };
    expect(revealing(range, 3, extent)).toBe(range);
    expect(revealing(range, 5, extent).from).toBeCloseTo(4.6);
    expect(revealing(range, 10, extent)).toEqual({ from: 8, to: 10 });
    expect(revealing(range, 0, extent)).toEqual({ from: 0, to: 2 });
  });

  test("stays within the extent, whatever is done to it", () => {
    const act = fc.tuple(
      fc.double({ min: 0.1, max: 4, noNaN: true }),
      fc.double({ min: -20, max: 20, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(act), (acts) => {
        let range = extent;
        for (const [factor, by] of acts) {
          range = zoomed(range, factor, (range.from + range.to) / 2, "time", extent) ?? extent;
          range = moved(range, by, extent);
          expect(range.from).toBeGreaterThanOrEqual(-1e-9);
          expect(range.to).toBeLessThanOrEqual(extent.to + 1e-9);
          expect(range.to).toBeGreaterThan(range.from);
        }
      }),
    );
  });
});

test("a task's life is what is zoomed to, with some room; all of the run is no zoom", () => {
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
  const [a, b] = spans.lanes;
  const extent = extentOf("time", 1, steps.end);
  const scale = new TimeScale("time", extent, 0, 100);
  expect(aroundLife(a!, scale, 1, extent)).toBeNull();
  const life = aroundLife(b!, scale, 1, extent);
  expect(life?.to).toBe(1);
  expect(life!.to - life!.from).toBeLessThan(0.01);
  const bySteps = new TimeScale("steps", extentOf("steps", 1, steps.end), 0, 100, steps);
  expect(aroundLife(b!, bySteps, trace.length, extentOf("steps", 1, steps.end))?.from).toBeGreaterThan(2);
});
