/**
 * What a state of the loop says about lines of the program: which one runs, and at which ones tasks are suspended.
 * It holds for the text that the trace was recorded from and for no other; the editor sees to that.
 */
import { byChunk } from "../../base/shared-table.ts";
import type { LoopState, Task } from "../../store/loop-state.ts";

export interface LineMarks {
  /** The line that runs, and the task whose step it belongs to (0 for a callback's); null if nothing runs. */
  readonly running: { readonly line: number; readonly task: number } | null;
  /** The lines where tasks are suspended, from the top. */
  readonly suspended: readonly SuspendedLine[];
}

export interface SuspendedLine {
  readonly line: number;
  /** At least one, in order of creation. */
  readonly tasks: readonly Task[];
}

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

/** Of a part of all tasks those that are suspended, by line. */
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

/** A task is suspended at a line from the end of a step until the next: also while its wakeup is in the ready queue. */
function isSuspended({ status, line }: Task): boolean {
  return line > 0 && (status === "waiting" || status === "ready");
}

const DOTS = 5;

/** The tasks that a line shows as dots, and how many more there are. The selected one is always among them. */
export function dotsOf(
  tasks: readonly Task[],
  selected: number | null,
): { shown: readonly Task[]; more: number } {
  if (tasks.length <= DOTS) return { shown: tasks, more: 0 };
  const hidden = tasks.slice(DOTS).find((task) => task.id === selected);
  const shown = hidden ? [...tasks.slice(0, DOTS - 1), hidden] : tasks.slice(0, DOTS);
  return { shown, more: tasks.length - DOTS };
}

const NAMES = 12;

/** In words, for a tooltip and for a screen reader: `3 tasks are suspended here: a, b, c`. */
export function suspendedText(tasks: readonly Task[]): string {
  const names = tasks.slice(0, NAMES).map((task) => task.name);
  const more = tasks.length - names.length;
  const all = names.join(", ") + (more > 0 ? ` and ${more} more` : "");
  return tasks.length === 1
    ? `1 task is suspended here: ${all}`
    : `${tasks.length} tasks are suspended here: ${all}`;
}
