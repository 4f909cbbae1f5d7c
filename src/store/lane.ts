/** Lane of the timeline, for a task, a worker thread, a connection or a process: spans of one status each, and marks. Built by `Spans`. */
import type { Outcome } from "../events/event.ts";
import type { TaskStatus } from "./loop-state.ts";
import { shownName } from "./task-name.ts";

/**
 * Stretch in which a task has one status. A task's spans follow each other without a gap until it is done; those of a
 * thread have gaps, in which it runs no function.
 */
export interface Span {
  /** Event that begins it, and event that ends it (the first of the next span); -1 while it is open. */
  readonly from: number;
  readonly to: number;
  /** Virtual seconds of these events; Infinity while it is open. */
  readonly start: number;
  readonly end: number;
  readonly status: Exclude<TaskStatus, "done">;
  /** Reason of the wait, from `taskSuspended`; empty unless waiting. */
  readonly reason: string;
}

/** Mark at one event. */
export interface Mark {
  readonly at: number;
  readonly time: number;
  readonly kind: "output" | "cancelRequested" | "cancelThrown" | "warning" | Outcome;
}

export interface Lane {
  /** Id of the task; 0 for any other lane. */
  readonly task: number;
  /** Id of the thread; 0 for any other lane. */
  readonly thread: number;
  /** Endpoint that asked for the connection; 0 for any other lane. */
  readonly endpoint: number;
  /** Pid of the process; 0 for any other lane. */
  readonly process: number;
  readonly name: string;
  /** The name to show for it. Made once: the timeline reads it for every lane at each chunk. */
  readonly shownName: string;
  readonly coroutine: string;
  /** The task that created it, of a process the one that started it; 0 for none. */
  readonly parent: number;
  readonly spans: readonly Span[];
  readonly outputs: readonly Mark[];
  /** Cancellations and warnings. */
  readonly marks: readonly Mark[];
  /** Outcome of the task, of a process: a result for status 0, cancelled for a signal. Null before its end, and for a thread. */
  readonly outcome: Mark | null;
}

/** Growing lane. Only its last span is open, and none is open once the task is done. */
export class LaneBuilder implements Lane {
  readonly spans: Span[] = [];
  readonly outputs: Mark[] = [];
  readonly marks: Mark[] = [];
  outcome: Mark | null = null;
  readonly shownName: string;

  constructor(
    readonly task: number,
    readonly name: string,
    readonly coroutine: string,
    readonly parent: number,
    readonly thread = 0,
    readonly endpoint = 0,
    readonly process = 0,
  ) {
    this.shownName = shownName(this);
  }

  /** Status after the last event added. */
  get status(): TaskStatus {
    const last = this.spans.at(-1);
    return last?.to === -1 ? last.status : "done";
  }

  begin(status: Span["status"], index: number, time: number, reason = ""): void {
    this.finish(index, time);
    this.spans.push({ from: index, to: -1, start: time, end: Infinity, status, reason });
  }

  finish(index: number, time: number): void {
    const last = this.spans.at(-1);
    if (last?.to === -1) this.spans[this.spans.length - 1] = { ...last, to: index, end: time };
  }
}
