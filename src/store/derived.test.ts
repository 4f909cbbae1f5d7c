/** Facts computed on demand: times of a task, context variables, events of an entity, steps of the cursor. */
import { beforeAll, describe, expect, test } from "vitest";
import groups from "../testing/groups-program.py?raw";
import { recordPython } from "../testing/record-program.ts";
import { chunkFromText } from "../testing/trace-from-text.ts";
import { eventsOf, type EntityKind } from "./entity-events.ts";
import { stepFrom, type StepSize } from "./steps.ts";
import { taskStats } from "./task-stats.ts";
import { TraceStore } from "./trace-store.ts";

function storeOf(text: string): TraceStore {
  const store = new TraceStore();
  store.append(chunkFromText(text));
  return store;
}

describe("a task's time", () => {
  const text = `
    taskCreated A; handleScheduled 1 A; @1; handleStarted 1 A; taskStepped A; @1.5; loopBlocked A duration=0.5 call=f
    timerScheduled 2 A name=sleep when=3; taskSuspended A reason=sleep; handleEnded 1 A
    @3; timerDue 2 A; handleStarted 2 A; handleScheduled 3 A; @4; handleStarted 3 A; taskStepped A; taskSuspended A reason=Lock; @6; loopStopped`;
  const store = storeOf(text);
  const at = (index: number) => {
    const { waiting, ...rest } = taskStats(store.spans, 1, store.stateAt(index));
    return { ...rest, waiting: Object.fromEntries(waiting) };
  };

  test("is split by status", () => {
    expect(at(store.length - 1)).toEqual({
      running: 0,
      blocked: 0.5,
      queued: 2,
      waiting: { sleep: 1.5, Lock: 2 },
      steps: 2,
    });
  });

  test("counts up to the moment", () => {
    expect(at(1)).toEqual({ running: 0, blocked: 0, queued: 0, waiting: {}, steps: 0 });
    expect(at(3)).toMatchObject({ queued: 1, steps: 1 });
    expect(at(8)).toMatchObject({ waiting: { sleep: 1.5 } });
  });
});

describe("of a program with groups", () => {
  let store: TraceStore;
  beforeAll(async () => {
    store = new TraceStore();
    for (const chunk of await recordPython(groups)) store.append(chunk);
  });

  test("the times of a task add up to its age", () => {
    for (let index = 0; index < store.length; index += 7) {
      const state = store.stateAt(index);
      for (const lane of store.spans.lanes) {
        const [first] = lane.spans;
        if (!first || first.from > index) continue;
        const { running, blocked, queued, waiting } = taskStats(store.spans, lane.task, state);
        const total = [...waiting.values()].reduce((sum, time) => sum + time, running + blocked + queued);
        const isDone = lane.outcome && lane.outcome.at <= index;
        const end = isDone ? (lane.outcome?.time ?? 0) : state.time;
        expect(total).toBeCloseTo(end - first.start, 9);
      }
    }
  });

  test("an entity's events are those whose fields name it", () => {
    // The program has no network, and no processes.
    type Kind = Exclude<EntityKind, "endpoint" | "process">;
    const fields: Record<Kind, string[]> = {
      task: ["task", "parent", "by"],
      resource: ["resource"],
      handle: ["handle"],
      future: ["future"],
      thread: ["thread"],
    };
    for (const kind of Object.keys(fields) as Kind[]) {
      const naming = Array.from({ length: store.length }, (_, i) => i).filter((i) =>
        fields[kind].some((field) => store.trace.event(i).toJSON()[field] === 2),
      );
      expect(naming.length, kind).toBeGreaterThan(0);
      expect(eventsOf(store.trace, kind, 2)).toEqual(naming);
      expect(eventsOf(store.trace, kind, 2, { limit: 2 })).toEqual(naming.slice(-2));
      const [first = 0] = naming;
      expect(eventsOf(store.trace, kind, 2, { from: first + 1 })).toEqual(naming.slice(1));
      expect(eventsOf(store.trace, kind, 2, { to: first + 1 })).toEqual([first]);
    }
  });

  test("a child has its parent's context variable until it sets its own", () => {
    const { trace, contextVariables } = store;
    const valueAt = (task: number, index: number) => {
      const event = contextVariables.of(task, index).get("request");
      return event === undefined ? undefined : trace.eventOf(event, "contextVariableSet").value;
    };
    const created = eventsOf(trace, "task", 2)[0] as number;
    expect(valueAt(1, created)).toBe("'main'");
    expect(valueAt(2, created)).toBe("'main'");
    expect(valueAt(2, store.length - 1)).toBe("'child 1'");
    // A wait_for runs in the same task, so a value set in it stays.
    expect(valueAt(1, store.length - 1)).toBe("'child 1'");
    expect(valueAt(1, 0)).toBeUndefined();
  });
});

test("a context variable that is reset has no value", () => {
  const store = storeOf("taskCreated A; contextVariableSet A name=v value=1; contextVariableSet A name=v");
  expect([...store.contextVariables.of(1, 1)]).toEqual([["v", 1]]);
  expect([...store.contextVariables.of(1, 2)]).toEqual([]);
});

describe("a step", () => {
  const store = storeOf(`
    taskCreated A; taskCreated B; iterationStarted ready=2
    handleStarted 1 A; taskStepped A; taskSuspended A; handleEnded 1 A
    handleStarted 2 B; taskStepped B; outputWritten B; taskDone B; handleEnded 2 B
    iterationStarted ready=1; warningRaised message=x; warningRaised message=x; handleStarted 3 A; taskStepped A`);
  const walk = (size: StepSize, direction: 1 | -1, task: number | null = null) => {
    const places: number[] = [];
    let at = direction > 0 ? -1 : store.length - 1;
    while (at !== (direction > 0 ? store.length - 1 : -1)) {
      at = stepFrom(store, at, size, direction, task);
      places.push(at);
    }
    return places;
  };

  test("leads to each event of its kind, then to the end", () => {
    expect(walk("callback", 1)).toEqual([3, 7, 15, 16]);
    expect(walk("iteration", 1)).toEqual([2, 12, 16]);
    expect(walk("output", 1)).toEqual([9, 16]);
    expect(walk("warning", 1)).toEqual([13, 16]);
    expect(walk("await", 1, 1)).toEqual([4, 5, 16]);
    expect(walk("event", 1)).toHaveLength(store.length);
  });

  test("leads back the same way, then to the beginning", () => {
    expect(walk("callback", -1)).toEqual([15, 7, 3, -1]);
    expect(walk("await", -1, 2)).toEqual([10, 8, -1]);
  });
});
