import { expect, test } from "vitest";
import { traceFromText } from "../../testing/trace-from-text.ts";
import { subjectOf } from "./event-subject.ts";

test("the subject of an event", () => {
  const subject = (text: string) => {
    const trace = traceFromText(text);
    return subjectOf(trace.event(trace.length - 1));
  };
  expect(subject("taskCreated A; handleScheduled 3 A")).toEqual({ handle: 3, task: 0 });
  expect(subject("taskCreated A; timerScheduled 4 A when=1")).toEqual({ handle: 4, task: 0 });
  expect(subject("taskCreated A; timerScheduled 4 A when=1; timerDue 4 A")).toEqual({ handle: 4, task: 0 });
  expect(subject("taskCreated A; taskCreated B; taskCancelRequested B A")).toEqual({ handle: 0, task: 2 });
  expect(subject("taskCreated A; taskDone A outcome=result")).toEqual({ handle: 0, task: 1 });
  expect(subject("taskCreated A; handleStarted 3 A")).toEqual({ handle: 0, task: 0 });
  expect(subjectOf(null)).toEqual({ handle: 0, task: 0 });
});
