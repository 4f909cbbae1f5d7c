import { expect, test } from "vitest";
import { traceFromText } from "../testing/trace-from-text.ts";
import { findStops, happeningStops } from "./find-stops.ts";

const trace = traceFromText(`
  taskCreated A name=Ada; taskCreated B name=Bob
  handleStarted 1 A name=Ada; taskSuspended A reason=sleep
  handleStarted 2 B name=Bob; outputWritten B text=hello
  handleStarted 3 name=ring; handleStarted 4 A name=wake; outputWritten A text=hello
`);

test("a stop is the first event that fits after the stop before it", () => {
  expect(
    findStops(trace, [
      { kind: "handleStarted", of: "Bob" },
      { kind: "outputWritten" },
      { kind: "handleStarted", of: "ring" },
      { kind: "outputWritten", text: "hell" },
    ]),
  ).toEqual([4, 5, 6, 8]);
  expect(findStops(trace, [{ kind: "outputWritten", of: "Ada" }])).toEqual([8]);
});

test("a callback is found by its task's name and by its own", () => {
  const started = (of: string) => ({ kind: "handleStarted", of }) as const;
  expect(findStops(trace, [started("Ada"), started("Ada")])).toEqual([2, 7]);
  expect(findStops(trace, [started("wake")])).toEqual([7]);
});

test("the search ends at a stop without an event", () => {
  const missing = { kind: "taskDone", of: "Ada" } as const;
  expect(findStops(trace, [{ kind: "taskCreated" }, missing, { kind: "outputWritten" }])).toEqual([0]);
  expect(findStops(trace, [{ kind: "taskSuspended", of: "Ada", text: "Lock" }])).toEqual([]);
});

test("of stops without an event the others are left", () => {
  const missing = { kind: "taskDone", of: "Ada" } as const;
  const [created, written] = [{ kind: "taskCreated" }, { kind: "outputWritten", of: "Bob" }] as const;
  const left = happeningStops(trace, [created, missing, written, created]);
  expect(left).toEqual([created, written]);
  expect(findStops(trace, left)).toEqual([0, 5]);
});
