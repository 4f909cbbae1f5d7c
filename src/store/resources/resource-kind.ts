/**
 * A kind of resource: everything the page knows of locks, queues, groups and so on, in one object a kind.
 *
 * To add a kind, write its module and list it in `kinds.ts`. The reducer, the narration, the inspector, the stage and the
 * timeline ask the kind and know none by name.
 */
import type { EventOf } from "../../events/event.ts";
import type { Resource } from "../loop-state.ts";
import type { Part, Sentence } from "../sentence.ts";
import type { Shape, Standing } from "./shape.ts";
import type { WaitKind } from "./wait-kind.ts";

export interface ResourceKind {
  /** The classes of asyncio that are of this kind: the field `base` of `resourceCreated`. */
  readonly bases: readonly string[];
  /** Form in a state: with the tasks in line for it, as a group of children, or not stored. */
  readonly kept: "line" | "group" | "none";
  /** True for a group that is over when its waiter wakes up, even if some of its children are not done. */
  readonly endsWithWait?: boolean;
  /** Waits of tasks for it, by the field `reason` of `taskSuspended`. */
  readonly waits?: Readonly<Record<string, WaitKind>>;
  readonly line?: LineRules;
  /** Sentence about its creation. */
  readonly created: (event: EventOf<"resourceCreated">) => Part[];
  /** Sentences about permits, for kinds that have them. */
  readonly waited?: Sentence<"resourceWaited">;
  readonly acquired?: Sentence<"resourceAcquired">;
  readonly released?: Sentence<"resourceReleased">;
  /** Sentences about other changes, by the field `change` of `resourceChanged`. */
  readonly changes?: Readonly<Record<string, Sentence<"resourceChanged">>>;
  /** Its looks, for kinds that are kept with a line. */
  readonly shape?: (resource: Resource, standing: Standing) => Shape;
}

/** The kind's part in the reducer. */
export interface LineRules {
  /** `value` of a new one that is made for `limit`; by default 0. */
  readonly startValue?: (limit: number) => number;
  /** True if a task in line leaves it when it is stepped, false if it stays until it acquires a permit. */
  readonly leavesWhenStepped: boolean;
  /** True if tasks that it let through are its holders until they are stepped. */
  readonly letsThrough?: boolean;
  /** True if it holds items. */
  readonly hasItems?: boolean;
  /** True if the item that came last leaves first. */
  readonly isStack?: boolean;
  readonly changed?: (lines: Lines, event: EventOf<"resourceChanged">) => void;
}

/** The part of a state in the making that a kind may change. */
export interface Lines {
  /** Let all tasks in line through, and the last one that came. */
  letThrough(resource: number, last: number): void;
  /** Take all items out. */
  emptyItems(resource: number): void;
}
