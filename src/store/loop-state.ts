/**
 * State of the event loop after one event of a trace.
 *
 * A state is frozen; the entities in it are replaced, never changed, so two states share what did not change.
 */
import type { ReadonlyQueue } from "../base/shared-queue.ts";
import type { ReadonlyTable } from "../base/shared-table.ts";
import type { EventKind } from "../events/event.ts";
import type { NetworkState } from "./network/network-state.ts";

/** A callback in the ready queue, or the one that runs. */
export interface ReadyHandle {
  readonly id: number;
  /** The task that it steps or was made for; 0 for none. */
  readonly task: number;
  /** The task's or the callback's name. */
  readonly name: string;
  /** True if it was a timer, and joined when it was due. */
  readonly wasTimer: boolean;
  /** The task that ran when it was scheduled; 0 for none, and for a timer. */
  readonly by: number;
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
  /** Number of the event loop that runs it. */
  readonly loop: number;
  readonly status: TaskStatus;
  /** Number of callbacks in the ready queue that step it. */
  readonly wakeups: number;
  /** Line where it is suspended or continues; before its first step, the line of its `async def`; 0 if unknown. */
  readonly line: number;
  /** Reason of the wait, from `taskSuspended`; empty unless waiting. */
  readonly reason: string;
  /** The resource, group, task or endpoint waited on, by `reason`; 0 for none, and unless waiting. */
  readonly on: number;
  /** Stack of coroutines that await each other, from `taskSuspended`; empty for a single coroutine. */
  readonly stack: string;
  /** Groups that it is a child of, until it is done. */
  readonly groups: readonly number[];
  /** Number of cancel requests that were not withdrawn by `uncancel`. */
  readonly cancelling: number;
  /** Virtual time at which its status began, in seconds. */
  readonly since: number;
  /** Outcome; empty until done. */
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
  /** Limit: permits in all, free at the start, a barrier's parties, or a queue's maximum of items if over 0. */
  readonly limit: number;
  /** Free permits, items in a queue, 1 for an event that is set; otherwise the value of the last change. */
  readonly value: number;
  /** The last `resourceChanged`; empty before it. */
  readonly change: string;
  /** Next item of a priority queue; empty if it has none. */
  readonly next: string;
  /** Tasks that hold a permit, in order of acquiring; tasks that a barrier let through, until they run. */
  readonly holders: readonly number[];
  /** Tasks in line, next first. A woken task stays in line until it runs. */
  readonly waiters: readonly number[];
}

/**
 * Group: a gather, wait, as_completed, shield or TaskGroup. It is in a state while a child of it is not done, or a task
 * waits on it. `GroupChildren` lists its children.
 */
export interface Group {
  readonly id: number;
  /** Its class, and the name of asyncio that this is or is derived from. */
  readonly type: string;
  readonly base: string;
  /** Line that created it; 0 if unknown. */
  readonly line: number;
  /** Virtual seconds at its creation. */
  readonly since: number;
  /** Children that are not done. */
  readonly living: number;
  /** Tasks that are suspended on it. */
  readonly waiters: number;
}

/** Event loop of the program that is not at work, as it was left. */
export interface OtherLoop extends Pick<LoopState, "looping" | "iteration" | "batch" | "running" | "line"> {
  /** Thread that runs it; 0 for the main thread. */
  readonly thread: number;
  readonly ready: ReadonlyQueue<ReadyHandle>;
  readonly timers: readonly Timer[];
}

/** Worker thread that runs a function. */
export interface Thread {
  readonly id: number;
  readonly name: string;
  /** Virtual time at which the function started, in seconds. */
  readonly since: number;
  /** Task that gave the function to an executor; 0 for none. */
  readonly task: number;
  /** The blocking call in which it waits, since and until which time at the latest (0 for never); null if it runs. */
  readonly wait: {
    readonly call: string;
    readonly line: number;
    readonly since: number;
    readonly until: number;
    /** Task whose result it waits for; 0 for none. */
    readonly task: number;
  } | null;
}

export interface LoopState {
  /** Index of the event that led to this state; -1 before the first. */
  readonly index: number;
  readonly kind: EventKind | null;
  readonly time: number;
  /**
   * Number of the event loop at work. All that follows, down to the timers, is about this one; the others of the program are
   * in `otherLoops`, by number.
   */
  readonly loop: number;
  /** Thread that runs the loop; 0 for the main thread. */
  readonly loopThread: number;
  readonly otherLoops: ReadonlyMap<number, OtherLoop>;
  /** Thread that is at work; 0 for the main thread. */
  readonly thread: number;
  /** True between loopStarted and loopStopped. */
  readonly looping: boolean;
  /** Iterations begun so far. */
  readonly iteration: number;
  /** Number of handles at the front of `ready` that belong to this iteration's batch. */
  readonly batch: number;
  /** Ready queue, next first. */
  readonly ready: ReadonlyQueue<ReadyHandle>;
  readonly running: ReadyHandle | null;
  /** Last line that the running code reached; 0 for none or unknown. */
  readonly line: number;
  /** Timers, earliest first; equal ones in order of creation. */
  readonly timers: readonly Timer[];
  readonly tasks: ReadonlyTable<Task>;
  readonly resources: ReadonlyMap<number, Resource>;
  /** Items of each queue, by its id, in order of arrival. */
  readonly items: ReadonlyMap<number, readonly string[]>;
  readonly groups: ReadonlyMap<number, Group>;
  /** Groups of each unfinished future that is a child. */
  readonly futures: ReadonlyMap<number, readonly number[]>;
  /** Threads that run a function beside the loop, in order of start. */
  readonly threads: readonly Thread[];
  readonly network: NetworkState;
  /** Output events so far. */
  readonly outputs: number;
}
