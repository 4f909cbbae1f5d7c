/**
 * Await graph: from a task to the resource, group or task that it waits on, and to the tasks that could end the wait.
 * Computed on demand, for one task of one state.
 */
import type { GroupChildren } from "./group-children.ts";
import type { LoopState, Task } from "./loop-state.ts";
import { resourceOf, waitKind } from "./resources/kinds.ts";

/** Wait of a task, and the tasks that could end it. */
export interface Wait {
  readonly reason: string;
  /** The resource or group; 0 if it is neither. */
  readonly resource: number;
  /** The awaited task, the holders of the resource, or children that are not done: the first `limit` of them. */
  readonly tasks: readonly number[];
  /** Number of these tasks, without the limit. */
  readonly count: number;
  /** True if all of them are needed to end the wait, false if one of them is enough. */
  readonly needsAll: boolean;
}

/** Return the wait of a task; null unless it waits. */
export function waitOf(
  state: LoopState,
  children: GroupChildren,
  task: Task | undefined,
  limit = Infinity,
): Wait | null {
  if (task?.status !== "waiting") return null;
  const { reason } = task;
  const endedBy = waitKind(reason)?.endedBy;
  if (endedBy === "task")
    return { reason, resource: 0, tasks: task.on ? [task.on] : [], count: task.on ? 1 : 0, needsAll: true };
  const on = resourceOf(task);
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
  // Only a resource with holders shows which tasks could end the wait.
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
 * Return the deadlock cycle that the task is in or waits for: each of its tasks can continue only after the next, the
 * last one only after the first. Empty if there is none.
 */
export function cycleFrom(state: LoopState, children: GroupChildren, task: number): number[] {
  return cycleAmong(state, children, task, () => stuckTasks(state, children));
}

function cycleAmong(
  state: LoopState,
  children: GroupChildren,
  task: number,
  stuck: () => ReadonlySet<number>,
): number[] {
  const path: number[] = [];
  const place = new Map<number, number>();
  const finished = new Set<number>();
  const pending: Iterator<number>[] = [];
  const enter = (id: number) => {
    place.set(id, path.length);
    path.push(id);
    const wait = waitOf(state, children, state.tasks.get(id));
    // One of several holders is enough, unless none of them can continue.
    const isNeeded =
      wait &&
      (wait.needsAll ||
        wait.count === 1 ||
        (isForPermit(wait) && wait.tasks.every((one) => stuck().has(one))));
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

/** Return a cycle among all waiting tasks; empty if there is none. */
export function anyCycle(state: LoopState, children: GroupChildren): number[] {
  let known: ReadonlySet<number> | undefined;
  const stuck = () => (known ??= stuckTasks(state, children));
  for (const { id, status } of state.tasks.values()) {
    if (status !== "waiting") continue;
    const cycle = cycleAmong(state, children, id, stuck);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

function isForPermit({ reason }: Wait): boolean {
  return waitKind(reason)?.endedBy === "holders";
}

/**
 * Return the tasks that can never continue, as far as the tasks that could end their waits are known: the largest set in
 * which each waits for one that is in the set, or for permits whose holders are all in it.
 */
function stuckTasks(state: LoopState, children: GroupChildren): ReadonlySet<number> {
  const waits = new Map<number, Wait>();
  for (const task of state.tasks.values()) {
    const wait = waitOf(state, children, task);
    if (wait && wait.tasks.length > 0) waits.set(task.id, wait);
  }
  for (let count = -1; count !== waits.size;) {
    count = waits.size;
    for (const [id, wait] of waits) {
      const isStuck = isForPermit(wait)
        ? wait.tasks.every((one) => waits.has(one))
        : (wait.needsAll || wait.count === 1) && wait.tasks.some((one) => waits.has(one));
      if (!isStuck) waits.delete(id);
    }
  }
  return new Set(waits.keys());
}
