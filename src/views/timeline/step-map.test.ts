import { expect, test } from "vitest";
import { StepMap } from "./step-map.ts";

/** Two events before the first callback; callbacks of four, one and five events. */
const map = new StepMap([2, 6, 7], 12);

test("every callback is one wide", () => {
  expect(map.end).toBe(4);
  expect([0, 1, 2, 4, 6, 7, 12].map((index) => map.position(index))).toEqual([0, 0.5, 1, 1.5, 2, 3, 4]);
});

test("a place leads back to its event", () => {
  for (let index = 0; index <= 12; index += 0.25) expect(map.index(map.position(index))).toBeCloseTo(index);
});

test("places outside lead to the ends", () => {
  expect([map.position(-1), map.position(99)]).toEqual([0, 4]);
});

test("without a callback there is one step", () => {
  expect([new StepMap([], 4).position(2), new StepMap([], 0).position(0)]).toEqual([0.5, 0]);
});
