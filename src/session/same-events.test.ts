import { expect, test } from "vitest";
import { traceFromText } from "../testing/trace-from-text.ts";
import { happenAlike } from "./same-events.ts";

const trace = traceFromText("taskCreated A; handleScheduled 1 A\n@1\nhandleStarted 1 A");

test.each([
  ["the same events", "taskCreated A; handleScheduled 1 A\n@1\nhandleStarted 1 A", 2, true],
  ["one that goes on", "taskCreated A; handleScheduled 1 A\n@1\nhandleStarted 1 A; handleEnded 1 A", 3, true],
  ["one that ends before", "taskCreated A; handleScheduled 1 A", 2, true],
  ["another kind", "taskCreated A; handleScheduled 1 A\n@1\nhandleCancelled 1 A", 2, false],
  ["another kind later on", "taskCreated A; handleScheduled 1 A\n@1\nhandleCancelled 1 A", 1, true],
  ["another time", "taskCreated A; handleScheduled 1 A\n@2\nhandleStarted 1 A", 2, false],
  ["other ids and names", "taskCreated B name=b; handleScheduled 7 B\n@1\nhandleStarted 7 B", 2, true],
])("%s", (_name, other, last, alike) => {
  expect(happenAlike(trace, traceFromText(other), last)).toBe(alike);
  expect(happenAlike(traceFromText(other), trace, last)).toBe(alike);
});

test("before the first event all traces are alike", () => {
  expect(happenAlike(trace, traceFromText("loopStarted"), -1)).toBe(true);
});
