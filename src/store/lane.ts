/** One task's part of a timeline, or a thread's: spans of one status each, and marks. `Spans` builds it. */
import type { Outcome } from "../events/event.ts";
import type { TaskStatus } from "./loop-state.ts";

/**
 * A stretch in which a task had one status. The spans of a lane follow each other without a gap until it is done; those
 * of a thread, which only ever runs, have gaps.
 */
export interface Span {
  /** The event that began it, and the one that ended it (it is the next one's); -1 while it is open. */
  readonly from: number;
  readonly to: number;
  /** Virtual seconds of those events; Infinity while it is open. */
  readonly start: number;
  readonly end: number;
  readonly status: Exclude<TaskStatus, "done">;
  /** What it waits on, as `taskSuspended` says; empty unless waiting. */
  readonly reason: string;
}

/** Something that happened at one event. */
export interface Mark {
  readonly at: number;
  readonly time: number;
  readonly kind: "output" | "cancelRequested" | "cancelThrown" | "warning" | Outcome;
}

export interface Lane {
  /** 0 for a thread. */
  readonly task: number;
  /** 0 for a task. */
  readonly thread: number;
  readonly name: string;
  readonly coroutine: string;
  /** The task that created it; 0 for none. */
  readonly parent: number;
  readonly spans: readonly Span[];
  readonly outputs: readonly Mark[];
  /** Cancellations and warnings. */
  readonly marks: readonly Mark[];
  /** How the task ended; null until then, and for a thread. */
  readonly outcome: Mark | null;
}

/** A lane that grows. Only its last span is ever open, and none is once it is done. */
export class LaneBuilder implements Lane {
  readonly spans: Span[] = [];
  readonly outputs: Mark[] = [];
  readonly marks: Mark[] = [];
  outcome: Mark | null = null;

  constructor(
    readonly task: number,
    readonly name: string,
    readonly coroutine: string,
    readonly parent: number,
    readonly thread = 0,
  ) {}

  /** The status after the last event taken in. */
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
