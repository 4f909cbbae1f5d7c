import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventLoop } from "../runtime/loop/event-loop.ts";
import { LoopHandle, LoopTimerHandle } from "../runtime/loop/loop-handle.ts";
import { guardInstrument, type Hooks } from "../runtime/instrument/instrument.ts";
import { exportEvents } from "../formats/export-events.ts";
import { columnNames, eventFields, eventKinds, kindCodes, type Chunk, type EventKind } from "./format.ts";
import { Recorder } from "./recorder.ts";
import { Trace } from "./trace.ts";

const loop = { handleCancelled() {} };
class SomeHandle extends LoopHandle {
  override readonly name = "a handle";
  run() {}
}
class SomeTimer extends LoopTimerHandle {
  override readonly name = "a timer";
  run() {}
}

function record(report: (hooks: Hooks) => void, cap = Infinity) {
  const chunks: Chunk[] = [];
  let full = 0;
  const recorder = new Recorder({ cap, onChunk: (chunk) => chunks.push(chunk), onFull: () => full++ });
  report(guardInstrument(recorder));
  recorder.flush();
  const trace = new Trace();
  for (const chunk of chunks) trace.append(chunk);
  const events = Array.from({ length: trace.length }, (_, index) => trace.event(index));
  return { chunks, trace, events, full };
}

/** One report by every hook, and the event that must come of it. */
const handle = () => new SomeHandle(loop, 11, 12, 13);
const timer = () => new SomeTimer(loop, 14, 15, 16, 17.5);
const reports: Partial<Record<EventKind, [report: (hooks: Hooks, time: number) => void, fields: object]>> = {
  loopStarted: [(hooks, time) => hooks.loopStarted(time), {}],
  loopStopped: [(hooks, time) => hooks.loopStopped(time), {}],
  iterationStarted: [(hooks, time) => hooks.iterationStarted(time, 3), { ready: 3 }],
  clockAdvanced: [(hooks, time) => hooks.clockAdvanced(time, 0.25), { from: 0.25 }],
  handleScheduled: [
    (hooks, time) => hooks.handleScheduled(time, handle()),
    { handle: 11, task: 12, name: "a handle", line: 13 },
  ],
  handleStarted: [
    (hooks, time) => hooks.handleStarted(time, handle()),
    { handle: 11, task: 12, name: "a handle" },
  ],
  handleEnded: [
    (hooks, time) => hooks.handleEnded(time, handle()),
    { handle: 11, task: 12, name: "a handle" },
  ],
  handleCancelled: [
    (hooks, time) => hooks.handleCancelled(time, handle()),
    { handle: 11, task: 12, name: "a handle" },
  ],
  timerScheduled: [
    (hooks, time) => hooks.timerScheduled(time, timer()),
    { handle: 14, task: 15, name: "a timer", line: 16, when: 17.5 },
  ],
  timerDue: [
    (hooks, time) => hooks.timerDue(time, timer()),
    { handle: 14, task: 15, name: "a timer", when: 17.5 },
  ],
  taskCreated: [
    (hooks, time) => hooks.taskCreated(time, 1, "a task", "work", 2, 3),
    { task: 1, name: "a task", coroutine: "work", parent: 2, line: 3 },
  ],
  taskStepped: [(hooks, time) => hooks.taskStepped(time, 1, 2), { task: 1, line: 2 }],
  taskSuspended: [
    (hooks, time) => hooks.taskSuspended(time, 1, 2, "Lock", 3, 4, "main 2\nwork 4"),
    { task: 1, future: 2, reason: "Lock", on: 3, line: 4, stack: "main 2\nwork 4" },
  ],
  taskCancelRequested: [
    (hooks, time) => hooks.taskCancelRequested(time, 1, 2, 3),
    { task: 1, by: 2, line: 3 },
  ],
  taskCancelThrown: [(hooks, time) => hooks.taskCancelThrown(time, 1, 2), { task: 1, line: 2 }],
  taskUncancelled: [(hooks, time) => hooks.taskUncancelled(time, 1, 2, 3), { task: 1, left: 2, line: 3 }],
  taskDone: [
    (hooks, time) => hooks.taskDone(time, 1, "exception", "ValueError: no"),
    { task: 1, outcome: "exception", value: "ValueError: no" },
  ],
  futureCreated: [(hooks, time) => hooks.futureCreated(time, 1, 2, 3), { future: 1, task: 2, line: 3 }],
  futureDone: [(hooks, time) => hooks.futureDone(time, 1, "cancelled"), { future: 1, outcome: "cancelled" }],
  resourceCreated: [
    (hooks, time) => hooks.resourceCreated(time, 1, "BoundedSemaphore", "gate", 3, 4, "Semaphore"),
    { resource: 1, type: "BoundedSemaphore", name: "gate", value: 3, line: 4, base: "Semaphore" },
  ],
  resourceWaited: [
    (hooks, time) => hooks.resourceWaited(time, 1, 2, 3, 4),
    { resource: 1, task: 2, value: 3, line: 4 },
  ],
  resourceAcquired: [
    (hooks, time) => hooks.resourceAcquired(time, 1, 2, 3, 4),
    { resource: 1, task: 2, value: 3, line: 4 },
  ],
  resourceReleased: [
    (hooks, time) => hooks.resourceReleased(time, 1, 2, 3, 4),
    { resource: 1, task: 2, value: 3, line: 4 },
  ],
  resourceChanged: [
    (hooks, time) => hooks.resourceChanged(time, 1, 2, "set", 3, 4),
    { resource: 1, task: 2, change: "set", value: 3, line: 4 },
  ],
  queuePut: [
    (hooks, time) => hooks.queuePut(time, 1, 2, "'x'", 3, 4, "'a'"),
    { resource: 1, task: 2, item: "'x'", value: 3, line: 4, next: "'a'" },
  ],
  queueGot: [
    (hooks, time) => hooks.queueGot(time, 1, 2, "'x'", 3, 4, "'a'"),
    { resource: 1, task: 2, item: "'x'", value: 3, line: 4, next: "'a'" },
  ],
  loopBlocked: [
    (hooks, time) => hooks.loopBlocked(time, 1.5, 2, "time.sleep", 3),
    { duration: 1.5, task: 2, call: "time.sleep", line: 3 },
  ],
  childAdded: [
    (hooks, time) => hooks.childAdded(time, 1, 2, 3, 4),
    { resource: 1, task: 2, future: 3, line: 4 },
  ],
  contextVariableSet: [
    (hooks, time) => hooks.contextVariableSet(time, 1, "user", "'ann'", 2),
    { task: 1, name: "user", value: "'ann'", line: 2 },
  ],
  threadStarted: [
    (hooks, time) => hooks.threadStarted(time, 1, "asyncio_0"),
    { thread: 1, name: "asyncio_0" },
  ],
  threadEnded: [(hooks, time) => hooks.threadEnded(time, 1, "asyncio_0"), { thread: 1, name: "asyncio_0" }],
  outputWritten: [
    (hooks, time) => hooks.outputWritten(time, "stderr", "text\n", 1, 2, 3),
    { stream: "stderr", text: "text\n", task: 1, line: 2, thread: 3 },
  ],
  warningRaised: [
    (hooks, time) => hooks.warningRaised(time, "mind this", 1, "neverAwaited", 2),
    { message: "mind this", line: 1, diagnosis: "neverAwaited", task: 2 },
  ],
};

describe("every event kind", () => {
  test.each(Object.entries(reports))("%s comes back as it was reported", (kind, [report, fields]) => {
    const { events } = record((hooks) => report(hooks, 0.5));
    expect(events).toEqual([{ kind, time: 0.5, ...fields }]);
  });

  test.each(Object.entries(eventFields))("%s names each column and each field once", (kind, fields) => {
    expect(eventKinds[kindCodes[kind as EventKind]]).toBe(kind);
    for (const column of Object.keys(fields)) expect(columnNames).toContain(column);
    const names = Object.values(fields).map(([name]) => name);
    expect(new Set(names).size).toBe(names.length);
    if (reports[kind as EventKind]) {
      expect(names.sort()).toEqual(Object.keys(reports[kind as EventKind]![1]).sort());
    }
  });

  test("has a hook", () => {
    expect(Object.keys(reports).sort()).toEqual([...eventKinds].sort());
    const { neverThrows, ...hooks } = guardInstrument({});
    expect([neverThrows, Object.keys(hooks).sort()]).toEqual([true, Object.keys(reports).sort()]);
  });
});

test("a trace is what was reported, in chunks of any size, their strings told once", () => {
  const entries = Object.entries(reports);
  const mix = fc.array(fc.tuple(fc.nat(entries.length - 1), fc.integer({ min: 0, max: 99 })), {
    minLength: 1,
    maxLength: 50,
  });
  fc.assert(
    fc.property(mix, fc.integer({ min: 1, max: 400 }), (list, times) => {
      const { events, chunks } = record((hooks) => {
        for (let round = 0; round < times; round++)
          for (const [i, time] of list) entries[i]![1][0](hooks, time);
      });
      expect(events.length).toBe(list.length * times);
      expect(chunks.length).toBe(Math.ceil(events.length / 4096));
      // But for the names of tasks, which the recorder does not compare.
      const strings = chunks.flatMap((chunk) => chunk.strings).filter((text) => text !== "a task");
      expect(new Set(strings).size).toBe(strings.length);
      for (let index = 0; index < events.length; index += 97) {
        const [i, time] = list[index % list.length]!;
        expect(events[index]).toEqual({ kind: entries[i]![0], time, ...entries[i]![1][1] });
      }
    }),
    { numRuns: 20 },
  );
});

test("columns can be read without decoding an event", () => {
  const { trace } = record((hooks) => hooks.taskSuspended(2.5, 1, 2, "Lock", 3, 4, ""));
  expect([trace.kind(0), trace.time(0), trace.text(0)]).toEqual(["taskSuspended", 2.5, "Lock"]);
  expect(columnNames.map((name) => trace.get(0, name))).toEqual([2.5, 1, 2, 3, 4, expect.any(Number), 0]);
  expect(() => trace.event(1)).toThrow("event index 1 of 1");
});

test("a full trace is complete up to its last event, and says once that it is full", () => {
  const { events, full } = record((hooks) => {
    for (let i = 0; i < 20; i++) hooks.iterationStarted(i, i);
  }, 10);
  expect(events.map((event) => event.time)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(full).toBe(1);
});

test("exported events carry the names of what they mention, and null for what is not known", () => {
  const { trace } = record((hooks) => {
    hooks.taskCreated(0, 1, "main", "run", 0, 9);
    hooks.taskCreated(0, 2, "child", "work", 1, 0);
    hooks.resourceCreated(0, 1, "Lock", "lock", 1, 3, "Lock");
    hooks.resourceAcquired(0, 1, 2, 0, 4);
    hooks.taskCancelRequested(1, 2, 0, 0);
    hooks.outputWritten(1, "stdout", "hi\n", 0, 5, 0);
  });
  const exported = JSON.parse(JSON.stringify(exportEvents(trace))) as unknown;
  expect(exported).toEqual([
    {
      kind: "taskCreated",
      time: 0,
      task: 1,
      name: "main",
      taskName: "main",
      coroutine: "run",
      parent: null,
      parentName: null,
      line: 9,
    },
    {
      kind: "taskCreated",
      time: 0,
      task: 2,
      name: "child",
      taskName: "child",
      coroutine: "work",
      parent: 1,
      parentName: "main",
      line: null,
    },
    {
      kind: "resourceCreated",
      time: 0,
      resource: 1,
      resourceName: "lock",
      type: "Lock",
      base: "Lock",
      name: "lock",
      value: 1,
      line: 3,
    },
    {
      kind: "resourceAcquired",
      time: 0,
      resource: 1,
      resourceName: "lock",
      task: 2,
      taskName: "child",
      coroutine: "work",
      value: 0,
      line: 4,
    },
    {
      kind: "taskCancelRequested",
      time: 1,
      task: 2,
      taskName: "child",
      coroutine: "work",
      by: null,
      byName: null,
      line: null,
    },
    {
      kind: "outputWritten",
      time: 1,
      task: null,
      taskName: null,
      coroutine: null,
      stream: "stdout",
      text: "hi\n",
      thread: null,
      line: 5,
    },
  ]);
});

test("the loop itself can be recorded", () => {
  const { events } = record((hooks) => {
    const loop = new EventLoop(hooks);
    loop.callLater(1, () => loop.stop());
    loop.runForever();
  });
  expect(events.map((event) => event.kind)).toEqual([
    "timerScheduled",
    "loopStarted",
    "clockAdvanced",
    "timerDue",
    "iterationStarted",
    "handleStarted",
    "handleEnded",
    "loopStopped",
  ]);
});
