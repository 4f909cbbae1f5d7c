import { expect, test } from "vitest";
import { traceFromText } from "../testing/trace-from-text.ts";
import { advance, dwellAt } from "./playback.ts";

const trace = traceFromText(
  "loopStarted; taskCreated A; handleScheduled 1 A; iterationStarted; handleStarted 1 A; handleEnded 1 A",
);

test("playing in small steps comes as far as playing in one", () => {
  let at = { index: -1, spent: 0 };
  for (let i = 0; i < 20; i++) at = advance(trace, at.index, at.spent, 10, 1);
  expect(at).toEqual(advance(trace, -1, 0, 200, 1));
});

test("twice the speed takes half the time", () => {
  expect(dwellAt(trace, 4, 2)).toBe(dwellAt(trace, 4, 1) / 2);
  expect(advance(trace, -1, 0, 100, 2).index).toBe(advance(trace, -1, 0, 200, 1).index);
});

test("what only accompanies the next event is passed at once, and the end is the end", () => {
  expect(advance(trace, -1, 0, 0, 1).index).toBe(2);
  expect(advance(trace, -1, 0, 1e6, 1).index).toBe(trace.length - 1);
});
