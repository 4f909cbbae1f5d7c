/**
 * The children of each group, in order of coming: the events that tell of them. Grows with the trace; who is a child at
 * an event, and whether it is done, is found for one group when it is asked for.
 */
import { firstIndex } from "../base/binary-search.ts";
import type { Trace } from "../trace/trace.ts";
import type { LoopState, Task } from "./loop-state.ts";

/** A task, or a future that is none. */
export interface Child {
  /** 0 for a future. */
  readonly task: number;
  /** 0 for a task. */
  readonly future: number;
}

export class GroupChildren {
  readonly #trace: Trace;
  readonly #events = new Map<number, number[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Takes in a `childAdded`, the next one of the trace. */
  append(index: number): void {
    const { resource: group } = this.#trace.eventOf(index, "childAdded");
    const events = this.#events.get(group);
    if (events) events.push(index);
    else this.#events.set(group, [index]);
  }

  /** How many children the group has after event `index`. */
  count(group: number, index: number): number {
    const events = this.#events.get(group) ?? [];
    return firstIndex(events.length, (i) => (events[i] as number) > index);
  }

  /** The first children that the group has at the state's event. */
  *all(group: number, state: LoopState): Generator<Child> {
    for (const index of this.#events.get(group) ?? []) {
      if (index > state.index) return;
      const { task, future } = this.#trace.eventOf(index, "childAdded");
      yield { task, future };
    }
  }

  /** The first `limit` of its tasks that are not done. */
  livingTasks(group: number, state: LoopState, limit = Infinity): Task[] {
    const living: Task[] = [];
    for (const { task } of this.all(group, state)) {
      if (living.length >= limit) break;
      const child = state.tasks.get(task);
      if (child && child.status !== "done") living.push(child);
    }
    return living;
  }
}
