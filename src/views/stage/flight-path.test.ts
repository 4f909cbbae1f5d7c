import { expect, test } from "vitest";
import { FlightPath } from "./flight-path.ts";

/** Out to the right, down, and back to the left. */
const around = new FlightPath([
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 200 },
  { x: 0, y: 200 },
]);

test("a path leads from its first point to its last", () => {
  expect(around.at(0)).toEqual({ x: 0, y: 0, angle: 0 });
  expect(around.at(1)).toEqual({ x: 0, y: 200, angle: 0 });
  expect(around.reversed().at(0)).toEqual(around.at(1));
});

test("equal shares of a path are equally long, and no corner is left out", () => {
  const places = Array.from({ length: 201 }, (_, i) => around.at(i / 200));
  const steps = places.slice(1).map(({ x, y }, i) => {
    const before = places[i] as (typeof places)[number];
    return Math.hypot(x - before.x, y - before.y);
  });
  const step = around.length / 200;
  for (const length of steps) expect(length).toBeGreaterThan(step * 0.9);
  expect(Math.max(...steps)).toBeLessThanOrEqual(step * 1.001);
});

test("a token turns with an upright stretch and is level on level ones", () => {
  expect(around.at(0.1).angle).toBe(0);
  expect(around.at(0.4).angle).toBe(90);
  expect(around.at(0.6).angle).toBe(-90);
  expect(around.at(0.9).angle).toBe(0);
});

test("where a token starts and where it arrives it is level", () => {
  const ends = new FlightPath([
    { x: 0, y: 0 },
    { x: 0, y: 100 },
    { x: 100, y: 100 },
    { x: 100, y: 200 },
  ]);
  for (let share = 0; share <= 1; share += 0.05) expect(ends.at(share).angle).toBe(0);
});
