import { describe, expect, test } from "vitest";
import { Spans } from "../../store/spans.ts";
import { traceFromText } from "../../testing/trace-from-text.ts";
import { describeHit } from "./describe-hit.ts";
import { hitTest, indexAt } from "./hit-test.ts";
import { AXIS_HEIGHT, layoutTimeline } from "./timeline-layout.ts";
import { LaneOrder } from "./lane-order.ts";
import { TimeScale, type Axis } from "./time-scale.ts";

const spans = new Spans();
spans.append(
  traceFromText(`
    taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A
    taskSuspended A reason=sleep; handleEnded 1 A
    @0.5
    timerDue 2 A; handleStarted 2 A; handleScheduled 3 A; handleEnded 2 A
    handleStarted 3 A; taskStepped A; taskDone A outcome=cancelled; handleEnded 3 A
    @1
    clockAdvanced`),
);

const scaleOf = (axis: Axis) =>
  new TimeScale(axis, { from: 0, to: axis === "time" ? 1 : spans.length }, 100, 500);

function hit(x: number, y = AXIS_HEIGHT + 10) {
  const scale = scaleOf("time");
  const size = { height: 200, laneHeight: 20, scrollTop: 0 };
  const view = {
    scale,
    end: 1,
    warnings: [],
    order: new LaneOrder(spans),
  };
  const viewport = { ...size, ...view };
  return hitTest(layoutTimeline(spans, viewport), 5, { x, y });
}

describe("a point", () => {
  test("hits the lane under it, and none beside them", () => {
    expect(hit(200)?.row.lane.name).toBe("A");
    expect(hit(200, AXIS_HEIGHT - 1)).toBeNull();
    expect(hit(200, AXIS_HEIGHT + 20)).toBeNull();
  });

  test("hits a step of two pixels from nearby, before the span around it", () => {
    expect(hit(200)?.segment?.span.reason).toBe("sleep");
    expect(hit(299)?.segment?.span.status).toBe("running");
    expect(hit(302)?.segment?.span.status).toBe("running");
    expect(hit(310)?.segment).toBeNull();
  });

  test("is put in words", () => {
    const words = (x: number) => describeHit(hit(x) ?? expect.fail());
    expect(words(200)).toBe("A sleeps, 0.000–0.500 s");
    expect(words(300)).toBe("A is running, 0.500 s");
    expect(words(400)).toBe("A is done: cancelled, 0.500 s");
    expect(words(50)).toBe("A");
  });
});

describe("a point leads", () => {
  test("by time to the last event up to it, with a little reach", () => {
    expect([0, 100, 200, 296, 298, 400, 499, 900].map((x) => indexAt(spans, scaleOf("time"), x))).toEqual([
      -1, 5, 5, 5, 13, 13, 14, 14,
    ]);
  });

  test("by steps to the event under it", () => {
    const scale = scaleOf("steps");
    expect([-1, 0, 0.5, 1, 14.9, 99].map((value) => indexAt(spans, scale, scale.x(value) + 1e-9))).toEqual([
      -1, 0, 0, 1, 14, 14,
    ]);
  });
});
