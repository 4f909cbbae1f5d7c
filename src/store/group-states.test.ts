/** Groups in the state, and their children, from traces drawn as text. */
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

const gather = `
  taskCreated A; taskCreated B A; taskCreated C A
  resourceCreated 1 type=gather value=2 line=7; childAdded 1 B; childAdded 1 C
  taskSuspended A 1 reason=gather on=1;`;

describe("a gather", () => {
  test("has its children and its waiters", () => {
    const { groups, tasks } = stateAfter(gather);
    expect([...groups.values()]).toEqual([
      { id: 1, type: "gather", base: "gather", line: 7, since: 0, living: 2, waiters: 1 },
    ]);
    expect(tasks.get(1)).toMatchObject({ status: "waiting", on: 1 });
    expect(tasks.get(2)?.groups).toEqual([1]);
  });

  test("does not count a child that is done", () => {
    expect(stateAfter(`${gather} taskDone B outcome=result`).groups.get(1)).toMatchObject({ living: 1 });
  });

  test("leaves when all children are done and no task waits for it", () => {
    const done = `${gather} taskDone B outcome=result; taskDone C outcome=result;`;
    expect(stateAfter(done).groups.get(1)).toMatchObject({ living: 0, waiters: 1 });
    expect(stateAfter(`${done} handleScheduled 4 A`).groups.size).toBe(0);
  });

  test("stays for children that continue after one has failed", () => {
    const failed = stateAfter(`${gather} taskDone B outcome=exception; handleScheduled 4 A; taskStepped A`);
    expect(failed.groups.get(1)).toMatchObject({ living: 1, waiters: 0 });
  });

  test("leaves with its waiter, if the waiter is cancelled after the children are done", () => {
    const text = `${gather} taskDone B outcome=result; taskDone C outcome=result; taskDone A outcome=cancelled`;
    expect(stateAfter(text).groups.size).toBe(0);
  });

  test("of asyncio.wait leaves when its time limit wakes the waiter", () => {
    const text = `taskCreated A; taskCreated B; taskStepped A; resourceCreated 1 type=wait value=1; childAdded 1 B
      taskSuspended A reason=wait on=1;`;
    expect(stateAfter(text).groups.get(1)).toMatchObject({ living: 1, waiters: 1 });
    const woken = `${text} handleScheduled 4 A;`;
    expect(stateAfter(woken).groups.size).toBe(0);
    expect(stateAfter(`${woken} taskStepped A; taskDone B outcome=result`).groups.size).toBe(0);
  });

  test("with a child that is already done waits for the others only", () => {
    const text = `taskCreated A; taskCreated B; taskDone A outcome=result
      resourceCreated 1 type=gather value=2; childAdded 1 A; childAdded 1 B`;
    expect(stateAfter(text).groups.get(1)).toMatchObject({ living: 1 });
  });

  test("of futures counts the unfinished ones", () => {
    const text = `taskCreated A; futureCreated 8; futureCreated 9; futureDone 8
      resourceCreated 1 type=gather value=2; childAdded 1 future=8; childAdded 1 future=9;`;
    expect(stateAfter(text).groups.get(1)).toMatchObject({ living: 1 });
    expect(stateAfter(`${text} futureDone 9`)).toMatchObject({ groups: new Map(), futures: new Map() });
  });
});

test("a task group comes back for a child that it gets after the others are done", () => {
  const first = `taskCreated A; taskCreated B A; resourceCreated 1 type=Crew base=TaskGroup; childAdded 1 B;
    taskDone B outcome=result;`;
  expect(stateAfter(first).groups.size).toBe(0);
  expect(stateAfter(`${first} taskCreated C A; childAdded 1 C`).groups.get(1)).toMatchObject({
    type: "Crew",
    living: 1,
  });
});

test("a wait on a lock, or on a task whose number is a group's, is no wait on the group", () => {
  const text = `${gather} taskSuspended B reason=task on=1; resourceCreated 2 type=Lock; taskSuspended C reason=Lock on=2`;
  const { groups } = stateAfter(text);
  expect([...groups.keys()]).toEqual([1]);
  expect(groups.get(1)).toMatchObject({ waiters: 1 });
});

test("10,000 children are right at each event, in any order of the cursor", () => {
  const letters = Array.from({ length: 10_000 }, (_, i) => i + 2);
  const text = [
    "taskCreated 1 name=main",
    ...letters.map((id) => `taskCreated ${id} 1 name=t`),
    "resourceCreated 1 type=gather value=10000",
    ...letters.map((id) => `childAdded 1 ${id}`),
    ...letters.map((id) => `taskDone ${id} outcome=result`),
  ].join("\n");
  const store = storeOf(text);
  const made = 10_001;
  for (const at of [made + 1, made + 5000, made + 10_000, made + 10_001, made + 19_999, made + 3]) {
    const state = store.stateAt(at);
    const came = Math.min(10_000, at - made);
    const gone = Math.max(0, at - made - 10_000);
    expect(state.groups.get(1)?.living, `at ${at}`).toBe(came - gone);
    expect(store.groupChildren.count(1, at)).toBe(came);
    const living = store.groupChildren.livingTasks(1, state, 3).map((task) => task.id);
    expect(living).toEqual(letters.slice(gone, Math.min(gone + 3, came)));
  }
  expect(store.stateAt(store.length - 1).groups.size).toBe(0);
});

describe("a task", () => {
  test("has the stack of its coroutines until it continues", () => {
    const asleep = "taskCreated A; taskStepped A; taskSuspended A reason=sleep line=9 stack=main/4;";
    expect(stateAfter(asleep).tasks.get(1)?.stack).toBe("main/4");
    expect(stateAfter(`${asleep} taskStepped A`).tasks.get(1)?.stack).toBe("");
  });

  test("counts the cancel requests that were not withdrawn", () => {
    const two = "taskCreated A; taskCancelRequested A; taskCancelRequested A;";
    expect(stateAfter(two).tasks.get(1)?.cancelling).toBe(2);
    expect(stateAfter(`${two} taskUncancelled A left=1`).tasks.get(1)?.cancelling).toBe(1);
  });
});
