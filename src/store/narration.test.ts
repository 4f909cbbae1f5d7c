import { beforeAll, describe, expect, test } from "vitest";
import semaphore from "../examples/python/semaphore.py?raw";
import { recordPython } from "../testing/record-program.ts";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { eventKinds } from "../trace/format.ts";
import { narrate, plainText } from "./narration.ts";
import { TraceStore } from "./trace-store.ts";

function sentenceAt(store: TraceStore, index: number): string {
  return plainText(narrate(store.trace.event(index), store.stateAt(index)));
}

/** The sentence of a text trace's last event. */
function told(text: string): string {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return sentenceAt(store, store.length - 1);
}

describe("a recorded run", () => {
  let store: TraceStore;
  beforeAll(async () => {
    store = new TraceStore();
    for (const chunk of await recordPython(semaphore)) store.append(chunk);
  });

  test("every event is one sentence with nothing missing in it", () => {
    for (let index = 0; index < store.length; index++) {
      expect(sentenceAt(store, index)).toMatch(/^[A-Za-z].*[^ ]\.$/s);
      expect(sentenceAt(store, index)).not.toMatch(/undefined|NaN|null/);
    }
  });

  test("the tasks in a sentence are parts that name them", () => {
    const index = store.outputs[0] as number;
    expect(narrate(store.trace.event(index), store.stateAt(index))[0]).toEqual({ text: "worker-0", task: 2 });
  });
});

test("every event kind has a sentence", () => {
  for (const kind of eventKinds)
    expect(told(`taskCreated A; ${kind}${kind === "warningRaised" ? " message=Said." : ""}`), kind).toMatch(
      /\.$/,
    );
});

test("a permit that goes to the first in line", () => {
  expect(
    told(`
      taskCreated A; taskCreated B; resourceCreated 1 type=Semaphore name=gate value=1
      resourceAcquired 1 A value=0; resourceWaited 1 B value=0
      taskSuspended B 9 on=1 reason=Semaphore; handleScheduled 4 B; resourceReleased 1 A value=0
    `),
  ).toBe("A gives back a permit of gate; B, first in line, is next.");
});

test("a timer says how long, and its place among the others", () => {
  expect(
    told("taskCreated A; taskCreated B; timerScheduled 1 A when=0.5; timerScheduled 2 B when=0.25"),
  ).toBe("B sets a timer for 0.25 s from now: first to come due.");
});
