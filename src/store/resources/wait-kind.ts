/** A kind of wait: what a suspended task waits for, by the field `reason` of `taskSuspended`. */
import type { Group, LoopState, Resource, Task } from "../loop-state.ts";
import type { Part } from "../sentence.ts";

/** A wait at a moment. */
export interface WaitScene {
  readonly state: LoopState;
  readonly task: Task;
  readonly resource: Resource | undefined;
  readonly group: Group | undefined;
  /** The first of the tasks that can end the wait, and their number. */
  readonly who: readonly Part[];
  readonly count: number;
}

export interface WaitKind {
  /** Words after the task's name: "waits for gate, first in line". `on` is the resource or task waited for. */
  readonly does: (state: LoopState, on: number, task: number) => string;
  /** Words after several tasks' names, where those of one task name what it alone waits for. */
  readonly several?: string;
  /** Sentence that answers "why not yet?". */
  readonly whyNotYet: (scene: WaitScene) => Part[];
  /** The tasks that can end it: those that hold the resource, the group's children (all, or one), the awaited task. */
  readonly endedBy?: "holders" | "all children" | "one child" | "task";
  /** Style on the timeline; by default outlined. */
  readonly texture?: "hatched" | "dotted";
  /** Words for the tasks that wait so, where no card of a resource shows them. */
  readonly title?: (state: LoopState, on: number) => string;
}
