import { isDeepStrictEqual } from "node:util";
import { beforeAll, describe, expect, test } from "vitest";
import helloWorld from "../examples/python/hello-world.py?raw";
import semaphore from "../examples/python/semaphore.py?raw";
import busy from "../testing/busy-program.py?raw";
import groups from "../testing/groups-program.py?raw";
import resources from "../testing/resources-program.py?raw";
import { recordPython } from "../testing/record-program.ts";
import { chunkFromText } from "../testing/trace-from-text.ts";
import type { Chunk } from "../trace/chunk.ts";
import { emptyState, StateBuilder } from "./apply-event.ts";
import type { LoopState } from "./loop-state.ts";
import { kindOf } from "./resources/kinds.ts";
import { TraceStore } from "./trace-store.ts";

function storeOf(chunks: Chunk[]): TraceStore {
  const store = new TraceStore();
  for (const chunk of chunks) store.append(chunk);
  return store;
}

/** Return the states after each event, by one replay from the beginning. */
function fullReplay({ trace }: TraceStore): LoopState[] {
  const builder = new StateBuilder();
  return Array.from({ length: trace.length }, () => {
    builder.applyNext(trace);
    return builder.snapshot();
  });
}

/** Return every index once, in a fixed order that jumps back and forth. */
function shuffled(length: number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  let seed = 1;
  for (let i = length - 1; i > 0; i--) {
    seed = (seed * 48271) % 0x7fffffff;
    const other = seed % (i + 1);
    [order[i], order[other]] = [order[other] as number, order[i] as number];
  }
  return order;
}

/** Return an index at which the store's state differs from `expected`; -1 if there is none. */
function firstDifference(store: TraceStore, expected: LoopState[], order: number[]): number {
  return order.find((i) => !isDeepStrictEqual(store.stateAt(i), expected[i])) ?? -1;
}

describe.each([
  { name: "hello world", source: helloWorld, events: 250 },
  { name: "semaphore", source: semaphore, events: 200 },
  { name: "every kind of resource", source: resources, events: 400 },
  { name: "every kind of group", source: groups, events: 300 },
  { name: "a long program", source: busy, events: 5000 },
])("the states of $name", ({ source, events }) => {
  let chunks: Chunk[];
  let expected: LoopState[];

  beforeAll(async () => {
    chunks = await recordPython(source);
    expected = fullReplay(storeOf(chunks));
    expect(expected.length).toBeGreaterThan(events);
  });

  test("keyframe and replay lead to the states of a full replay, in any order", () => {
    const store = storeOf(chunks);
    const forwards = expected.map((_, i) => i);
    expect(firstDifference(store, expected, forwards)).toBe(-1);
    expect(firstDifference(store, expected, forwards.toReversed())).toBe(-1);
    expect(firstDifference(store, expected, shuffled(expected.length))).toBe(-1);
  });

  test("a later replay does not change an earlier state", () => {
    const store = storeOf(chunks);
    const early = expected.map((_, i) => store.stateAt(i));
    expect(firstDifference(store, early, shuffled(early.length))).toBe(-1);
    for (const state of early) {
      expect([state, state.ready, state.timers, ...state.items.values()].every(Object.isFrozen)).toBe(true);
    }
  });

  test("the lists of output and callbacks are those of the trace", () => {
    const { trace, outputs, callbacks } = storeOf(chunks);
    const indices = (kind: string) => expected.map((_, i) => i).filter((i) => trace.kind(i) === kind);
    expect(outputs).toEqual(indices("outputWritten"));
    expect(callbacks).toEqual(indices("handleStarted"));
  });

  test("the state at the end is empty", () => {
    const end = expected.at(-1);
    expect(end).toMatchObject({ looping: false, running: null, batch: 0 });
    expect([...(end?.ready ?? [])]).toEqual([]);
    for (const items of end?.items.values() ?? []) expect(items).toEqual([]);
    expect([...(end?.tasks.values() ?? [])].map((task) => task.status)).not.toContain("running");
    for (const resource of end?.resources.values() ?? []) {
      expect(resource).toMatchObject({ holders: [], waiters: [] });
      if (kindOf(resource.base).line?.startValue) expect(resource.value).toBe(resource.limit);
    }
  });
});

test("a store that grows while it is read ends up as one that grew at once", async () => {
  const whole = await recordPython(busy);
  const store = new TraceStore();
  for (const chunk of whole) {
    store.append(chunk);
    expect(store.stateAt(store.length - 1).index).toBe(store.length - 1);
    store.stateAt(store.length >> 1);
  }
  const expected = fullReplay(storeOf(whole));
  expect(firstDifference(store, expected, shuffled(expected.length))).toBe(-1);
});

test("indices outside the trace are clamped", async () => {
  const store = storeOf(await recordPython("print('hello')"));
  expect(store.length).toBe(1);
  expect(store.stateAt(-5)).toEqual(emptyState);
  expect(store.stateAt(-1)).toEqual(emptyState);
  expect(store.stateAt(99)).toBe(store.stateAt(0));
  expect(new TraceStore().stateAt(0)).toEqual(emptyState);
});

test("a semaphore never has more holders than permits, and the first in line acquires first", async () => {
  const store = storeOf(await recordPython(semaphore));
  const inLine: number[] = [];
  const letIn: number[] = [];
  let most = 0;
  for (let i = 0; i < store.length; i++) {
    const gate = [...store.stateAt(i).resources.values()][0];
    if (!gate) continue;
    expect(gate.holders.length).toBeLessThanOrEqual(gate.limit);
    expect(new Set(gate.holders).size).toBe(gate.holders.length);
    expect(gate.holders.filter((task) => gate.waiters.includes(task))).toEqual([]);
    most = Math.max(most, gate.waiters.length);
    for (const task of gate.waiters) if (!inLine.includes(task)) inLine.push(task);
    for (const task of gate.holders) if (!letIn.includes(task)) letIn.push(task);
  }
  expect(most).toBe(4);
  expect(inLine).toHaveLength(4);
  expect(letIn.slice(3)).toEqual(inLine);
});

test("the deepest ready queue is known as the trace grows", () => {
  const store = new TraceStore();
  store.append(chunkFromText("handleScheduled 1 name=a; handleScheduled 2 name=b; handleStarted 1 name=a"));
  expect([store.deepestReady, store.readyDepth(2)]).toEqual([2, 1]);
  store.append(chunkFromText("handleScheduled 3 name=c; handleScheduled 4 name=d"));
  expect(store.deepestReady).toBe(3);
});
