/**
 * Why a task runs or is ready, walked back: who woke it, who woke that one, and so on to the beginning.
 *
 * The links are found in the spans, one for each question, so a chain of any length costs what is looked at.
 */
import { firstIndex } from "../base/binary-search.ts";
import type { Lane, Span } from "./lane.ts";
import type { Spans } from "./spans.ts";

/** Why `task` became ready at event `at`. */
export interface Link {
  readonly task: number;
  readonly at: number;
  /** `woken` by a task, by a `timer`, `created`, or `turn`: it only let others run. */
  readonly how: "woken" | "timer" | "created" | "turn";
  /** The task that did it or set the timer; 0 for code outside of any task. */
  readonly by: number;
  /** The event at which that task did it, or set the timer: the chain goes on from there. */
  readonly since: number;
}

/** Why the task, as it is after event `index`, last became ready; null if it is not there yet. */
export function lastLink(spans: Spans, task: number, index: number): Link | null {
  const lane = spans.lane(task);
  const at = lane ? spanAt(lane, index) : -1;
  if (!lane || at < 0) return null;
  for (let i = at; i > 0; i--) {
    const { from, status } = lane.spans[i] as Span;
    if (status !== "ready") continue;
    const wake = spans.wakeAt(from);
    // It suspended with its own wakeup in the queue: it goes on from that step.
    if (!wake) return { task, at: from, how: "turn", by: task, since: from - 1 };
    return {
      task,
      at: from,
      how: wake.byTimer ? "timer" : "woken",
      by: wake.by,
      since: wake.byTimer ? wake.origin : wake.since,
    };
  }
  const { from } = lane.spans[0] as Span;
  return { task, at: from, how: "created", by: lane.parent, since: from };
}

/** The links from a task's last becoming ready back to the beginning, `limit` of them. */
export function wakeChain(spans: Spans, task: number, index: number, limit = Infinity): Link[] {
  const links: Link[] = [];
  let link = lastLink(spans, task, index);
  while (link && links.length < limit) {
    links.push(link);
    link = link.by > 0 ? lastLink(spans, link.by, link.since) : null;
  }
  return links;
}

/** Whom the task woke while it had its turn around event `index`, in order. */
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

/** The span that a lane is in after event `index`; -1 before its first. */
export function spanAt({ spans }: Lane, index: number): number {
  return firstIndex(spans.length, (i) => (spans[i] as Span).from > index) - 1;
}
