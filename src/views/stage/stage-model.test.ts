import { describe, expect, test } from "vitest";
import semaphore from "../../examples/python/semaphore.py?raw";
import { TraceStore } from "../../store/trace-store.ts";
import resources from "../../testing/resources-program.py?raw";
import { recordPython } from "../../testing/record-program.ts";
import { chunkFromText } from "../../testing/trace-from-text.ts";
import { stageModel, type StageModel } from "./stage-model.ts";

function after(text: string): StageModel {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return stageModel(store.stateAt(store.length - 1));
}

function keysOf(model: StageModel): string[] {
  const { batch, later, running, timers, resources, waiting, done } = model;
  const lines = resources.flatMap(({ takers, lines }) => [
    ...takers,
    ...lines.flatMap((line) => line.tokens),
  ]);
  const waits = waiting.flatMap((group) => group.tokens);
  return [...batch, ...later, ...(running ? [running] : []), ...timers, ...lines, ...waits, ...done].map(
    (token) => token.key,
  );
}

test.each([
  ["a semaphore", semaphore],
  ["every kind of resource", resources],
])(
  "at every event of a run with %s each key stands once, and every live task stands somewhere",
  async (_, source) => {
    const store = new TraceStore();
    for (const chunk of await recordPython(source)) store.append(chunk);
    for (let index = 0; index < store.length; index++) {
      const state = store.stateAt(index);
      const keys = keysOf(stageModel(state));
      expect(new Set(keys).size, `event ${index}`).toBe(keys.length);
      for (const task of state.tasks.values()) {
        // Between its creation and its first handle a task is nowhere yet.
        if (task.status === "ready" && !state.ready.some((handle) => handle.task === task.id)) continue;
        expect(keys, `${task.name} at event ${index}, ${store.trace.kind(index)}`).toContain(
          `task:${task.id}`,
        );
      }
    }
  },
);

describe("a sleeping task", () => {
  const asleep = "taskCreated A; timerScheduled 2 A name=sleep when=1; taskSuspended A 1 reason=sleep";

  test("stands among the timers", () => {
    expect(after(asleep).timers[0]?.key).toBe("task:1");
    expect(after(asleep).waiting).toEqual([]);
  });

  test("goes with its timer into the queue, then is ready itself while the timer's callback runs", () => {
    const due = after(`${asleep}; @1; timerDue 2 A name=sleep`);
    expect(due.later).toMatchObject([{ key: "task:1", note: "timer" }]);
    const woken = after(
      `${asleep}; @1; timerDue 2 A name=sleep; iterationStarted ready=1; handleStarted 2 A name=sleep; handleScheduled 3 A`,
    );
    expect(woken.later).toMatchObject([{ key: "task:1" }]);
    expect(woken.running).toMatchObject({ key: "handle:2" });
  });
});

test("the batch of this iteration is apart from what came meanwhile", () => {
  const model = after(
    "handleScheduled 1 name=a; handleScheduled 2 name=b; iterationStarted ready=2; handleStarted 1 name=a; handleScheduled 3 name=c",
  );
  expect(model.running?.label).toBe("a");
  expect(model.batch.map((token) => token.label)).toEqual(["b"]);
  expect(model.later.map((token) => token.label)).toEqual(["c"]);
});
