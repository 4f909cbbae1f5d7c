/**
 * The whole state of the event loop after one event of a trace.
 *
 * A state is frozen; the entities in it are replaced, never changed, so two states share what did not change.
 */
import type { ReadonlyQueue } from "../base/shared-queue.ts";
import type { ReadonlyTable } from "../base/shared-table.ts";
import type { EventKind } from "../events/event.ts";

/** A callback in the ready queue, or the one that runs. */
export interface ReadyHandle {
  readonly id: number;
  /** The task that it steps or was made for; 0 for none. */
  readonly task: number;
  /** The task's or the callback's name. */
  readonly name: string;
  /** True if it was a timer, and joined when it was due. */
  readonly wasTimer: boolean;
}

export interface Timer {
  readonly id: number;
  readonly task: number;
  readonly name: string;
  /** Virtual seconds when it was scheduled, and when it is due. */
  readonly since: number;
  readonly when: number;
}

/**
 * A task's status: created → ready ⇄ running → waiting → ready …, until done.
 * `ready` means that a callback which steps it is in the ready queue.
 */
export type TaskStatus = "ready" | "running" | "waiting" | "done";

export interface Task {
  readonly id: number;
  readonly name: string;
  readonly coroutine: string;
  /** The task that created it; 0 for none. */
  readonly parent: number;
  readonly status: TaskStatus;
  /** How many callbacks that step it are in the ready queue. */
  readonly wakeups: number;
  /** The line where it is suspended or goes on from; before its first step that of its `async def`; 0 unknown. */
  readonly line: number;
  /** What it waits on, as `taskSuspended` says; empty unless waiting. */
  readonly reason: string;
  /** The resource, group or task waited on; 0 for none, and unless waiting. */
  readonly on: number;
  /** Where it stands in the coroutines that await each other, as `taskSuspended` says; empty if there is but one. */
  readonly stack: string;
  /** The groups that it is a child of, while it is not done. */
  readonly groups: readonly number[];
  /** Requests to cancel it that were not taken back. */
  readonly cancelling: number;
  /** Virtual seconds since when it has this status. */
  readonly since: number;
  /** How it ended; empty until done. */
  readonly outcome: string;
  /** The repr of the result, or the exception. */
  readonly value: string;
}

/** A lock, semaphore, event, condition, barrier or queue. */
export interface Resource {
  readonly id: number;
  /** Its class, and the class of asyncio that this is or is derived from. */
  readonly type: string;
  readonly base: string;
  readonly name: string;
  /** How many it is for: permits in all, free at the start, a barrier's parties, items a queue has room for if over 0. */
  readonly limit: number;
  /** Free permits, items in a queue, 1 for an event that is set; of the others what the last change told. */
  readonly value: number;
  /** The last `resourceChanged`; empty before it. */
  readonly change: string;
  /** What a priority queue gives out next; empty if it has none. */
  readonly next: string;
  /** Tasks that hold a permit, in the order in which they got it; those that a barrier let through until they run. */
  readonly holders: readonly number[];
  /** Tasks in line, first comes next. Who was woken stands in it until it runs. */
  readonly waiters: readonly number[];
}

/**
 * What waits for several: a gather, wait, as_completed, shield or TaskGroup. It is in a state as long as a child of it
 * is not done, or a task waits on it. Which children it has is `GroupChildren`'s to say.
 */
export interface Group {
  readonly id: number;
  /** Its class, and the name of asyncio that this is or is derived from. */
  readonly type: string;
  readonly base: string;
  /** The line that made it; 0 unknown. */
  readonly line: number;
  /** Virtual seconds when it was made. */
  readonly since: number;
  /** Children that are not done. */
  readonly living: number;
  /** Tasks that are suspended on it. */
  readonly waiters: number;
}

/** A worker thread that runs a function. */
export interface Thread {
  readonly id: number;
  readonly name: string;
  /** Virtual seconds since when it runs it. */
  readonly since: number;
}

export interface LoopState {
  /** The event after which this is the state; -1 before the first. */
  readonly index: number;
  readonly kind: EventKind | null;
  readonly time: number;
  /** True between loopStarted and loopStopped. */
  readonly looping: boolean;
  /** Iterations begun so far. */
  readonly iteration: number;
  /** How many handles at the front of `ready` belong to this iteration's frozen batch. */
  readonly batch: number;
  /** Next first. */
  readonly ready: ReadonlyQueue<ReadyHandle>;
  readonly running: ReadyHandle | null;
  /** The line last reached by what runs; 0 for none or unknown. */
  readonly line: number;
  /** Earliest first; equal ones in order of creation. */
  readonly timers: readonly Timer[];
  readonly tasks: ReadonlyTable<Task>;
  readonly resources: ReadonlyMap<number, Resource>;
  /** The items of each queue, by its id, in order of coming. */
  readonly items: ReadonlyMap<number, readonly string[]>;
  readonly groups: ReadonlyMap<number, Group>;
  /** The groups of each future that is a child and not done. */
  readonly futures: ReadonlyMap<number, readonly number[]>;
  /** Threads that run a function beside the loop, in order of start. */
  readonly threads: readonly Thread[];
  /** Output events so far. */
  readonly outputs: number;
}
