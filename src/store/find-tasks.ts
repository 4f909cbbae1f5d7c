/**
 * Search for tasks by words. Each word must fit: a state (`failed`, `waiting`), a part of the real or shown name or of the
 * coroutine, or what the task waits for (`waiting gate`). How a task ended counts for the whole run, wherever the cursor
 * is; its other states count at the cursor. Called by the timeline's search.
 */
import type { Lane } from "./lane.ts";
import type { LoopState, Task } from "./loop-state.ts";
import { resourceOf } from "./resources/kinds.ts";
import { hasName } from "./task-name.ts";

type Test = (lane: Lane, task: Task | undefined) => boolean;

const states: Readonly<Record<string, Test>> = {
  failed: ({ outcome }) => outcome?.kind === "exception",
  cancelled: ({ outcome }) => outcome?.kind === "cancelled",
  done: (_, task) => task?.status === "done",
  waiting: (_, task) => task?.status === "waiting",
  sleeping: (_, task) => task?.status === "waiting" && task.reason === "sleep",
  ready: (_, task) => task?.status === "ready",
  running: (_, task) => task?.status === "running",
};

/** Return the test of a query at the cursor's state. A query without words fits no task. */
export function taskFinder(query: string, state: LoopState): (lane: Lane) => boolean {
  const words = wordsOf(query);
  return (lane) => {
    const task = state.tasks.get(lane.task);
    return words.length > 0 && words.every((word) => fits(state, lane, task, word));
  };
}

/** Return true for a query about how tasks ended: a task that it finds is best seen at its end. */
export function isAboutEnds(query: string): boolean {
  return wordsOf(query).some((word) => word === "failed" || word === "cancelled");
}

function fits(state: LoopState, lane: Lane, task: Task | undefined, word: string): boolean {
  if (states[word]?.(lane, task) || hasName(lane, word)) return true;
  if (task?.status !== "waiting") return false;
  const resource = state.resources.get(resourceOf(task));
  return [task.reason, resource?.name ?? ""].some((text) => text.toLowerCase().includes(word));
}

function wordsOf(query: string): string[] {
  return query.toLowerCase().split(/\s+/).filter(Boolean);
}
