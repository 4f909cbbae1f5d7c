/** Token of a task or callback on the stage, as text; `stage-model.ts` decides its place. */
import type { LoopState, ReadyHandle, Task } from "../../store/loop-state.ts";

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

export function taskToken(task: Task, key: string, note = coroutineNote(task)): StageToken {
  return { key, task: task.id, handle: 0, label: task.name, note };
}

export function handleToken({ tasks }: LoopState, handle: ReadyHandle, keys: Keys): StageToken {
  const task = tasks.get(handle.task);
  return {
    key: keys.of(handle.task, `handle:${handle.id}`),
    task: handle.task,
    handle: handle.id,
    label: task?.name ?? shortName(handle.name),
    note: handle.wasTimer ? timerNote(handle.name) || "timer" : coroutineNote(task),
  };
}

/** Return the purpose of a timer; empty for a sleep. */
export function timerNote(name: string): string {
  if (name === "sleep") return "";
  return name.endsWith("_on_timeout") ? "timeout" : shortName(name);
}

/** Return the coroutine's name for a task with a default name, which alone says little. */
export function coroutineNote(task: Task | undefined): string {
  if (!task || !/^Task-\d+$/.test(task.name)) return "";
  return shortName(task.coroutine);
}

/** `TaskGroup._on_task_done` → `_on_task_done`: the class adds nothing on a token. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
