import { expect, test } from "vitest";
import { shareRows } from "./stage-rows.ts";
import { stageSize } from "./stage-size.ts";

test("the stage fills its box, and is never smaller than at a scale of 1", () => {
  expect(stageSize({ width: 0, height: 0 }, null)).toEqual({ scale: 1, shape: "full" });
  expect(stageSize({ width: 787, height: 414 }, null)).toEqual({ scale: 1, shape: "full" });
  expect(stageSize({ width: 1574, height: 880 }, null).scale).toBeGreaterThan(1.9);
  expect(stageSize({ width: 700, height: 600 }, null)).toEqual({ scale: 1, shape: "full" });
});

test("a box that is low for its type has the low shape, a narrow one a column", () => {
  expect(stageSize({ width: 1280, height: 460 }, 1.94)).toEqual({ scale: 1.94, shape: "low" });
  expect(stageSize({ width: 770, height: 250 }, null)).toEqual({ scale: 1, shape: "low" });
  expect(stageSize({ width: 390, height: 500 }, null)).toEqual({ scale: 1, shape: "narrow" });
});

test("rows go to the cards first, but for one of the timers", () => {
  expect(shareRows(3, { timers: 3, cards: 2 })).toEqual({ timers: 1, cards: 2 });
  expect(shareRows(2, { timers: 2, cards: 3 })).toEqual({ timers: 1, cards: 1 });
  expect(shareRows(5, { timers: 2, cards: 1 })).toEqual({ timers: 2, cards: 1 });
  expect(shareRows(3, { timers: 0, cards: 2 })).toEqual({ timers: 0, cards: 2 });
  expect(shareRows(3, { timers: 2, cards: 0 })).toEqual({ timers: 2, cards: 0 });
});
