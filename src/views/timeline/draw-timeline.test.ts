import { describe, expect, test } from "vitest";
import { Spans } from "../../store/spans.ts";
import { traceFromText } from "../../testing/trace-from-text.ts";
import { layoutCursor } from "./cursor-layout.ts";
import { drawMark } from "./draw-marks.ts";
import { drawTexture, textureOf, type Texture } from "./draw-segment.ts";
import { drawTimeline } from "./draw-timeline.ts";
import { layoutTimeline } from "./timeline-layout.ts";
import { LaneOrder } from "./lane-order.ts";
import { TimeScale } from "./time-scale.ts";

interface Stroke {
  /** `fill`, `stroke`, `fillRect` or `fillText`. */
  call: string;
  color: string;
  alpha: number;
  /** Horizontal range of the clip. */
  left: number;
  right: number;
  /** The shapes of the path since `beginPath`, with their numbers rounded. */
  path: string[];
}

/** Canvas context that records the painted shapes, without those that are clipped away. */
function recordingContext(): { ctx: CanvasRenderingContext2D; strokes: Stroke[] } {
  const strokes: Stroke[] = [];
  const saved: Record<string, unknown>[] = [];
  let state: Record<string, unknown> = { globalAlpha: 1, left: -Infinity, right: Infinity };
  let path: string[] = [];
  const shape = (name: string, numbers: unknown[]) =>
    `${name} ${numbers.map((n) => (typeof n === "number" ? Math.round(n * 10) / 10 : n)).join(" ")}`;
  const call = (name: string, numbers: unknown[]) => {
    if (name === "beginPath") path = [];
    else if (name === "save") saved.push({ ...state });
    else if (name === "restore") state = saved.pop() ?? state;
    else if (name === "clip") {
      const [x = 0, , width = 0] = path.at(-1)?.split(" ").slice(1).map(Number) ?? [];
      const [left, right] = [state.left as number, state.right as number];
      Object.assign(state, { left: Math.max(left, x), right: Math.min(right, x + width) });
    } else if (["fill", "stroke", "fillRect", "fillText"].includes(name)) {
      const color = String(name === "stroke" ? state.strokeStyle : state.fillStyle);
      const here = name === "fill" || name === "stroke" ? path : [shape(name, numbers)];
      const {
        globalAlpha: alpha,
        left,
        right,
      } = state as { globalAlpha: number; left: number; right: number };
      if (left < right) strokes.push({ call: name, color, alpha, left, right, path: [...here] });
    } else path.push(shape(name, numbers));
  };
  const ctx = new Proxy({} as CanvasRenderingContext2D, {
    get: (_, name: string) => (name in state ? state[name] : (...numbers: unknown[]) => call(name, numbers)),
    set: (_, name: string, value: unknown) => {
      state[name] = value;
      return true;
    },
  });
  return { ctx, strokes };
}

const palette = {
  text: "text",
  muted: "muted",
  faint: "faint",
  grid: "grid",
  bg: "bg",
  error: "error",
  sans: "sans",
};

/** Return the shapes painted for a trace in `color`, by default task A's. */
function painted(text: string, index: number, time = 0, color = "A"): Stroke[] {
  const spans = new Spans();
  spans.append(traceFromText(text));
  const { ctx, strokes } = recordingContext();
  const scale = new TimeScale("time", { from: 0, to: 1 }, 100, 500);
  const layout = layoutTimeline(spans, {
    scale,
    end: 1,
    height: 200,
    laneHeight: 20,
    scrollTop: 0,
    warnings: [],
    order: new LaneOrder(spans),
  });
  drawTimeline(ctx, {
    layout,
    cursor: layoutCursor(spans, layout, { index, time, selected: null }),
    width: 520,
    palette,
    typeSize: 12.5,
    colorOf: () => "A",
    hovered: null,
    selected: null,
  });
  return strokes.filter((stroke) => stroke.color === color);
}

describe("a texture", () => {
  test("differs by status and by reason", () => {
    expect(textureOf({ status: "running", reason: "" })).toBe("solid");
    expect(textureOf({ status: "ready", reason: "" })).toBe("line");
    expect(textureOf({ status: "waiting", reason: "sleep" })).toBe("hatched");
    expect(textureOf({ status: "waiting", reason: "Lock" })).toBe("dotted");
    expect(textureOf({ status: "waiting", reason: "Semaphore" })).toBe("dotted");
    expect(textureOf({ status: "waiting", reason: "gather" })).toBe("outlined");
  });

  test("looks like no other in black and white", () => {
    const textures: Texture[] = ["solid", "line", "hatched", "dotted", "outlined"];
    const pictures = textures.map((texture) => {
      const { ctx, strokes } = recordingContext();
      drawTexture(ctx, texture, { x: 0, y: 0, width: 60, height: 12 }, "A");
      return JSON.stringify(strokes);
    });
    expect(new Set(pictures).size).toBe(textures.length);
  });

  test("stays within its box, however long or short", () => {
    for (const width of [0.5, 2, 7, 300]) {
      const { ctx, strokes } = recordingContext();
      drawTexture(ctx, "hatched", { x: 10, y: 0, width, height: 12 }, "A");
      const xs = strokes.flatMap((s) =>
        s.path.filter((p) => /To/.test(p)).map((p) => Number(p.split(" ")[1])),
      );
      for (const x of xs) expect(x >= 10 && x <= 10 + width).toBe(true);
    }
  });
});

const sleeper = `
  taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A
  taskSuspended A reason=sleep; handleEnded 1 A
  @0.5; handleScheduled 2 A; handleStarted 2 A; taskStepped A; taskDone A outcome=result; handleEnded 2 A`;

describe("the timeline", () => {
  test("shows a step that takes no time", () => {
    const solid = painted(sleeper, 10, 0.5).filter((s) => s.alpha === 1 && s.call === "fill");
    const widths = solid.flatMap((s) => s.path.map((p) => Number(p.split(" ")[3])));
    expect(widths.length).toBeGreaterThanOrEqual(2);
    for (const width of widths) expect(width).toBeGreaterThanOrEqual(2);
  });

  test("draws everything after the cursor faintly", () => {
    const future = painted(sleeper, -1);
    expect(future.length).toBeGreaterThan(3);
    expect(Math.max(...future.map((s) => s.alpha))).toBeCloseTo(0.35);
    expect(Math.max(...painted(sleeper, 10, 0.5).map((s) => s.alpha))).toBe(1);
  });

  test("draws a current span up to the cursor, and faintly from there", () => {
    const outlines = painted(sleeper, 5).filter(
      (s) => s.call === "stroke" && s.path[0]?.startsWith("roundRect"),
    );
    expect(outlines.map((s) => [Math.round(s.alpha * 100), s.left, s.right])).toEqual([
      [30, 100, 520],
      [85, 96, 100],
    ]);
  });

  test("stripes a step that blocks the loop, in the colour of the ground", () => {
    const stripes = (events: string) =>
      painted(`taskCreated A; taskStepped A; @0.5; ${events} taskDone A`, 5, 0.5, "bg").filter(
        (stroke) => stroke.call === "stroke",
      );
    expect(stripes("outputWritten task=A;")).toEqual([]);
    expect(stripes("loopBlocked A duration=0.5;")[0]?.path.length).toBeGreaterThan(20);
  });
});

test("many spans on one place are a band, higher for more spans and never empty", () => {
  const heights = [4, 40, 400].map((steps) => {
    const events = Array.from({ length: steps }, () => "taskStepped A; taskSuspended A reason=sleep");
    const bands = painted(`taskCreated A; ${events.join(";")}; @1; clockAdvanced`, 3 * steps, 0.5).filter(
      (stroke) => stroke.call === "fillRect",
    );
    expect(bands.length).toBeGreaterThan(0);
    return Number(bands[0]?.path[0]?.split(" ")[4]);
  });
  expect(heights[0]).toBeGreaterThanOrEqual(2);
  expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  expect(new Set(heights).size).toBe(3);
});

test("each mark has a shape of its own", () => {
  const pictures = (
    ["output", "result", "exception", "cancelled", "cancelRequested", "cancelThrown", "warning"] as const
  ).map((kind) => {
    const { ctx, strokes } = recordingContext();
    drawMark(ctx, { x: 100, mark: { at: 0, time: 0, kind } }, 0, 20, "A");
    return JSON.stringify(strokes);
  });
  expect(new Set(pictures).size).toBe(7);
});

test("a run without a task has its axis and its playhead; before there is a run, nothing is drawn", () => {
  const run = "handleScheduled 1 name=later; @0.5; handleStarted 1 name=later";
  const labels = painted(run, 1, 0.5, "muted").flatMap(({ path }) => path);
  expect(labels.slice(0, 3)).toEqual(["fillText 0.0 s 100 7", "fillText 0.2 180 7", "fillText 0.4 260 7"]);
  expect(painted(run, 1, 0.5, "text").at(-1)?.path[0]).toMatch(/^arc 300 /);
  expect([...painted("", -1, 0, "muted"), ...painted("", -1, 0, "text")]).toEqual([]);
});
