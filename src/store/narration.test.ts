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

/** Return the sentence of a text trace's last event. */
function lastSentence(text: string): string {
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

  test("every event has one complete sentence", () => {
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
    expect(
      lastSentence(`taskCreated A; ${kind}${kind === "warningRaised" ? " message=Said." : ""}`),
      kind,
    ).toMatch(/\.$/);
});

test("a permit passes to the first in line", () => {
  expect(
    lastSentence(`
      taskCreated A; taskCreated B; resourceCreated 1 type=Semaphore name=gate value=1
      resourceAcquired 1 A value=0; resourceWaited 1 B value=0
      taskSuspended B 9 on=1 reason=Semaphore; handleScheduled 4 B; resourceReleased 1 A value=0
    `),
  ).toBe("A releases a permit of gate; B, first in line, is next.");
});

test("a timer says when it is due, and its place among the others", () => {
  expect(
    lastSentence("taskCreated A; taskCreated B; timerScheduled 1 A when=0.5; timerScheduled 2 B when=0.25"),
  ).toBe("B sets a timer, due in 0.25 s, first in line.");
});

test.each([
  [
    "timerScheduled 1 A name=sleep when=0.25; timerScheduled 2 B name=sleep when=0.5; taskSuspended B line=5 reason=sleep",
    "B stops at line 5 and sleeps for 0.5 s.",
  ],
  [
    "timerScheduled 1 A name=sleep when=2; taskSuspended A line=5 reason=sleep",
    "A stops at line 5 and sleeps for 2 s.",
  ],
  ["taskSuspended A reason=sleep", "A sleeps."],
  [
    "handleScheduled 1 A; taskSuspended A line=4 reason=sleep",
    "A stops at line 4 and lets other callbacks run first.",
  ],
  ["taskSuspended A line=3 reason=task on=2", "A stops at line 3 and waits for B."],
  [
    "resourceCreated 1 type=TaskGroup; childAdded 1 B; childAdded 1 C; taskSuspended A line=9 on=1 reason=TaskGroup",
    "A stops at line 9 and waits for the 2 tasks of its group.",
  ],
  [
    "resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 B value=0; resourceWaited 1 A",
    "door is held: A joins the line, in first place.",
  ],
  [
    "resourceCreated 1 type=Lock value=1; resourceAcquired 1 B value=0; resourceWaited 1 A",
    "The lock is held: A joins the line, in first place.",
  ],
  ["resourceCreated 1 type=TaskGroup; childAdded 1 B", "B joins the task group, which now has 1 task."],
  ["resourceCreated 1 type=gather value=2; childAdded 1 B", "Gather waits for B."],
  [
    "timerScheduled 1 A name=sleep when=0; timerDue 1 A name=sleep; handleStarted 1 A name=sleep; futureDone 1",
    "The sleep of A is over.",
  ],
  [
    "handleScheduled 1 A; handleStarted 1 A; futureDone 1",
    "A sets a future's result. The tasks waiting for it wake up.",
  ],
  ["handleScheduled 1 name=wait.<locals>.done", "The callback done joins the ready queue, first in line."],
  ["resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 A value=0", "A acquires door."],
  [
    "resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 A value=0; resourceReleased 1 A value=1",
    "A releases door.",
  ],
  [
    `resourceCreated 1 type=Lock name=door value=1; resourceAcquired 1 B value=0; resourceWaited 1 A
     taskSuspended A line=2 on=1 reason=Lock`,
    "A stops at line 2 and waits for door, first in line.",
  ],
])("the sentence of %s", (text, sentence) =>
  expect(lastSentence(`taskCreated A; taskCreated B; taskCreated C; ${text}`)).toBe(sentence),
);

describe("resources", () => {
  const waits = (reason: string) =>
    `taskCreated A; taskCreated B; resourceCreated 1 type=X base=${reason.split(".")[0]} name=it; taskSuspended A line=3 on=1 reason=${reason}`;

  test.each([
    ["Event", "A stops at line 3 and waits for it to be set."],
    ["Condition", "A stops at line 3 and waits to be notified on it."],
    ["Barrier", "A stops at line 3 and waits at it for the other tasks."],
    ["Queue.get", "A stops at line 3 and waits for an item in it."],
    ["Queue.put", "A stops at line 3 and waits for room in it."],
    ["Queue.join", "A stops at line 3 and waits until every item of it is marked done."],
  ])("a wait for a resource: %s", (reason, sentence) => expect(lastSentence(waits(reason))).toBe(sentence));

  test.each([
    ["resourceCreated 1 type=Gate base=Event name=it", "Gate it is created, not set."],
    ["resourceCreated 1 type=Barrier name=it value=3", "Barrier it is created for 3 tasks."],
    ["resourceCreated 1 type=Queue name=it value=2", "Queue it is created with room for 2 items."],
    ["resourceCreated 1 type=LifoQueue", "LifoQueue is created."],
    [`${waits("Event")}; resourceChanged 1 B change=set value=1`, "B sets it: the waiting task wakes up."],
    [
      `${waits("Condition")}; resourceChanged 1 B change=notify value=1`,
      "B notifies one waiting task on it.",
    ],
    [
      `${waits("Barrier")}; resourceChanged 1 B change=trip value=2`,
      "B is the last of 2 to reach it: all continue.",
    ],
    [
      `${waits("Barrier")}; resourceChanged 1 change=abort value=1`,
      "The program breaks it: no task can pass it.",
    ],
    [`${waits("Queue.get")}; queuePut 1 B item=x value=1`, "B puts x into it, which now has 1 item."],
    [
      "taskCreated A; resourceCreated 1 type=PriorityQueue; queueGot 1 A item=x value=0",
      "A takes x from the priority queue, which has none left.",
    ],
  ])("%s", (text, sentence) => expect(lastSentence(text)).toBe(sentence));
});
