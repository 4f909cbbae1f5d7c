/**
 * Children of each group: the `childAdded` events, in order. Grows with the trace; the children of a group at an event,
 * and those that are done, are computed on demand.
 */
import { firstIndex } from "../base/binary-search.ts";
import type { Trace } from "../trace/trace.ts";
import type { LoopState, Task } from "./loop-state.ts";

/** Task, or future that is not a task. */
export interface Child {
  /** Id of the task; 0 for a future. */
  readonly task: number;
  /** Id of the future; 0 for a task. */
  readonly future: number;
}

export class GroupChildren {
  readonly #trace: Trace;
  readonly #events = new Map<number, number[]>();

  constructor(trace: Trace) {
    this.#trace = trace;
  }

  /** Add the next `childAdded` of the trace. */
  append(index: number): void {
    const { resource: group } = this.#trace.eventOf(index, "childAdded");
    const events = this.#events.get(group);
    if (events) events.push(index);
    else this.#events.set(group, [index]);
  }

  /** Return the number of children of the group after event `index`. */
  count(group: number, index: number): number {
    const events = this.#events.get(group) ?? [];
    return firstIndex(events.length, (i) => (events[i] as number) > index);
  }

  /** Yield the children of the group at the state's event. */
  *all(group: number, state: LoopState): Generator<Child> {
    for (const index of this.#events.get(group) ?? []) {
      if (index > state.index) return;
      const { task, future } = this.#trace.eventOf(index, "childAdded");
      yield { task, future };
    }
  }

  /** Return the first `limit` of its tasks that are not done. */
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
