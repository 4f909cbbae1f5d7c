import { expect, test } from "vitest";
import { traceFromText } from "../../testing/trace-from-text.ts";
import { toldBy } from "./told.ts";

test("what an event is about besides what runs", () => {
  const told = (text: string) => {
    const trace = traceFromText(text);
    return toldBy(trace.event(trace.length - 1));
  };
  expect(told("taskCreated A; handleScheduled 3 A")).toEqual({ handle: 3, task: 0 });
  expect(told("taskCreated A; timerScheduled 4 A when=1")).toEqual({ handle: 4, task: 0 });
  expect(told("taskCreated A; timerScheduled 4 A when=1; timerDue 4 A")).toEqual({ handle: 4, task: 0 });
  expect(told("taskCreated A; taskCreated B; taskCancelRequested B A")).toEqual({ handle: 0, task: 2 });
  expect(told("taskCreated A; taskDone A outcome=result")).toEqual({ handle: 0, task: 1 });
  expect(told("taskCreated A; handleStarted 3 A")).toEqual({ handle: 0, task: 0 });
  expect(toldBy(null)).toEqual({ handle: 0, task: 0 });
});
