import { describe, expect, test } from "vitest";
import { Spans } from "../../store/spans.ts";
import { traceFromText } from "../../testing/trace-from-text.ts";
import { layoutCursor, type Cursor, type CursorLayout } from "./cursor-layout.ts";
import { placeSpans, type Segment } from "./place-lane.ts";
import { AXIS_HEIGHT, laneHeightFor, layoutTimeline as layoutOf, type Viewport } from "./timeline-layout.ts";
import { LaneOrder } from "./lane-order.ts";
import { TimeScale, type Axis } from "./time-scale.ts";

/** A sleeps from 0 to 1 s, prints, and wakes B, which waits for a lock until then and still runs. */
const twoTasks = `
  taskCreated A; handleScheduled 1 A; taskCreated B; handleScheduled 2 B
  iterationStarted ready=2
  handleStarted 1 A; taskStepped A; taskSuspended A reason=sleep; handleEnded 1 A
  handleStarted 2 B; taskStepped B; taskSuspended B reason=Lock; handleEnded 2 B
  @1
  timerDue 3 A; handleStarted 3 A; handleScheduled 4 A; handleEnded 3 A
  handleStarted 4 A; taskStepped A
  outputWritten task=A text=hello
  handleScheduled 5 B
  taskDone A outcome=exception; handleEnded 4 A
  handleStarted 5 B; taskStepped B`;

function spansOf(text: string): Spans {
  const spans = new Spans();
  spans.append(traceFromText(text));
  return spans;
}

type View = Omit<Viewport, "order"> & Cursor;

function layoutTimeline(spans: Spans, view: View) {
  return layoutOf(spans, { ...view, order: new LaneOrder(spans) });
}

function cursorOf(spans: Spans, view: View): CursorLayout {
  return layoutCursor(spans, layoutTimeline(spans, view), view);
}

/** 400 pixels for the whole of the axis, from x = 100. Nothing is selected. */
function view(axis: Axis, end: number, more: Partial<View> = {}): View {
  const scale = new TimeScale(axis, { from: 0, to: end }, 100, 500);
  return {
    scale,
    end,
    index: 1e6,
    time: 1,
    height: 300,
    laneHeight: 20,
    scrollTop: 0,
    selected: null,
    warnings: [],
    ...more,
  };
}

function inWords(segments: readonly Segment[]): string[] {
  return segments.map(
    ({ x0, x1, span, phase, count }) =>
      `${span.reason || span.status} ${Math.round(x0)}–${Math.round(x1)} ${phase}${count > 1 ? ` of ${count}` : ""}`,
  );
}

function segmentsOf(spans: Spans, view: View, row = 0): string[] {
  const lane = spans.lanes[row];
  return lane ? inWords(placeSpans(lane, view)) : [];
}

describe("the segments of a lane", () => {
  const spans = spansOf(twoTasks);

  test("in time: steps that share a pixel are one, drawn as running", () => {
    expect(segmentsOf(spans, view("time", 1))).toEqual([
      "running 100–100 past of 2",
      "sleep 100–500 past",
      "running 500–500 past of 2",
    ]);
  });

  test("in steps: each has its events", () => {
    const tenPixelsEach = view("steps", 40, { end: spans.length });
    expect(segmentsOf(spans, tenPixelsEach, 1)).toEqual([
      "ready 120–200 past",
      "running 200–210 past",
      "Lock 210–300 past",
      "ready 300–340 past",
      "running 340–350 now",
    ]);
  });

  test("are separated by the cursor, also on one pixel", () => {
    // After event 3 both are ready, and no one has run: the step at the same instant is yet to come.
    expect(segmentsOf(spans, view("time", 1, { index: 3, time: 0 }))).toEqual([
      "ready 100–100 now",
      "running 100–100 future",
      "sleep 100–500 future",
      "running 500–500 future of 2",
    ]);
  });

  test("show what is now, not what was or will be at the same instant", () => {
    const yields = spansOf(`
      taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A
      handleScheduled 2 A; taskSuspended A reason=yield; handleEnded 1 A
      handleStarted 2 A; taskStepped A; taskDone A`);
    expect(segmentsOf(yields, view("time", 1, { index: 6, time: 0 }))).toEqual([
      "running 100–100 past of 2",
      "ready 100–100 now",
      "running 100–100 future",
    ]);
  });

  test("are of the past, now, or of the future", () => {
    expect(segmentsOf(spans, view("time", 2, { index: 8, time: 0 }))).toEqual([
      "running 100–100 past of 2",
      "sleep 100–300 now",
      "running 300–300 future of 2",
    ]);
  });

  test("that are open reach as far as the run is recorded", () => {
    const waits = spansOf("taskCreated A; taskStepped A; taskSuspended A reason=Lock; @2; clockAdvanced");
    expect(segmentsOf(waits, view("time", 4, { end: 2 }))).toEqual([
      "running 100–100 past of 2",
      "Lock 100–300 now",
    ]);
  });

  test("are as many as there are pixels at most, out of whatever number of spans", () => {
    const steps = Array.from(
      { length: 5000 },
      (_, i) => `@${i + 1}; taskStepped A; taskSuspended A reason=sleep`,
    );
    const many = spansOf(`taskCreated A; ${steps.join(";")}`);
    const segments = layoutTimeline(many, view("time", 5000)).rows[0]?.segments ?? [];
    expect(segments.length).toBeLessThanOrEqual(802);
    expect(segments.reduce((sum, segment) => sum + segment.count, 0)).toBe(many.lanes[0]?.spans.length);
    segments.slice(1).forEach((segment, i) => expect(segment.x0).toBeCloseTo(segments[i]?.x1 ?? 0));
  });

  test("out of range are left out", () => {
    const steps = Array.from(
      { length: 100 },
      (_, i) => `@${i + 1}; taskStepped A; taskSuspended A reason=sleep`,
    );
    const many = spansOf(`taskCreated A; ${steps.join(";")}`);
    const scale = new TimeScale("time", { from: 50.5, to: 52.5 }, 100, 500);
    expect(segmentsOf(many, { ...view("time", 100), scale })).toEqual([
      "sleep 0–200 past",
      "running 200–200 past",
      "sleep 200–400 past",
      "running 400–400 past",
      "sleep 400–600 past",
    ]);
  });
});

test("marks are at their moments; an outcome is never left out", () => {
  const marks = layoutTimeline(spansOf(twoTasks), view("time", 1)).rows[0]?.marks ?? [];
  expect(marks.map(({ x, mark }) => [x, mark.kind])).toEqual([
    [500, "output"],
    [500, "exception"],
  ]);
});

test("the playhead is at the cursor's time, or behind its event", () => {
  const spans = spansOf(twoTasks);
  expect(cursorOf(spans, view("time", 2, { index: 20, time: 1 })).playhead).toBe(300);
  expect(cursorOf(spans, view("steps", 40, { index: 9 })).playhead).toBe(200);
  expect(cursorOf(spans, view("steps", 40, { index: -1 })).playhead).toBe(100);
});

describe("the lanes", () => {
  const spans = spansOf(twoTasks);
  const atOne = view("time", 2, { index: 19, time: 1 });

  test("are a picture without a cursor", () => {
    expect(inWords(layoutTimeline(spans, atOne).rows[0]?.segments ?? [])).toEqual([
      "running 100–100 past of 2",
      "sleep 100–300 past",
      "running 300–300 past of 2",
    ]);
  });

  test("are separated near the playhead, and only there", () => {
    const { near, rows } = cursorOf(spans, atOne);
    expect(near.left).toBeLessThan(300);
    expect(near.right).toBeGreaterThan(312);
    expect(inWords(rows[0]?.segments ?? [])).toEqual([
      "sleep 100–300 past",
      "ready 300–300 past",
      "running 300–300 now",
    ]);
    expect(rows[0]?.marks.map(({ mark }) => mark.kind)).toEqual(["output", "exception"]);
  });

  test("are not separated while the playhead is out of sight", () => {
    const scale = new TimeScale("time", { from: 0, to: 0.5 }, 100, 500);
    expect(cursorOf(spans, { ...atOne, scale }).rows).toEqual([]);
  });
});

test("on the axis of steps it is seen where time moves on, unless that is everywhere", () => {
  const spans = spansOf(twoTasks);
  expect(layoutTimeline(spans, view("time", 1)).instants).toEqual([]);
  const viewport = view("steps", spans.length);
  expect(layoutTimeline(spans, viewport).instants).toEqual([viewport.scale.x(13)]);
  const crowded = spansOf(Array.from({ length: 100 }, (_, i) => `@${i}; clockAdvanced`).join(";"));
  expect(layoutTimeline(crowded, view("steps", 100)).instants).toEqual([]);
});

describe("the wake edge", () => {
  const spans = spansOf(twoTasks);
  const middle = (row: number) => AXIS_HEIGHT + row * 20 + 10;

  test("goes from the task that did it to the one it woke", () => {
    expect(cursorOf(spans, view("time", 1)).edges).toEqual([
      { fromX: 500, fromY: middle(0), x: 500, y: middle(1), distance: 0 },
    ]);
  });

  test("of a timer comes from no row", () => {
    expect(cursorOf(spans, view("time", 1, { index: 16 })).edges).toMatchObject([
      { fromY: null, y: middle(0) },
    ]);
  });

  test("disappears when time has advanced", () => {
    expect(cursorOf(spans, view("time", 2, { time: 1.5 })).edges).toEqual([]);
  });

  test("of a selected task leads back to earlier causes, and on to the tasks that it woke", () => {
    const edges = (selected: number) =>
      cursorOf(spans, view("steps", 40, { index: 25, selected })).edges.map(({ fromY, y, distance }) => [
        fromY === null ? "timer" : fromY - AXIS_HEIGHT,
        y - AXIS_HEIGHT,
        distance,
      ]);
    expect(edges(2)).toEqual([
      [10, 30, 0],
      ["timer", 10, 1],
    ]);
    expect(edges(1)).toEqual([
      ["timer", 10, 0],
      [10, 30, 0],
    ]);
  });
});

test("a blocked loop is laid out by time, or as one event", () => {
  const spans = spansOf("taskCreated A; taskStepped A; @0.5; loopBlocked A duration=0.25 call=time.sleep");
  expect(layoutTimeline(spans, view("time", 1)).blocks).toEqual([{ x0: 200, x1: 300, task: 1, at: 2 }]);
  expect(layoutTimeline(spans, view("steps", 4)).blocks).toEqual([{ x0: 300, x1: 400, task: 1, at: 2 }]);
});

describe("lanes", () => {
  const many = spansOf(
    Array.from({ length: 26 }, (_, i) => `taskCreated ${String.fromCharCode(65 + i)}`).join(";"),
  );

  test("shrink to what can be seen, and scroll from there", () => {
    expect(laneHeightFor(2, 300)).toBe(26);
    expect(laneHeightFor(12, 260)).toBe(19);
    expect(laneHeightFor(11, 180)).toBe(13);
    // Hello world's lanes, on a small screen.
    expect(laneHeightFor(13, 176)).toBe(11);
    // Without names, but all in sight.
    expect(laneHeightFor(70, 260)).toBe(3);
    expect(laneHeightFor(100, 260)).toBe(16);
    expect(laneHeightFor(0, 0)).toBe(16);
  });

  test("are laid out where they can be seen, and only there", () => {
    const { rows } = layoutTimeline(many, view("steps", 26, { height: AXIS_HEIGHT + 100, scrollTop: 50 }));
    expect(rows.map((row) => row.lane.name).join("")).toBe("CDEFGH");
    expect(rows[0]?.top).toBe(AXIS_HEIGHT - 10);
  });
});

describe("the order of lanes", () => {
  const spans = spansOf(`
    taskCreated A; taskCreated B A name=B; taskCreated C A name=C; taskCreated D B name=Delta; threadStarted 1 name=pool`);
  const order = new LaneOrder(spans);

  test("is that of the tasks' creation, each below its parent; threads are last", () => {
    expect(order.all.map(({ lane, depth }) => `${depth} ${lane.name}`)).toEqual([
      "0 A",
      "1 B",
      "2 Delta",
      "1 C",
      "0 pool",
    ]);
    expect([1, 2, 3, 4, 9].map((task) => order.placeOf(task))).toEqual([0, 1, 3, 2, -1]);
  });

  test("is searched round and round, threads left out", () => {
    const has =
      (text: string) =>
      ({ name }: { name: string }) =>
        name.toLowerCase().includes(text);
    expect(order.find(has("delt"), 0, 1)?.task).toBe(4);
    expect(order.find(has("a"), 0, 1)?.task).toBe(4);
    expect(order.find(has("a"), 2, 1)?.task).toBe(1);
    expect(order.find(has("a"), 0, -1)?.task).toBe(4);
    expect(order.find(has("pool"), 0, 1)).toBeNull();
    expect(order.count(has(""))).toBe(4);
  });

  test("leaves folded tasks out, unless one that they created is shown", () => {
    const folded = new LaneOrder(spans, ({ name }) => name !== "Delta");
    expect(folded.all.map(({ lane }) => lane.name)).toEqual(["A", "B", "Delta", "pool"]);
    expect([folded.taskCount, folded.folded]).toEqual([3, 1]);
  });
});

test("warnings are on the axis, one for each pixel", () => {
  const spans = spansOf("taskCreated A; @0.5; warningRaised message=x; warningRaised message=y");
  expect(layoutTimeline(spans, view("time", 1, { warnings: [1, 2] })).warned).toEqual([300]);
});
