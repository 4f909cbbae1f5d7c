/**
 * Marks of lines at a state of the loop: the line that runs, and the lines where tasks are suspended. They are valid
 * only for the text that the trace was recorded from, which the editor checks.
 */
import { byChunk } from "../../base/shared-table.ts";
import type { LoopState, Task } from "../../store/loop-state.ts";
import { shownName } from "../../store/task-name.ts";

export interface LineMarks {
  /** Line that runs, and the id of its task (0 for a callback's); null if nothing runs. */
  readonly running: { readonly line: number; readonly task: number } | null;
  /** Lines where tasks are suspended, from the top. */
  readonly suspended: readonly SuspendedLine[];
}

export interface SuspendedLine {
  readonly line: number;
  /** Tasks in order of creation, at least one. */
  readonly tasks: readonly Task[];
}

/** Return the marks of a state. */
export function lineMarks({ running, line, tasks }: LoopState): LineMarks {
  const byLine = new Map<number, (readonly Task[])[]>();
  for (const part of suspendedOf(tasks))
    for (const { line, tasks } of part) {
      const here = byLine.get(line);
      if (here) here.push(tasks);
      else byLine.set(line, [tasks]);
    }
  return {
    running: running && line > 0 ? { line, task: running.task } : null,
    suspended: [...byLine]
      .map(([line, parts]) => ({ line, tasks: parts.flat() }))
      .sort((a, b) => a.line - b.line),
  };
}

/** Suspended tasks by line, for each chunk of the table of tasks. */
const suspendedOf = byChunk((tasks: readonly Task[]): SuspendedLine[] => {
  const byLine = new Map<number, Task[]>();
  for (const task of tasks) {
    if (!isSuspended(task)) continue;
    const here = byLine.get(task.line);
    if (here) here.push(task);
    else byLine.set(task.line, [task]);
  }
  return [...byLine].map(([line, tasks]) => ({ line, tasks }));
});

/** Return true between two steps of a task, also while its wake-up is in the ready queue. */
function isSuspended({ status, line }: Task): boolean {
  return line > 0 && (status === "waiting" || status === "ready");
}

/** Return the task that the mark of a line shows: the selected one, or else the first. */
export function shownOf(tasks: readonly Task[], selected: number | null): Task {
  return tasks.find((task) => task.id === selected) ?? (tasks[0] as Task);
}

/** Return the task that a press on the mark selects: the shown one, or the one after it if that is selected. */
export function pressedOf(tasks: readonly Task[], selected: number | null): Task {
  const at = tasks.findIndex((task) => task.id === selected);
  return tasks[(at + 1) % tasks.length] as Task;
}

const MAX_NAMES = 12;

/** Return a text for a tooltip and a screen reader: `3 tasks are suspended here: a, b, c`. */
export function suspendedText(tasks: readonly Task[]): string {
  const names = tasks.slice(0, MAX_NAMES).map(shownName);
  const more = tasks.length - names.length;
  const all = names.join(", ") + (more > 0 ? ` and ${more} more` : "");
  return tasks.length === 1
    ? `1 task is suspended here: ${all}`
    : `${tasks.length} tasks are suspended here: ${all}`;
}
