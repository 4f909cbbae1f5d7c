/** Token of a task or callback on the stage, as text; `stage-model.ts` decides its place. */
import { callbackLabel, callbackNote } from "../../store/callback-name.ts";
import type { LoopState, ReadyHandle, Task } from "../../store/loop-state.ts";
import { isCleanup, shownName } from "../../store/task-name.ts";

export interface StageToken {
  key: string;
  task: number;
  /** The callback, where it is one; 0 for a task that has none. */
  handle: number;
  label: string;
  note: string;
}

/** Run of tokens in a line: the first ones, and the number of all. */
export interface TokenRun {
  tokens: StageToken[];
  count: number;
}

/** Allocator of token keys: `task:<id>` for the first token of a task, another key for later ones. */
export class Keys {
  readonly #taken = new Set<number>();

  of(task: number, otherwise: string): string {
    if (task === 0 || this.#taken.has(task)) return otherwise;
    this.#taken.add(task);
    return `task:${task}`;
  }

  has(task: number): boolean {
    return this.#taken.has(task);
  }
}

export function taskToken(task: Task, key: string, note = taskNote(task)): StageToken {
  return { key, task: task.id, handle: 0, label: shownName(task), note };
}

export function handleToken(state: LoopState, handle: ReadyHandle, keys: Keys): StageToken {
  const task = state.tasks.get(handle.task);
  return {
    key: keys.of(handle.task, `handle:${handle.id}`),
    task: handle.task,
    handle: handle.id,
    label: task ? shownName(task) : callbackLabel(handle.name),
    note: noteOf(state, handle),
  };
}

function noteOf(state: LoopState, handle: ReadyHandle): string {
  if (handle.wasTimer) return timerNote(handle.name) || "timer";
  const task = state.tasks.get(handle.task);
  return task ? taskNote(task) : callbackNote(state, handle);
}

/** Return the purpose of a timer; empty for a sleep. */
export function timerNote(name: string): string {
  if (name === "sleep") return "";
  return name.endsWith("_on_timeout") ? "timeout" : callbackLabel(name);
}

/** Return the note beside a task's name: only a task of `asyncio.run`'s own has one. */
function taskNote(task: Task): string {
  return isCleanup(task) ? "cleans up" : "";
}
