/**
 * Who waits for whom: from a task to what it is suspended on, and on to the tasks that could end the wait. Found for one
 * task of one state when it is asked for.
 */
import type { GroupChildren } from "./group-children.ts";
import type { LoopState, Task } from "./loop-state.ts";
import { waitKind } from "./resources/kinds.ts";

/** What a task is suspended on, and whose doing would end that. */
export interface Wait {
  readonly reason: string;
  /** The resource or group; 0 if it is neither. */
  readonly resource: number;
  /** The task waited for, those that hold what it wants, or children that are not done: the first `limit` of them. */
  readonly tasks: readonly number[];
  /** How many of these there are. */
  readonly count: number;
  /** True if each of them must do its part, false if one of them is enough. */
  readonly needsAll: boolean;
}

/** Null unless the task waits. */
export function waitOf(
  state: LoopState,
  children: GroupChildren,
  task: Task | undefined,
  limit = Infinity,
): Wait | null {
  if (task?.status !== "waiting") return null;
  const { reason, on } = task;
  const endedBy = waitKind(reason)?.endedBy;
  if (endedBy === "task")
    return { reason, resource: 0, tasks: on ? [on] : [], count: on ? 1 : 0, needsAll: true };
  const group = state.groups.get(on);
  if (group) {
    const tasks = children.livingTasks(on, state, limit).map(({ id }) => id);
    return {
      reason,
      resource: on,
      tasks,
      count: group.living,
      needsAll: waitKind(group.base)?.endedBy !== "one child",
    };
  }
  const holders = state.resources.get(on)?.holders ?? [];
  // Only of what is held is it known whose doing would end the wait.
  const held = endedBy === "holders" ? [...new Set(holders)] : [];
  return {
    reason,
    resource: on,
    tasks: held.slice(0, limit),
    count: held.length,
    needsAll: held.length === 1,
  };
}

/**
 * Tasks each of which can only go on after the next, and the last after the first: none of them ever will. Empty if
 * the task is in no such cycle and waits for none.
 */
export function cycleFrom(state: LoopState, children: GroupChildren, task: number): number[] {
  const path: number[] = [];
  const place = new Map<number, number>();
  const finished = new Set<number>();
  const pending: Iterator<number>[] = [];
  const enter = (id: number) => {
    place.set(id, path.length);
    path.push(id);
    const wait = waitOf(state, children, state.tasks.get(id));
    const isNeeded = wait && (wait.needsAll || wait.count === 1);
    pending.push((isNeeded ? wait.tasks : [])[Symbol.iterator]());
  };
  enter(task);
  while (pending.length > 0) {
    const next = (pending.at(-1) as Iterator<number>).next();
    if (next.done) {
      pending.pop();
      finished.add(path.pop() as number);
      continue;
    }
    const id = next.value;
    if (finished.has(id)) continue;
    if (path[place.get(id) ?? -1] === id) return path.slice(place.get(id));
    enter(id);
  }
  return [];
}

/** A cycle among all that wait; empty if there is none. */
export function anyCycle(state: LoopState, children: GroupChildren): number[] {
  for (const { id, status } of state.tasks.values()) {
    if (status !== "waiting") continue;
    const cycle = cycleFrom(state, children, id);
    if (cycle.length > 0) return cycle;
  }
  return [];
}
