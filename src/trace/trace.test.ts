import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { EventLoop } from "../runtime/loop/event-loop.ts";
import { LoopHandle, LoopTimerHandle } from "../runtime/loop/loop-handle.ts";
import { guardInstrument, type Hooks } from "../runtime/instrument/instrument.ts";
import { exportEvents } from "../formats/export-events.ts";
import { type EventKind, eventKinds, fieldsOf } from "../events/event.ts";
import { encodingOf } from "../events/field-types.ts";
import { importEvents } from "../formats/import-events.ts";
import type { Chunk } from "./chunk.ts";
import { Recorder } from "./recorder.ts";
import { Trace } from "./trace.ts";

const loop = { handleCancelled() {} };
class NamedHandle extends LoopHandle {
  constructor(
    override readonly name: string,
    id: number,
    task: number,
    line: number,
  ) {
    super(loop, id, task, line);
  }
  run() {}
}
class NamedTimer extends LoopTimerHandle {
  constructor(
    override readonly name: string,
    id: number,
    task: number,
    line: number,
    when: number,
  ) {
    super(loop, id, task, line, when);
  }
  run() {}
}

const plain = (trace: Trace) =>
  Array.from({ length: trace.length }, (_, index) => trace.event(index).toJSON());

function record(report: (hooks: Hooks) => void, cap = Infinity) {
  const chunks: Chunk[] = [];
  let full = 0;
  const recorder = new Recorder({ cap, onChunk: (chunk) => chunks.push(chunk), onFull: () => full++ });
  report(guardInstrument(recorder));
  recorder.flush();
  const trace = new Trace();
  for (const chunk of chunks) trace.append(chunk);
  return { chunks, trace, events: plain(trace), full };
}

/** A different value for each field of a kind, and the call of the hook with these values. */
function sample(kind: EventKind): { fields: Record<string, string | number>; report: Report } {
  const fields: Record<string, string | number> = {};
  fieldsOf(kind).forEach(({ name, type }, i) => {
    const encoding = encodingOf(type);
    if (encoding === "code") fields[name] = type.at(-1) as string;
    else if (encoding === "text") fields[name] = `${name} of ${kind}`;
    else fields[name] = encoding === "float" ? i + 1.5 : i + 11;
  });
  const hook = (hooks: Hooks) => hooks[kind] as (time: number, ...values: unknown[]) => void;
  if (fieldsOf(kind)[0]?.type !== "handle")
    return { fields, report: (hooks, time) => hook(hooks).call(hooks, time, ...Object.values(fields)) };
  const { handle, task, name, line = 0, when } = fields as Record<string, number>;
  const Class = when === undefined ? NamedHandle : NamedTimer;
  return {
    fields,
    report: (hooks, time) =>
      hook(hooks).call(
        hooks,
        time,
        new Class(String(name), handle as number, task as number, line, when ?? 0),
      ),
  };
}

type Report = (hooks: Hooks, time: number) => void;
const samples = eventKinds.map((kind) => ({ kind, ...sample(kind) }));

describe("every event kind", () => {
  test.each(samples)("$kind is recorded with its fields", ({ kind, fields, report }) => {
    const { events } = record((hooks) => report(hooks, 0.5));
    expect(events).toEqual([{ kind, time: 0.5, ...fields }]);
  });

  test.each(samples)("$kind is exported and imported", ({ report }) => {
    const { trace } = record((hooks) => report(hooks, 0.5));
    const copy = new Trace();
    for (const chunk of importEvents(JSON.parse(JSON.stringify(exportEvents(trace))) as unknown[]))
      copy.append(chunk);
    expect(plain(copy)).toEqual(plain(trace));
  });

  test("has a hook", () => {
    const { neverThrows, ...hooks } = guardInstrument({});
    expect([neverThrows, Object.keys(hooks).sort()]).toEqual([true, [...eventKinds].sort()]);
  });
});

test("a trace equals what was reported, in chunks of any size, each string sent once", () => {
  const mix = fc.array(fc.tuple(fc.nat(samples.length - 1), fc.integer({ min: 0, max: 99 })), {
    minLength: 1,
    maxLength: 50,
  });
  fc.assert(
    fc.property(mix, fc.integer({ min: 1, max: 400 }), (list, times) => {
      const { events, chunks } = record((hooks) => {
        for (let round = 0; round < times; round++)
          for (const [i, time] of list) samples[i]!.report(hooks, time);
      });
      expect(events.length).toBe(list.length * times);
      expect(chunks.length).toBe(Math.ceil(events.length / 4096));
      // The recorder does not compare names of tasks.
      const taskName = "name of taskCreated";
      const strings = chunks.flatMap((chunk) => chunk.strings).filter((text) => text !== taskName);
      expect(new Set(strings).size).toBe(strings.length);
      for (let index = 0; index < events.length; index += 97) {
        const [i, time] = list[index % list.length]!;
        const { kind, fields } = samples[i]!;
        expect(events[index]).toEqual({ kind, time, ...fields });
      }
    }),
    { numRuns: 20 },
  );
});

test("common fields can be read without making an event", () => {
  const { trace } = record((hooks) => {
    hooks.taskSuspended(2.5, 1, 2, "Lock", 3, 4, "");
    hooks.loopStopped(3);
  });
  const common = (index: number) => [
    trace.kind(index),
    trace.time(index),
    trace.task(index),
    trace.line(index),
    trace.label(index),
  ];
  expect(common(0)).toEqual(["taskSuspended", 2.5, 1, 4, "Lock"]);
  expect(common(1)).toEqual(["loopStopped", 3, 0, 0, ""]);
  expect(trace.event(0)).toMatchObject({ index: 0, kind: "taskSuspended", reason: "Lock", on: 3 });
  expect(() => trace.event(2)).toThrow("event index 2 of 2");
});

test("a full trace is complete up to its last event, and reports once that it is full", () => {
  const { events, full } = record((hooks) => {
    for (let i = 0; i < 20; i++) hooks.iterationStarted(i, i);
  }, 10);
  expect(events.map((event) => event.time)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(full).toBe(1);
});

test("exported events have the names of tasks and resources, and null for unknown ids", () => {
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
