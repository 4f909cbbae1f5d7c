import { describe, expect, test } from "vitest";
import {
  type Box,
  isNext,
  routeBetween,
  scaleAlong,
  type Scene,
  smallSize,
  type Stop,
} from "./flight-routes.ts";

const box = (x: number, y: number, width: number, height: number): Box => ({ x, y, width, height });

/** A stage of 780 by 400: heading and code in Running, ticks below the timers, a heading on the only card. */
const scene: Scene = {
  left: 20,
  right: 760,
  regions: new Map([
    ["ready", box(44, 8, 440, 92)],
    ["running", box(504, 8, 276, 92)],
    ["timers", box(44, 100, 715, 106)],
    ["tasks", box(44, 212, 693, 88)],
    ["done", box(44, 276, 693, 24)],
  ]),
  texts: [
    box(504, 11, 50, 12),
    box(516, 60, 200, 30),
    box(44, 103, 60, 12),
    box(100, 188, 500, 10),
    box(44, 218, 180, 14),
  ],
  tokens: [],
};
const at = (region: Stop["region"], x: number, y: number): Stop => ({
  region,
  isDot: false,
  ...box(x, y, 80, 24),
});
const running = at("running", 516, 33);

function pointsOf(from: Stop, to: Stop): { x: number; y: number }[] {
  const { path } = routeBetween(from, to, scene);
  return Array.from({ length: 51 }, (_, i) => path.at(i / 50));
}

test("a token leaves Running to the right, and goes down the track's right side", () => {
  for (const target of [at("timers", 300, 160), at("tasks", 300, 214), at("done", 120, 276)]) {
    const points = pointsOf(running, target);
    expect(Math.max(...points.map(({ x }) => x)), target.region).toBe(scene.right);
    expect(Math.min(...points.map(({ x }) => x)), target.region).toBeGreaterThan(scene.left);
  }
});

test("a token comes back to the queue up the track's left side", () => {
  for (const from of [at("timers", 44, 160), at("tasks", 300, 214)]) {
    const points = pointsOf(from, at("ready", 300, 50));
    expect(Math.min(...points.map(({ x }) => x)), from.region).toBe(scene.left);
  }
});

test("a new token goes below the queue to its end", () => {
  const queued = { ...scene, tokens: [at("ready", 400, 50), at("ready", 310, 50)] };
  const { path } = routeBetween(running, at("ready", 220, 50), queued);
  expect(Math.max(...Array.from({ length: 51 }, (_, i) => path.at(i / 50).y))).toBe(95);
});

test("no route covers text where another way is free", () => {
  const targets = [at("timers", 300, 160), at("tasks", 300, 214), at("done", 120, 276), at("ready", 220, 50)];
  for (const to of targets) expect(routeBetween(running, to, scene).hidden, to.region).not.toContain(true);
});

test("where every way leads over text, the samples on it are marked", () => {
  const wall = { ...scene, texts: [box(0, 207, 780, 4)] };
  const { hidden } = routeBetween(running, at("tasks", 300, 230), wall);
  expect(hidden.filter(Boolean).length).toBeGreaterThan(0);
  expect(hidden.filter((is) => !is).length).toBeGreaterThan(hidden.length / 2);
});

describe("the front of the queue", () => {
  test("is beside Running", () => expect(isNext(at("ready", 400, 50), running)).toBe(true));
  test("is not beside Running on a narrow stage", () =>
    expect(isNext(at("ready", 300, 50), at("running", 16, 140))).toBe(false));
});

test("a token is small on its way, and of its own size at both ends", () => {
  const token = at("timers", 0, 0);
  const scaleAt = scaleAlong(400, token, 1);
  const small = smallSize(token);
  expect([scaleAt(0), scaleAt(0.5), scaleAt(1)]).toEqual([1, small, 1]);
  expect(scaleAlong(400, token, small)(0)).toBe(small);
  expect(scaleAlong(400, { ...token, isDot: true }, 1)(1)).toBe(small);
});
