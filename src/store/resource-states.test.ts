/** Effects of single events on resources: the tasks in line, and a queue's items. */
import { describe, expect, test } from "vitest";
import { chunkFromText } from "../testing/trace-from-text.ts";
import type { LoopState } from "./loop-state.ts";
import { TraceStore } from "./trace-store.ts";

function storeOf(text: string): TraceStore {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store;
}

function stateAfter(text: string): LoopState {
  const store = storeOf(text);
  return store.stateAt(store.length - 1);
}

const resource = (text: string) => stateAfter(text).resources.get(1);

describe("an event", () => {
  const waited = `
    taskCreated A; taskCreated B; resourceCreated 1 type=Event name=ready
    taskSuspended A 8 reason=Event on=1; taskSuspended B 9 reason=Event on=1;`;

  test("has its waiters in line until they run", () => {
    expect(resource(waited)).toMatchObject({ value: 0, change: "", waiters: [1, 2] });
    const set = `${waited} handleScheduled 3 A; handleScheduled 4 B; resourceChanged 1 change=set value=1;`;
    expect(resource(set)).toMatchObject({ value: 1, change: "set", waiters: [1, 2] });
    expect(resource(`${set} handleStarted 3 A; taskStepped A`)?.waiters).toEqual([2]);
  });

  test("loses a cancelled waiter", () => {
    expect(
      resource(`${waited} taskCancelRequested A; taskStepped A; taskDone A outcome=cancelled`)?.waiters,
    ).toEqual([2]);
  });

  test("is not a task with the same id", () => {
    expect(resource(`${waited} taskStepped B; taskSuspended B 9 reason=task on=1`)?.waiters).toEqual([1]);
  });

  test("gets a waiter that waits again at the end of its line", () => {
    expect(resource(`${waited} taskStepped A; taskSuspended A 8 reason=Event on=1`)?.waiters).toEqual([2, 1]);
  });
});

test("a task that a condition notifies is in line for the lock", () => {
  const text = `
    taskCreated A; resourceCreated 1 type=Lock value=1; resourceCreated 2 type=Condition; resourceAcquired 1 B value=0
    taskSuspended A reason=Condition on=2; resourceChanged 2 B change=notify value=1
    taskStepped A; resourceWaited 1 A value=0; taskSuspended A reason=Lock on=1`;
  const { resources } = stateAfter(text);
  expect([resources.get(1)?.waiters, resources.get(2)?.waiters]).toEqual([[1], []]);
});

describe("a barrier", () => {
  const two = `
    taskCreated A; taskCreated B; taskCreated C; resourceCreated 1 type=Barrier value=3
    taskSuspended A reason=Barrier on=1; taskSuspended B reason=Barrier on=1;`;
  const tripped = `${two} resourceChanged 1 C change=trip value=3;`;

  test("lets all through when the last one comes; each leaves as it runs", () => {
    expect(resource(two)).toMatchObject({ limit: 3, value: 0, waiters: [1, 2], holders: [] });
    expect(resource(tripped)).toMatchObject({ value: 3, waiters: [], holders: [1, 2, 3] });
    expect(resource(`${tripped} taskDone C; taskStepped A`)?.holders).toEqual([2]);
  });

  test("has the next tasks in line while the earlier ones leave", () => {
    const next = `${tripped} taskSuspended C reason=sleep; taskCreated D; taskSuspended D reason=Barrier on=1`;
    expect(resource(next)).toMatchObject({ waiters: [4], holders: [1, 2] });
  });
});

describe("a queue", () => {
  const items = (text: string) => stateAfter(text).items.get(1);
  const three = (type: string) => `
    resourceCreated 1 type=${type}; queuePut 1 item=x value=1; queuePut 1 item=y value=2; queuePut 1 item=x value=3;`;

  test("gives the earliest item, the latest, or one with that text", () => {
    expect(items(three("Queue"))).toEqual(["x", "y", "x"]);
    expect(items(`${three("Queue")} queueGot 1 item=x value=2`)).toEqual(["y", "x"]);
    expect(items(`${three("LifoQueue")} queueGot 1 item=x value=2`)).toEqual(["x", "y"]);
    const heap = `${three("PriorityQueue")} queueGot 1 item=y value=2 next=x`;
    expect([items(heap), resource(heap)?.next]).toEqual([["x", "x"], "x"]);
  });

  test("is emptied by a shutdown at once, and by no other", () => {
    expect(items(`${three("Queue")} resourceChanged 1 change=shutdown value=3`)).toHaveLength(3);
    expect(items(`${three("Queue")} resourceChanged 1 change=shutdown value=0`)).toEqual([]);
  });

  test("of a class that drops items has no more than its size", () => {
    const once =
      "resourceCreated 1 type=Once base=Queue; queuePut 1 item=x value=1; queuePut 1 item=x value=1";
    expect(items(once)).toEqual(["x"]);
    expect(items(`${once}; queuePut 1 item=y value=1`)).toEqual(["y"]);
    expect(items(`${once}; queueGot 1 item=z value=0`)).toEqual([]);
  });

  test("has its items at every event, in any order of the cursor", () => {
    const puts = Array.from({ length: 900 }, (_, i) => `queuePut 1 item=${i} value=${i + 1}`);
    const gets = Array.from({ length: 900 }, (_, i) => `queueGot 1 item=${i} value=${899 - i}`);
    const store = storeOf(["resourceCreated 1 type=Queue", ...puts, ...gets].join("\n"));
    const check = (at: number) => {
      const list = store.stateAt(at).items.get(1) as readonly string[];
      expect(list.length).toBe(at <= 900 ? at : 1800 - at);
      expect(list[0]).toBe(list.length === 0 ? undefined : String(Math.max(0, at - 900)));
    };
    for (let at = 0; at <= 1800; at++) check(at);
    for (let at = 1800; at >= 0; at -= 7) check(at);
    const former = store.stateAt(900).items.get(1);
    store.stateAt(901);
    expect(former).toHaveLength(900);
    expect(Object.isFrozen(former)).toBe(true);
  });
});
