import { beforeAll, describe, expect, test } from "vitest";
import semaphore from "../examples/python/semaphore.py?raw";
import resources from "../testing/resources-program.py?raw";
import { recordPython } from "../testing/record-program.ts";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { eventKinds } from "../events/event.ts";
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

describe.each([
  ["a semaphore", semaphore, 2],
  ["every kind of resource", resources, 8],
])("a recorded run with %s", (_, source, writer) => {
  let store: TraceStore;
  beforeAll(async () => {
    store = new TraceStore();
    for (const chunk of await recordPython(source)) store.append(chunk);
  });

  test("every event is one sentence with nothing missing in it", () => {
    for (let index = 0; index < store.length; index++) {
      expect(sentenceAt(store, index)).toMatch(/^[A-Za-z].*[^ ]\.$/s);
      expect(sentenceAt(store, index)).not.toMatch(/undefined|NaN|null/);
    }
  });

  test("the tasks in a sentence are parts that name them", () => {
    const index = store.outputs[0] as number;
    const [first] = narrate(store.trace.event(index), store.stateAt(index));
    expect(first).toEqual({ text: store.stateAt(index).tasks.get(writer)?.name, task: writer });
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

test.each([
  [
    "timerScheduled 1 A name=sleep when=0.25; timerScheduled 2 B name=sleep when=0.5; taskSuspended B line=5 reason=sleep",
    "B ran to line 5 and sleeps 0.5 s; its timer is second in line.",
  ],
  [
    "timerScheduled 1 A name=sleep when=2; taskSuspended A line=5 reason=sleep",
    "A ran to line 5 and sleeps 2 s; its timer is the only one.",
  ],
  ["taskSuspended A reason=sleep", "A sleeps."],
  [
    "handleScheduled 1 A; taskSuspended A line=4 reason=sleep",
    "A ran to line 4 and lets the others run first.",
  ],
  ["taskSuspended A line=3 reason=task on=2", "A ran to line 3 and waits for B."],
  [
    "resourceCreated 1 type=TaskGroup; childAdded 1 B; childAdded 1 C; taskSuspended A line=9 on=1 reason=TaskGroup",
    "A ran to line 9 and waits for the 2 of its group.",
  ],
  ["resourceCreated 1 type=TaskGroup; childAdded 1 B", "B joins the task group, which has one task now."],
  ["resourceCreated 1 type=gather value=2; childAdded 1 B", "B is one of those that gather waits for."],
  [
    "timerScheduled 1 A name=sleep when=0; timerDue 1 A name=sleep; handleStarted 1 A name=sleep; futureDone 1",
    "The sleep of A is over.",
  ],
  ["handleScheduled 1 A; handleStarted 1 A; futureDone 1", "A settles a future: whoever waits on it wakes."],
  ["handleScheduled 1 name=wait.<locals>.done", "The callback done is scheduled: first in the queue."],
  ["resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 A value=0", "A holds door now."],
  [
    "resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 A value=0; resourceReleased 1 A value=1",
    "A lets go of door.",
  ],
  [
    `resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 B value=0; resourceWaited 1 A
     taskSuspended A line=2 on=1 reason=Lock`,
    "A ran to line 2 and stands in line for door: it is first.",
  ],
])("what a listener is told: %s", (text, sentence) =>
  expect(told(`taskCreated A; taskCreated B; taskCreated C; ${text}`)).toBe(sentence),
);

describe("resources", () => {
  const waits = (reason: string) =>
    `taskCreated A; taskCreated B; resourceCreated 1 type=X name=it; taskSuspended A line=3 on=1 reason=${reason}`;

  test.each([
    ["Event", "A ran to line 3 and waits for it to be set."],
    ["Condition", "A ran to line 3 and waits to be notified on it."],
    ["Barrier", "A ran to line 3 and waits at it for the others."],
    ["Queue.get", "A ran to line 3 and waits for an item in it."],
    ["Queue.put", "A ran to line 3 and waits for room in it."],
    ["Queue.join", "A ran to line 3 and waits until all of it is worked off."],
  ])("a wait for a resource: %s", (reason, sentence) => expect(told(waits(reason))).toBe(sentence));

  test.each([
    ["resourceCreated 1 type=Gate base=Event name=it", "Gate it is made, not set."],
    ["resourceCreated 1 type=Barrier name=it value=3", "Barrier it is made, for 3 tasks."],
    ["resourceCreated 1 type=Queue name=it value=2", "Queue it is made, with room for 2 items."],
    ["resourceCreated 1 type=LifoQueue", "LifoQueue is made."],
    [
      `${waits("Event")}; resourceChanged 1 B change=set value=1`,
      "B sets it: the task that waits for it wakes.",
    ],
    [
      `${waits("Condition")}; resourceChanged 1 B change=notify value=1`,
      "B notifies the first who waits on it.",
    ],
    [
      `${waits("Barrier")}; resourceChanged 1 B change=trip value=2`,
      "B is the last of 2 to come to it: all go on.",
    ],
    [
      `${waits("Barrier")}; resourceChanged 1 change=abort value=1`,
      "The program breaks it: nobody gets past it.",
    ],
    [`${waits("Queue.get")}; queuePut 1 B item=x value=1`, "B puts x into it, which has 1 item now."],
    [
      "taskCreated A; resourceCreated 1 type=PriorityQueue; queueGot 1 A item=x value=0",
      "A takes x from the queue, which has none left.",
    ],
  ])("%s", (text, sentence) => expect(told(text)).toBe(sentence));
});
