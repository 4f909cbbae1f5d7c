import { beforeAll, describe, expect, test } from "vitest";
import helloWorld from "../examples/python/hello-world.py?raw";
import semaphore from "../examples/python/semaphore.py?raw";
import busy from "../testing/busy-program.py?raw";
import { recordPython } from "../testing/record-program.ts";
import { traceFromText } from "../testing/trace-from-text.ts";
import type { Chunk } from "../trace/chunk.ts";
import { Trace } from "../trace/trace.ts";
import type { Lane } from "./lane.ts";
import { Spans } from "./spans.ts";
import { TraceStore } from "./trace-store.ts";

function spansOf(text: string): Spans {
  const spans = new Spans();
  spans.append(traceFromText(text));
  return spans;
}

/** Return a lane's spans in short: `ready 0–3` or, waiting, `sleep 3–7`; an open span has no end. */
function short(lane: Lane | undefined): string[] {
  return (lane?.spans ?? []).map(
    ({ status, reason, from, to }) => `${reason || status} ${from}–${to < 0 ? "" : to}`,
  );
}

describe.each([
  { name: "hello world", source: helloWorld },
  { name: "semaphore", source: semaphore },
  { name: "a long program", source: busy },
])("the lanes of $name", ({ source }) => {
  let chunks: Chunk[];
  const store = new TraceStore();
  const spans = new Spans();

  beforeAll(async () => {
    chunks = await recordPython(source);
    for (const chunk of chunks) {
      store.append(chunk);
      spans.append(store.trace);
    }
  });

  test("agree with the state for every task at every event", () => {
    const wrong: string[] = [];
    const positions = new Map<Lane, number>();
    for (let i = 0; i < store.length; i++) {
      const { tasks } = store.stateAt(i);
      for (const lane of spans.lanes) {
        let at = positions.get(lane) ?? 0;
        while ((lane.spans[at]?.to ?? -1) !== -1 && (lane.spans[at]?.to ?? 0) <= i) at++;
        positions.set(lane, at);
        const span = lane.spans[at];
        const created = i >= (lane.spans[0]?.from ?? 0);
        const here = span && span.from <= i ? [span.status, span.reason, span.start] : ["done"];
        const task = tasks.get(lane.task);
        const reason = task?.status === "waiting" ? task.reason : "";
        const expected = task?.status === "done" ? ["done"] : [task?.status, reason, task?.since];
        if (task ? here.join() !== expected.join() : created)
          wrong.push(`${lane.name} at ${i}: ${here.join()}`);
      }
      if (spans.lanes.filter((lane) => (lane.spans[0]?.from ?? 0) <= i).length !== tasks.size)
        wrong.push(`at ${i}`);
    }
    expect(wrong).toEqual([]);
  });

  test("follow each other without a gap, and end as the task did", () => {
    const { tasks } = store.stateAt(store.length - 1);
    for (const lane of spans.lanes) {
      lane.spans.forEach((span, i) => {
        const next = lane.spans[i + 1];
        if (next) expect([span.to, span.end]).toEqual([next.from, next.start]);
      });
      expect(lane.outcome?.kind).toBe(tasks.get(lane.task)?.outcome);
      expect(lane.outcome?.at).toBe(lane.spans.at(-1)?.to);
    }
  });

  test("are equal for chunks of any size", () => {
    const trace = new Trace();
    const atOnce = new Spans();
    for (const chunk of chunks) trace.append(chunk);
    atOnce.append(trace);
    atOnce.append(trace);
    expect(atOnce.lanes).toEqual(spans.lanes);
    expect(atOnce.wakes).toEqual(spans.wakes);
  });

  test("each wake is the end of a wait, and no wait ends without one", () => {
    const waits = spans.lanes.flatMap((lane) =>
      lane.spans.filter((span) => span.status === "waiting" && span.to >= 0).map((span) => span.to),
    );
    expect(spans.wakes.map((wake) => wake.at)).toEqual(waits.sort((a, b) => a - b));
    for (const wake of spans.wakes) expect(wake.since).toBeLessThanOrEqual(wake.at);
  });

  test("a time leads to its last event", () => {
    const times = Array.from({ length: store.length }, (_, i) => store.trace.time(i));
    for (const time of [-1, 0, 0.1, 0.3, 1, ...spans.instants.map((instant) => instant.time)]) {
      expect(spans.indexAtTime(time)).toBe(times.findLastIndex((other) => other <= time));
    }
  });
});

describe("a task", () => {
  test("is ready from its creation, runs, waits for its timer, is ready again and is done", () => {
    const spans = spansOf(`
      taskCreated A; handleScheduled 1 A
      iterationStarted ready=1; handleStarted 1 A; taskStepped A
      timerScheduled 2 A name=sleep when=0.5
      taskSuspended A 1 reason=sleep; handleEnded 1 A
      @0.5
      clockAdvanced from=0
      timerDue 2 A name=sleep when=0.5
      iterationStarted ready=1; handleStarted 2 A name=sleep
      handleScheduled 3 A; handleEnded 2 A name=sleep
      iterationStarted ready=1; handleStarted 3 A; taskStepped A
      outputWritten task=A text=hello
      taskDone A outcome=result; handleEnded 3 A
    `);
    const [lane] = spans.lanes;
    expect(lane).toMatchObject({ task: 1, name: "A", parent: 0 });
    expect(short(lane)).toEqual(["ready 0–4", "running 4–6", "sleep 6–12", "ready 12–16", "running 16–18"]);
    expect(lane?.spans.map(({ start, end }) => end - start)).toEqual([0, 0, 0.5, 0, 0]);
    expect(lane?.outputs).toEqual([{ at: 17, time: 0.5, kind: "output" }]);
    expect(lane?.outcome).toEqual({ at: 18, time: 0.5, kind: "result" });
    expect(spans.wakes).toEqual([{ at: 12, time: 0.5, woken: 1, by: 1, byTimer: true, since: 9, origin: 5 }]);
    expect(spans.wakeAt(12)).toBe(spans.wakes[0]);
    expect(spans.wakeAt(13)).toBeUndefined();
    expect(spans.instants).toEqual([
      { from: 0, time: 0 },
      { from: 8, time: 0.5 },
    ]);
  });

  test("that yields with sleep(0) is ready, not waiting", () => {
    const spans = spansOf(`
      taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A
      handleScheduled 2 A; taskSuspended A reason=yield; handleEnded 1 A
    `);
    expect(short(spans.lanes[0])).toEqual(["ready 0–3", "running 3–5", "ready 5–"]);
    expect(spans.wakes).toEqual([]);
  });

  test("whose wakeup was cancelled before it suspended waits", () => {
    const spans = spansOf(`
      taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A
      handleScheduled 2 A; handleCancelled 2 A; taskSuspended A reason=future
    `);
    expect(short(spans.lanes[0])).toEqual(["ready 0–3", "running 3–6", "future 6–"]);
  });

  test("of the batch that is frozen is ready until its turn", () => {
    const spans = spansOf(`
      taskCreated A; handleScheduled 1 A; taskCreated B; handleScheduled 2 B
      iterationStarted ready=2
      handleStarted 1 A; taskStepped A; taskDone A outcome=exception; handleEnded 1 A
      handleStarted 2 B; taskStepped B
    `);
    expect(short(spans.lane(1))).toEqual(["ready 0–6", "running 6–7"]);
    expect(short(spans.lane(2))).toEqual(["ready 2–10", "running 10–"]);
    expect(spans.lane(1)?.outcome).toEqual({ at: 7, time: 0, kind: "exception" });
  });
});

describe("a wake", () => {
  const waiting =
    "taskCreated A; handleScheduled 1 A; handleStarted 1 A; taskStepped A; taskSuspended A; handleEnded 1 A;";
  const running = "taskCreated B; handleScheduled 2 B; handleStarted 2 B; taskStepped B;";

  test("is by the task that runs", () => {
    const { wakes } = spansOf(`${waiting} ${running} handleScheduled 3 A`);
    expect(wakes).toEqual([{ at: 10, time: 0, woken: 1, by: 2, byTimer: false, since: 10, origin: 10 }]);
  });

  test("through a callback is by the task behind it", () => {
    const { wakes } = spansOf(`
      ${waiting} ${running} handleScheduled 3 name=gather; taskDone B outcome=cancelled; handleEnded 2 B
      handleStarted 3 name=gather; handleScheduled 4 A
    `);
    expect(wakes).toEqual([{ at: 14, time: 0, woken: 1, by: 2, byTimer: false, since: 10, origin: 10 }]);
  });

  test("by code outside any task has no task", () => {
    const { wakes } = spansOf(`${waiting} handleScheduled 3 A`);
    expect(wakes).toEqual([{ at: 6, time: 0, woken: 1, by: 0, byTimer: false, since: 6, origin: 6 }]);
  });

  test("by a timer has the task that created the timer", () => {
    const { wakes } = spansOf(
      `${waiting} timerDue 3 B name=call_later; handleStarted 3 B; handleScheduled 4 A`,
    );
    expect(wakes).toEqual([{ at: 8, time: 0, woken: 1, by: 2, byTimer: true, since: 6, origin: 6 }]);
  });

  test("is found as the last one at or before an event", () => {
    const spans = spansOf(`${waiting} ${running} handleScheduled 3 A`);
    expect(spans.lastWake(9)).toBeUndefined();
    expect(spans.lastWake(10)).toBe(spans.wakes[0]);
    expect(spans.lastWake(99)).toBe(spans.wakes[0]);
  });
});

test("a blocked loop has its length, its task and its call", () => {
  const { blocks } = spansOf("taskCreated A; @0.75; loopBlocked A duration=0.5 call=time.sleep");
  expect(blocks).toEqual([{ at: 1, start: 0.25, end: 0.75, task: 1, call: "time.sleep" }]);
});

test("a lane has the marks of its cancellation and of warnings", () => {
  const spans = spansOf(`
    taskCreated A; taskCancelRequested A; taskStepped A; taskCancelThrown A; warningRaised task=A message=x`);
  expect(spans.lane(1)?.marks.map(({ at, kind }) => [at, kind])).toEqual([
    [1, "cancelRequested"],
    [3, "cancelThrown"],
    [4, "warning"],
  ]);
});

test("a thread's lane has when it ran, and what it wrote", () => {
  const spans = spansOf(`
    taskCreated A; threadStarted 1 name=pool_0; @1; outputWritten task=A thread=1; @2; threadEnded 1 name=pool_0
    @3; threadStarted 1 name=pool_0`);
  expect(spans.threads).toMatchObject([{ task: 0, thread: 1, name: "pool_0", outputs: [{ at: 2 }] }]);
  expect(short(spans.threads[0])).toEqual(["running 1–3", "running 4–"]);
  expect(spans.lane(1)?.outputs).toEqual([]);
});
