import { expect, test } from "vitest";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { callbackLabel, callbackNote } from "./callback-name.ts";
import { narrate, plainText } from "./narration.ts";
import { TraceStore } from "./trace-store.ts";

function storeOf(text: string): TraceStore {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store;
}

const sentence = (text: string) => {
  const store = storeOf(text);
  return plainText(narrate(store.trace.event(store.length - 1), store.stateAt(store.length - 1)));
};

const lastStep = (callback: string) => `
  taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A
  handleScheduled 2 name=${callback}`;
const group = "TaskGroup._on_task_done";

test("the end of a task is announced to its group, which learns of it", () => {
  expect(sentence(lastStep(group))).toBe("The task group will be told that A is done.");
  expect(sentence(`${lastStep(group)}; taskDone A; handleEnded 1 A; handleStarted 2 name=${group}`)).toBe(
    "The task group learns that A is done.",
  );
});

test("the token of such a callback names the group and the task", () => {
  const store = storeOf(lastStep(group));
  const state = store.stateAt(store.length - 1);
  const callback = state.ready.at(-1);
  expect(callback && [callbackLabel(callback.name), callbackNote(state, callback)]).toEqual([
    "task group",
    "A done",
  ]);
});

test("a task that sets a future of a gather is not the one that is done", () => {
  const gather = "gather.<locals>._done_callback";
  expect(sentence(lastStep(gather))).toBe("Gather will be told that a future is done.");
  expect(sentence(`${lastStep(gather)}; taskDone A`)).toBe("A is done.");
});

test("a callback of the program keeps its name", () => {
  expect(callbackLabel("Shop.<locals>.on_order")).toBe("on_order");
  expect(sentence(lastStep("Shop.<locals>.on_order"))).toBe(
    "The callback on_order joins the ready queue, first in line.",
  );
});

test("the clean-up of asyncio.run is one sentence", () => {
  const created = "taskCreated A name=Task-2 coroutine=BaseEventLoop.shutdown_asyncgens";
  expect(sentence(created)).toBe("asyncio.run cleans up.");
  expect(sentence(`${created}; handleScheduled 1 A; handleStarted 1 A; taskStepped A; taskDone A`)).toBe(
    "asyncio.run cleans up.",
  );
});
