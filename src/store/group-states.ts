/**
 * Groups in the state builder: the number of unfinished children of each group, and of tasks that wait on it.
 *
 * Each event costs constant time for any number of children: a child has a list of its groups, and a group only counts.
 * A group enters the state with its first child or waiter, and leaves it without either.
 */
import type { Trace } from "../trace/trace.ts";
import type { Group, LoopState } from "./loop-state.ts";
import { kindOf } from "./resources/kinds.ts";

export class GroupStates {
  readonly #groups: Map<number, Group>;
  readonly #futures: Map<number, readonly number[]>;

  constructor({ groups, futures }: Pick<LoopState, "groups" | "futures">) {
    this.#groups = new Map(groups);
    this.#futures = new Map(futures);
  }

  /** Number of entities in a snapshot. */
  get size(): number {
    return this.#groups.size + this.#futures.size;
  }

  snapshot(): Pick<LoopState, "groups" | "futures"> {
    return { groups: new Map(this.#groups), futures: new Map(this.#futures) };
  }

  /** Add an unfinished child to a group; `future` is 0 for a task. */
  added(trace: Trace, id: number, future: number): void {
    this.#count(trace, id, 1, 0);
    if (future > 0) this.#futures.set(future, [...(this.#futures.get(future) ?? []), id]);
  }

  /** Note that a task is suspended on a resource, which may be a group. */
  waited(trace: Trace, id: number): void {
    this.#count(trace, id, 0, 1);
  }

  /** Note that a task is no longer suspended on a resource, which may be a group. */
  left(trace: Trace, id: number): void {
    const group = this.#groups.get(id);
    if (!group) return;
    if (kindOf(group.base).endsWithWait) this.#groups.delete(id);
    else this.#count(trace, id, 0, -1);
  }

  /** Note that a child of these groups is done. */
  childDone(trace: Trace, groups: readonly number[]): void {
    for (const id of groups) this.#count(trace, id, -1, 0);
  }

  futureDone(trace: Trace, future: number): void {
    const groups = this.#futures.get(future);
    if (!groups) return;
    this.#futures.delete(future);
    this.childDone(trace, groups);
  }

  #count(trace: Trace, id: number, children: number, waiters: number): void {
    const group = this.#groups.get(id) ?? made(trace, id);
    if (!group) return;
    const counted = {
      ...group,
      living: Math.max(0, group.living + children),
      waiters: Math.max(0, group.waiters + waiters),
    };
    if (counted.living + counted.waiters > 0) this.#groups.set(id, counted);
    else this.#groups.delete(id);
  }
}

/** Return a new group; null for any other resource. */
function made(trace: Trace, id: number): Group | null {
  const created = trace.resourceCreation(id);
  if (!created || kindOf(created.base).kept !== "group") return null;
  const { type, base, line, time: since } = created;
  return { id, type, base, line, since, living: 0, waiters: 0 };
}
