/** A task or callback on the stage, as text; where it stands is `stage-model.ts`'s to say. */
import type { Task } from "../../store/loop-state.ts";

export interface StageToken {
  key: string;
  task: number;
  label: string;
  note: string;
}

/** A task that nobody named says little: its coroutine's name stands beside. */
export function coroutineNote(task: Task | undefined): string {
  if (!task || !/^Task-\d+$/.test(task.name)) return "";
  return shortName(task.coroutine);
}

/** `TaskGroup._on_task_done` → `_on_task_done`: the class adds nothing on a token. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
