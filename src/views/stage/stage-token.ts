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
  /** True for the place that a running task takes when its callback ends: until then its token is in Running. */
  isOutline?: boolean;
}

/** Run of tokens in a line: the first ones, and the number of all. */
export interface TokenRun {
  tokens: StageToken[];
  count: number;
}

/** Allocator of token keys: `task:<id>` for the first token of a task, another key for later ones. */
export class Keys {
  readonly #taken = new Set<number>();
  #running = 0;

  /** Give the key to the token in Running. */
  ofRunning(task: number, otherwise: string): string {
    this.#running = task;
    return this.of(task, otherwise);
  }

  of(task: number, otherwise: string): string {
    if (task === 0 || this.#taken.has(task)) return otherwise;
    this.#taken.add(task);
    return `task:${task}`;
  }

  has(task: number): boolean {
    return this.#taken.has(task);
  }

  /** True if the task's token is in Running. */
  isRunning(task: number): boolean {
    return task > 0 && this.#running === task;
  }
}

/** Make the token of a task where it waits, or where it will wait if its token is in Running still. */
export function taskToken(task: Task, keys: Keys, otherwise: string, note = taskNote(task)): StageToken {
  const key = keys.of(task.id, otherwise);
  const isOutline = keys.isRunning(task.id);
  return { key, task: task.id, handle: 0, label: shownName(task), note, isOutline };
}

/** Make the token of a callback in the queue. One that steps the running task is an outline until that has ended. */
export function handleToken(state: LoopState, handle: ReadyHandle, keys: Keys): StageToken {
  const isOutline = !handle.wasTimer && keys.isRunning(handle.task);
  return { ...tokenOf(state, handle, keys.of(handle.task, `handle:${handle.id}`)), isOutline };
}

/**
 * Make the token of the callback that runs. It is the task's own if it steps the task, or ends its sleep; the timer of a
 * timeout runs while the task waits elsewhere.
 */
export function runningToken(state: LoopState, handle: ReadyHandle, keys: Keys): StageToken {
  const isTask = !handle.wasTimer || handle.name === "sleep";
  const otherwise = `handle:${handle.id}`;
  return tokenOf(state, handle, isTask ? keys.ofRunning(handle.task, otherwise) : otherwise);
}

function tokenOf(state: LoopState, handle: ReadyHandle, key: string): StageToken {
  const task = state.tasks.get(handle.task);
  return {
    key,
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
