/**
 * Origin of the error that ended a program: the task that raised it, found from the outermost failed task down through
 * what each waited for, and the function and line, from the traceback in the output. Called for the verdict.
 */
import type { Lane } from "./lane.ts";
import { type Raised, raisedIn } from "./traceback.ts";
import type { TraceStore } from "./trace-store.ts";

export interface Origin {
  /** The task that raised it; 0 for code outside of any task. */
  readonly task: number;
  /** The event at which that task ended, or else that wrote the traceback, or else the last one. */
  readonly index: number;
  /** Null for an error without a traceback, such as SystemExit. */
  readonly raised: Raised | null;
}

/** `error` is the one with which the program ended, in one line. */
export function originOf(store: TraceStore, error: string | null): Origin {
  const { trace, outputs, spans } = store;
  const report = outputs.findLast((index) => trace.eventOf(index, "outputWritten").stream === "stderr");
  const raised = report === undefined ? null : raisedIn(trace.eventOf(report, "outputWritten").text);
  const outermost = spans.lanes.findLast((lane) => valueOf(store, lane) === error);
  const lane = outermost && innermost(store, outermost);
  const index = lane?.outcome?.at ?? report ?? store.length - 1;
  return { task: lane?.task ?? 0, index, raised };
}

/** Follow an exception down to the task that raised it. */
function innermost(store: TraceStore, outermost: Lane): Lane {
  let lane = outermost;
  for (const seen = new Set<Lane>(); !seen.has(lane);) {
    seen.add(lane);
    lane = failedChild(store, lane) ?? lane;
  }
  return lane;
}

/** Return the first failed task among those that the task waited for last, if its exception is the task's own. */
function failedChild(store: TraceStore, lane: Lane): Lane | undefined {
  const { trace, spans, groupChildren } = store;
  const value = valueOf(store, lane);
  const wait = lane.spans.findLast(({ status }) => status === "waiting");
  if (!wait || value === undefined) return undefined;
  const { reason, on } = trace.eventOf(wait.from, "taskSuspended");
  const state = store.stateAt(lane.outcome?.at ?? -1);
  const children = reason === "task" ? [on] : Array.from(groupChildren.all(on, state), ({ task }) => task);
  const isGroup = /^(Base)?ExceptionGroup\b/.test(value);
  return children
    .flatMap((id) => spans.lane(id) ?? [])
    .filter((child) => isGroup || valueOf(store, child) === value)
    .filter(({ outcome }) => outcome?.kind === "exception" && outcome.at < (lane.outcome?.at ?? 0))
    .sort((a, b) => (a.outcome?.at ?? 0) - (b.outcome?.at ?? 0))[0];
}

/** Return the exception with which a task ended; undefined for a task that did not fail. */
function valueOf({ trace }: TraceStore, { outcome }: Lane): string | undefined {
  return outcome?.kind === "exception" ? trace.eventOf(outcome.at, "taskDone").value : undefined;
}
