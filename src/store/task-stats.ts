/** Times of a task by status, up to a moment; computed on demand. */
import type { LoopState } from "./loop-state.ts";
import type { Span } from "./lane.ts";
import type { Spans } from "./spans.ts";
import { spanAt } from "./wake-chain.ts";

/** Times in virtual seconds, which add up to the task's age. */
export interface TaskStats {
  /** In its own steps, without blocking calls. */
  readonly running: number;
  /** In its own blocking calls. */
  readonly blocked: number;
  /** In the ready queue. */
  readonly queued: number;
  /** By the reason of the wait, in order of first occurrence. */
  readonly waiting: ReadonlyMap<string, number>;
  /** Number of steps begun. */
  readonly steps: number;
}

export function taskStats(spans: Spans, task: number, { index, time }: LoopState): TaskStats {
  const lane = spans.lane(task);
  const until = lane ? spanAt(lane, index) : -1;
  const waiting = new Map<string, number>();
  let running = 0;
  let queued = 0;
  let steps = 0;
  for (let i = 0; i <= until; i++) {
    const { status, reason, start, end, to } = lane?.spans[i] as Span;
    const length = (to >= 0 && to <= index ? end : time) - start;
    if (status === "waiting") waiting.set(reason, (waiting.get(reason) ?? 0) + length);
    else if (status === "ready") queued += length;
    else {
      running += length;
      steps++;
    }
  }
  let blocked = 0;
  for (const block of spans.blocks) {
    if (block.at > index) break;
    if (block.task === task) blocked += block.end - block.start;
  }
  return { running: Math.max(0, running - blocked), blocked, queued, waiting, steps };
}
