import { expect, test } from "vitest";
import { factorOf, usualSpeed } from "./playback.ts";

test("a whole run takes the time that its speed names, and a short one no longer than at Story", () => {
  expect(600_000 / factorOf("10s", 600_000)).toBe(10_000);
  expect(600_000 / factorOf("30s", 600_000)).toBe(30_000);
  expect(factorOf("30s", 5_000)).toBe(1);
});

test("above 500 callbacks the usual speed is the whole run in 30 s", () => {
  expect([usualSpeed(500), usualSpeed(501)]).toEqual(["story", "30s"]);
});
