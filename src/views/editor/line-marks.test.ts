import { describe, expect, test } from "vitest";
import { FrozenTable, SharedTable } from "../../base/shared-table.ts";
import { emptyState } from "../../store/apply-event.ts";
import type { LoopState, Task, TaskStatus } from "../../store/loop-state.ts";
import { lineMarks, pressedOf, shownOf, suspendedText } from "./line-marks.ts";

function task(id: number, status: TaskStatus, line: number): Task {
  const name = `job-${id}`;
  return {
    id,
    name,
    coroutine: "job",
    parent: 0,
    loop: 0,
    status,
    line,
    reason: "",
    on: 0,
    wakeups: 0,
    stack: "",
    groups: [],
    cancelling: 0,
    since: 0,
    outcome: "",
    value: "",
  };
}

function state(tasks: Task[], running: { task: number; line: number } | null = null): LoopState {
  const table = new SharedTable(new FrozenTable<Task>());
  for (const task of tasks) table.set(task.id, task);
  return {
    ...emptyState,
    tasks: table.freeze(),
    running: running && { id: 1, task: running.task, name: "step", wasTimer: false, by: 0 },
    line: running?.line ?? 0,
  };
}

const jobs = (count: number) => Array.from({ length: count }, (_, i) => task(i + 1, "waiting", 7));

describe("marks", () => {
  test("are empty for an idle loop", () => {
    expect(lineMarks(emptyState)).toEqual({ running: null, suspended: [] });
  });

  test("have the waiting and ready tasks by line, in order of creation, lines from the top", () => {
    const waits = task(1, "waiting", 13);
    const wakes = task(2, "ready", 7);
    const sleeps = task(3, "waiting", 7);
    expect(lineMarks(state([waits, wakes, sleeps])).suspended).toEqual([
      { line: 7, tasks: [wakes, sleeps] },
      { line: 13, tasks: [waits] },
    ]);
  });

  test("omit tasks that run, are done or have no line", () => {
    const others = [task(1, "running", 7), task(2, "done", 7), task(3, "ready", 0)];
    expect(lineMarks(state(others)).suspended).toEqual([]);
  });

  test("have the line that runs, if it is known", () => {
    expect(lineMarks(state([], { task: 2, line: 8 })).running).toEqual({ line: 8, task: 2 });
    expect(lineMarks(state([], { task: 2, line: 0 })).running).toBeNull();
  });
});

describe("the mark of a line", () => {
  test("shows the first task, or the selected one", () => {
    expect(shownOf(jobs(9), null).id).toBe(1);
    expect(shownOf(jobs(9), 8).id).toBe(8);
    expect(shownOf(jobs(9), 80).id).toBe(1);
  });

  test("selects one task after the other", () => {
    expect(pressedOf(jobs(3), null).id).toBe(1);
    expect(pressedOf(jobs(3), 2).id).toBe(3);
    expect(pressedOf(jobs(3), 3).id).toBe(1);
  });
});

test("the text of a mark", () => {
  expect(suspendedText(jobs(1))).toBe("1 task is suspended here: job-1");
  expect(suspendedText(jobs(3))).toBe("3 tasks are suspended here: job-1, job-2, job-3");
  expect(suspendedText(jobs(500))).toMatch(/^500 tasks are suspended here: job-1, .*, job-12 and 488 more$/);
});
