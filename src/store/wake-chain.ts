/**
 * Wake chain: the causes of a task's last wake-up, from the task or timer that woke it back to the beginning of the run.
 *
 * The links are computed from the spans one by one, so that the cost is that of the links that are read.
 */
import { firstIndex } from "../base/binary-search.ts";
import type { Lane, Span } from "./lane.ts";
import type { Spans } from "./spans.ts";

/** Link of a wake chain: the reason that `task` became ready at event `at`. */
export interface Link {
  readonly task: number;
  readonly at: number;
  /**
   * `woken` by a task, by a `timer`, by an `arrival` from the network, by the `exit` of a process, `created`, or `turn` after
   * a sleep(0).
   */
  readonly how: "woken" | "timer" | "arrival" | "exit" | "created" | "turn";
  /** Task that caused it or created the timer; 0 for code outside any task. */
  readonly by: number;
  /** Endpoint at which something arrived; absent for any other cause. */
  readonly endpoint?: number | undefined;
  /** Process that has ended; absent for any other cause. */
  readonly process?: number | undefined;
  /** Event at which that task caused it or created the timer; the chain continues from there. */
  readonly since: number;
}

/** Return the reason that the task last became ready before or at event `index`; null before its creation. */
export function lastLink(spans: Spans, task: number, index: number): Link | null {
  const lane = spans.lane(task);
  const at = lane ? spanAt(lane, index) : -1;
  if (!lane || at < 0) return null;
  for (let i = at; i > 0; i--) {
    const { from, status } = lane.spans[i] as Span;
    if (status !== "ready") continue;
    const wake = spans.wakeAt(from);
    // The task suspended with its wake-up already in the queue: the cause is its own earlier step.
    if (!wake) return { task, at: from, how: "turn", by: task, since: from - 1 };
    return {
      task,
      at: from,
      how: wake.byTimer ? "timer" : wake.endpoint ? "arrival" : wake.process ? "exit" : "woken",
      by: wake.by,
      endpoint: wake.endpoint,
      process: wake.process,
      since: wake.byTimer ? wake.origin : wake.since,
    };
  }
  const { from } = lane.spans[0] as Span;
  return { task, at: from, how: "created", by: lane.parent, since: from };
}

/** Return the links from a task's last wake-up back to the beginning, at most `limit` of them. */
export function wakeChain(spans: Spans, task: number, index: number, limit = Infinity): Link[] {
  const links: Link[] = [];
  let link = lastLink(spans, task, index);
  while (link && links.length < limit) {
    links.push(link);
    link = link.by > 0 ? lastLink(spans, link.by, link.since) : null;
  }
  return links;
}

/** Return the tasks that the task woke in its step around event `index`, in order. */
export function wokenBy(spans: Spans, task: number, index: number, limit = 20): readonly number[] {
  const lane = spans.lane(task);
  const at = lane ? spanAt(lane, index) : -1;
  const span = lane?.spans[at];
  if (span?.status !== "running") return [];
  const { wakes } = spans;
  const woken: number[] = [];
  for (let i = firstIndex(wakes.length, (i) => (wakes[i]?.at ?? 0) >= span.from); i < wakes.length; i++) {
    const wake = wakes[i];
    if (!wake || woken.length >= limit || (span.to >= 0 && wake.since > span.to)) break;
    if (wake.by === task && !wake.byTimer && wake.since >= span.from) woken.push(wake.woken);
  }
  return woken;
}

/** Return the number of the span that a lane is in after event `index`; -1 before its first. */
export function spanAt({ spans }: Lane, index: number): number {
  return firstIndex(spans.length, (i) => (spans[i] as Span).from > index) - 1;
}
