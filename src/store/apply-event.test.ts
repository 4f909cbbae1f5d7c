/** Effects of single events on the state; trace-store.test.ts replays real traces. */
import { describe, expect, test } from "vitest";
import { chunkFromText } from "../testing/trace-from-text.ts";
import type { LoopState } from "./loop-state.ts";
import { TraceStore } from "./trace-store.ts";

function stateAfter(text: string): LoopState {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store.stateAt(store.length - 1);
}

const ids = (entities: Iterable<{ id: number }>) => Array.from(entities, (entity) => entity.id);
const resource = (state: LoopState, id = 1) => state.resources.get(id);
const task = (state: LoopState, id = 1) => state.tasks.get(id);

describe("the ready queue", () => {
  test("is first in, first out, without the running callback", () => {
    const scheduled = "handleScheduled 1 A; handleScheduled 2 name=callback; handleScheduled 3 B;";
    expect(ids(stateAfter(scheduled).ready)).toEqual([1, 2, 3]);
    const started = stateAfter(`${scheduled} iterationStarted ready=3; handleStarted 1 A`);
    expect(ids(started.ready)).toEqual([2, 3]);
    expect(started.running).toEqual({ id: 1, task: 1, name: "A", wasTimer: false, by: 0 });
    expect(stateAfter(`${scheduled} handleStarted 1 A; handleEnded 1 A`).running).toBeNull();
  });

  test("loses a cancelled handle, in any position", () => {
    expect(
      ids(stateAfter("handleScheduled 1; handleScheduled 2; handleScheduled 3; handleCancelled 2").ready),
    ).toEqual([1, 3]);
  });

  test("ignores a handle that it does not hold", () => {
    const state = stateAfter("handleScheduled 1; handleStarted 7; handleCancelled 8");
    expect(ids(state.ready)).toEqual([1]);
    expect(state.running).toBeNull();
  });
});

describe("the batch", () => {
  const begun = "handleScheduled 1; handleScheduled 2; iterationStarted ready=2;";

  test("is frozen: a later callback waits for the next iteration", () => {
    const state = stateAfter(`${begun} handleStarted 1; handleScheduled 3; handleScheduled 4`);
    expect([ids(state.ready), state.batch]).toEqual([[2, 3, 4], 1]);
  });

  test("shrinks by each callback that starts", () => {
    const state = stateAfter(`${begun} handleStarted 1; handleScheduled 3; handleEnded 1; handleStarted 2`);
    expect([ids(state.ready), state.batch]).toEqual([[3], 0]);
  });

  test("shrinks by a cancelled handle of its own, not by one behind it", () => {
    expect(stateAfter(`${begun} handleStarted 1; handleScheduled 3; handleCancelled 3`).batch).toBe(1);
    expect(stateAfter(`${begun} handleStarted 1; handleScheduled 3; handleCancelled 2`).batch).toBe(0);
  });

  test("is empty when the loop stops", () => {
    expect(stateAfter(`loopStarted; ${begun} loopStopped`)).toMatchObject({
      batch: 0,
      looping: false,
      iteration: 1,
    });
  });
});

describe("the timers", () => {
  const three = "timerScheduled 1 A when=0.5; timerScheduled 2 B when=0.2; timerScheduled 3 C when=0.5;";

  test("are sorted by due time, equal ones by creation", () => {
    expect(ids(stateAfter(three).timers)).toEqual([2, 1, 3]);
  });

  test("that are due join the end of the ready queue", () => {
    const state = stateAfter(`${three} handleScheduled 9; @0.2; clockAdvanced from=0; timerDue 2 B when=0.2`);
    expect(ids(state.timers)).toEqual([1, 3]);
    expect([...state.ready].map(({ id, wasTimer }) => [id, wasTimer])).toEqual([
      [9, false],
      [2, true],
    ]);
  });

  test("that are cancelled leave, and no ready handle leaves with them", () => {
    const state = stateAfter(`${three} handleScheduled 9; handleCancelled 1 A`);
    expect([ids(state.timers), ids(state.ready)]).toEqual([[2, 3], [9]]);
  });

  test("do not make their task ready: only a step in the queue does", () => {
    const sleeping = `
      taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A line=3
      timerScheduled 2 A when=0.5; taskSuspended A reason=sleep line=4; handleEnded 1 A; @0.5; timerDue 2 A when=0.5;`;
    expect(task(stateAfter(sleeping))).toMatchObject({
      status: "waiting",
      reason: "sleep",
      line: 4,
      since: 0,
    });
    const woken = stateAfter(`${sleeping} handleStarted 2 A; handleScheduled 3 A`);
    expect(task(woken)).toMatchObject({ status: "ready", line: 4, since: 0.5 });
  });
});

describe("a lock", () => {
  const gate =
    "resourceCreated 1 type=Lock name=gate value=1; resourceAcquired 1 A value=0; resourceWaited 1 B value=0; resourceWaited 1 C value=0;";

  test("has a holder and waiters in line", () => {
    expect(resource(stateAfter(gate))).toMatchObject({ limit: 1, value: 0, holders: [1], waiters: [2, 3] });
  });

  test("passes from one task to the next", () => {
    const state = stateAfter(`${gate} resourceReleased 1 A value=1; resourceAcquired 1 B value=0`);
    expect(resource(state)).toMatchObject({ value: 0, holders: [2], waiters: [3] });
  });

  test("loses its holder when another task releases it", () => {
    expect(resource(stateAfter(`${gate} resourceReleased 1 B value=1`))).toMatchObject({
      value: 1,
      holders: [],
    });
  });

  test("loses a cancelled waiter that waits elsewhere or is done", () => {
    const created = `taskCreated B; taskCreated C; ${gate}`;
    const elsewhere = stateAfter(
      `${created} taskCancelRequested B; taskStepped B; taskSuspended B reason=sleep`,
    );
    expect(resource(elsewhere)?.waiters).toEqual([3]);
    const done = stateAfter(`${created} taskCancelRequested C; taskStepped C; taskDone C outcome=cancelled`);
    expect(resource(done)?.waiters).toEqual([2]);
    expect(task(done, 3)).toMatchObject({ status: "done", outcome: "cancelled" });
  });

  test("keeps its waiters in line", () => {
    const state = stateAfter(`taskCreated B; ${gate} taskSuspended B reason=Lock on=1`);
    expect(resource(state)?.waiters).toEqual([2, 3]);
  });
});

test("the current line is the last line that the running code reached", () => {
  const text = "taskCreated A line=2; handleScheduled 1 A; handleStarted 1 A; taskStepped A line=5;";
  expect(stateAfter(text).line).toBe(5);
  expect(stateAfter(`${text} outputWritten task=A line=6`)).toMatchObject({ line: 6, outputs: 1 });
  expect(stateAfter(`${text} handleEnded 1 A`).line).toBe(0);
});

test("a thread is in the state while it runs a function", () => {
  const text = "@1; threadStarted 1 name=asyncio_0; @2; threadStarted 2 name=asyncio_1;";
  expect(stateAfter(text).threads).toEqual([
    { id: 1, name: "asyncio_0", since: 1, task: 0, wait: null },
    { id: 2, name: "asyncio_1", since: 2, task: 0, wait: null },
  ]);
  const waits = stateAfter(`${text} threadSuspended 1 call=Queue.get line=7 until=3`).threads[0]?.wait;
  expect(waits).toEqual({ call: "Queue.get", line: 7, since: 2, until: 3, task: 0 });
  expect(stateAfter(`${text} threadSuspended 1 call=x; threadResumed 1`).threads[0]?.wait).toBeNull();
  expect(
    stateAfter(`${text} threadSuspended 1 call=x; resultAwaited 1 task=A`).threads[0]?.wait,
  ).toMatchObject({ task: 1 });
  expect(stateAfter(`${text} threadEnded 1 name=asyncio_0`).threads.map(({ id }) => id)).toEqual([2]);
});
