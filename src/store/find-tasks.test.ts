import { expect, test } from "vitest";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { isAboutEnds, taskFinder } from "./find-tasks.ts";
import { TraceStore } from "./trace-store.ts";

const store = new TraceStore();
store.append(
  chunkFromText(`
    taskCreated A name=Task-1 coroutine=main; taskCreated B name=Task-2 coroutine=Crawler.fetch
    taskCreated C name=Task-3 coroutine=fetch; taskCreated D name=failed-once coroutine=save
    resourceCreated 1 type=Semaphore name=gate value=0
    taskSuspended B on=1 reason=Semaphore; taskSuspended A reason=sleep
    taskDone C outcome=exception value=Oops; taskDone D outcome=result`),
);
const END = store.length - 1;

const found = (query: string, index = END) =>
  store.spans.lanes.filter(taskFinder(query, store.stateAt(index))).map(({ name }) => name);

test.each([
  ["fetch", ["Task-2", "Task-3"]],
  ["task-3", ["Task-3"]],
  ["crawler", ["Task-2"]],
  ["waiting", ["Task-1", "Task-2"]],
  ["sleeping", ["Task-1"]],
  ["waiting gate", ["Task-2"]],
  ["waiting semaphore", ["Task-2"]],
  ["fetch failed", ["Task-3"]],
  ["failed", ["Task-3", "failed-once"]],
  ["done", ["Task-3", "failed-once"]],
  ["nothing", []],
  [" ", []],
])("%j finds %j", (query, names) => {
  expect(found(query)).toEqual(names);
});

test("how a task ended is known before its end, other states are not", () => {
  expect(found("failed", 4)).toEqual(["Task-3", "failed-once"]);
  expect(found("done", 4)).toEqual([]);
});

test("only failed and cancelled are about ends", () => {
  expect(["Failed fetch", "cancelled", "waiting failing"].map(isAboutEnds)).toEqual([true, true, false]);
});
