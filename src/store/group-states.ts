/**
 * The groups' part of a state in the making: how many children of each are not done, and how many tasks wait on it.
 *
 * Each event costs the same, however many children there are: a child knows its groups, and a group only counts. A group
 * is opened by its first child or by who waits on it, and closed when it has neither.
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

  /** How many entities a snapshot holds. */
  get size(): number {
    return this.#groups.size + this.#futures.size;
  }

  snapshot(): Pick<LoopState, "groups" | "futures"> {
    return { groups: new Map(this.#groups), futures: new Map(this.#futures) };
  }

  /** A child that is not done came to a group; `future` is 0 for a task. */
  added(trace: Trace, id: number, future: number): void {
    this.#count(trace, id, 1, 0);
    if (future > 0) this.#futures.set(future, [...(this.#futures.get(future) ?? []), id]);
  }

  /** A task is suspended on what may be a group. */
  waited(trace: Trace, id: number): void {
    this.#count(trace, id, 0, 1);
  }

  /** A task that was suspended on what may be a group is so no more. */
  left(trace: Trace, id: number): void {
    if (this.#groups.has(id)) this.#count(trace, id, 0, -1);
  }

  /** A child of these groups is done. */
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

/** A group as it was made; null for any other resource. */
function made(trace: Trace, id: number): Group | null {
  const created = trace.resourceCreation(id);
  if (!created || kindOf(created.base).kept !== "group") return null;
  const { type, base, line, time: since } = created;
  return { id, type, base, line, since, living: 0, waiters: 0 };
}
