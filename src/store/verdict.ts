/**
 * Verdict: the outcome of a run in one sentence, and the event that it leads to. Known from the moment the run ends,
 * wherever the cursor is. Computed once for each run that has ended; shown beside Run and as the caption of the end.
 */
import { countText, durationText } from "../base/number-text.ts";
import { nextEnded } from "./ended-tasks.ts";
import { originOf } from "./failure-origin.ts";
import { named, type Part, say } from "./sentence.ts";
import type { TraceStore } from "./trace-store.ts";

/** End of a program. Null for a run that a person stopped. */
export interface ProgramEnd {
  readonly outcome: "ok" | "error" | "deadlock" | "limit";
  /** One line; null for ok. */
  readonly error: string | null;
  /** Line of the program that the error is about; 0 for none. */
  readonly line: number;
  /** Virtual seconds. */
  readonly time: number;
}

export interface Verdict {
  readonly outcome: "done" | "failed" | "deadlock" | "limit" | "stopped";
  readonly parts: readonly Part[];
  readonly text: string;
  /** Event index that it leads to. */
  readonly index: number;
  /** Line of the program to blame; 0 for none. */
  readonly line: number;
  /** The thing to select there; null for nothing. */
  readonly about: { readonly kind: "task" | "event"; readonly id: number } | null;
}

/** Return the verdict on a run that has ended: by itself, or with `end` null because a person stopped it. */
export function verdictOf(store: TraceStore, end: ProgramEnd | null): Verdict {
  const found = find(store, end);
  return { ...found, text: found.parts.map(({ text }) => text).join("") };
}

function find(store: TraceStore, end: ProgramEnd | null): Omit<Verdict, "text"> {
  const last = store.length - 1;
  if (!end) {
    const time = last < 0 ? 0 : store.trace.time(last);
    return {
      outcome: "stopped",
      parts: say`Stopped at ${durationText(time)}`,
      index: last,
      line: 0,
      about: null,
    };
  }
  switch (end.outcome) {
    case "ok":
      return done(store, end);
    case "error":
      return failed(store, end);
    case "deadlock":
      return deadlocked(store, end);
    case "limit":
      return limited(store, end);
  }
}

/** A program may end well although tasks of it failed: it leads to the first of those, or else to the first warning. */
function done(store: TraceStore, { time }: ProgramEnd): Omit<Verdict, "text"> {
  const { warnings, spans } = store;
  const failures = spans.lanes.filter((lane) => lane.outcome?.kind === "exception");
  const failed = nextEnded(spans, "exception", -1);
  const [warning] = warnings.all.toSorted((a, b) => a.index - b.index);
  const parts = say`Done in ${durationText(time)}${counted(failures.length, "task failed", "tasks failed")}${counted(warnings.all.length, "warning", "warnings")}`;
  if (failed?.outcome) {
    const { at } = failed.outcome;
    const line = store.stateAt(at - 1).tasks.get(failed.task)?.line ?? 0;
    return { outcome: "done", parts, index: at, line, about: { kind: "task", id: failed.task } };
  }
  if (!warning) return { outcome: "done", parts, index: store.length - 1, line: 0, about: null };
  const { index, line } = warning;
  return { outcome: "done", parts, index, line, about: { kind: "event", id: index } };
}

function counted(count: number, one: string, many: string): string {
  return count === 0 ? "" : ` · ${countText(count)} ${count === 1 ? one : many}`;
}

/** True for a server, or an idle loop, that a visitor's Ctrl-C has ended: that is the usual end of one. */
export function isInterruptedByVisitor(store: TraceStore, end: Pick<ProgramEnd, "error">): boolean {
  const last = store.length - 1;
  return end.error === "KeyboardInterrupt" && store.stateAt(last).network.signal?.origin === "visitor";
}

function failed(store: TraceStore, end: ProgramEnd): Omit<Verdict, "text"> {
  const { task, index, raised } = originOf(store, end.error);
  if (isInterruptedByVisitor(store, end)) {
    const { endpoints } = store.stateAt(store.length - 1).network;
    const verb = [...endpoints.values()].some(({ listen }) => listen) ? "Served" : "Ran";
    const parts = say`${verb} until Ctrl-C at ${durationText(end.time)}`;
    return { outcome: "done", parts, index: store.length - 1, line: 0, about: null };
  }
  const [error = ""] = (raised?.error ?? end.error ?? "").split(":", 1);
  const line = raised?.line ?? end.line;
  const place = `${raised?.function ? ` in ${raised.function}()` : ""}${line > 0 ? `, line ${line}` : ""}`;
  return {
    outcome: "failed",
    parts: say`Failed: ${error}${place}`,
    index,
    line,
    about: task > 0 ? { kind: "task", id: task } : { kind: "event", id: index },
  };
}

function deadlocked(store: TraceStore, end: ProgramEnd): Omit<Verdict, "text"> {
  const { deadlock } = store.warnings;
  const index = store.length - 1;
  return {
    outcome: "deadlock",
    parts: say`Deadlock at ${durationText(end.time)}: ${deadlock?.short ?? "nothing can run again"}`,
    index,
    line: deadlock?.line ?? end.line,
    about: { kind: "event", id: index },
  };
}

/**
 * A run that the guest or the cap has ended. Only the guest knows that a loop never ends (a livelock); a run that is full
 * may have been about to end.
 */
function limited(store: TraceStore, { error, line: last, time }: ProgramEnd): Omit<Verdict, "text"> {
  const index = store.length - 1;
  if (error?.startsWith("livelock")) {
    const parts = say`Stopped at ${durationText(time)}: this loop never ends${inLine(last)}`;
    return { outcome: "limit", parts, index, line: last, about: null };
  }
  const stopped = `Stopped at ${countText(store.length)} events`;
  const state = index < 0 ? null : store.stateAt(index);
  const all = [...(state?.tasks.values() ?? [])].filter(
    ({ cancelling, outcome }) => cancelling > 0 && outcome === "",
  );
  // One that waits for others is kept by them.
  const asked = all.find(({ reason }) => !FOR_TASKS.has(reason)) ?? all[0];
  if (state && asked) {
    const parts = say`${stopped}: ${named(state, asked.id)} was asked to cancel but keeps running${inLine(asked.line)}`;
    return { outcome: "limit", parts, index, line: asked.line, about: { kind: "task", id: asked.id } };
  }
  const line = loopLine(store) || last;
  const parts = say`${stopped}${line > 0 ? `, most of the time at line ${line}` : ""}`;
  return { outcome: "limit", parts, index, line, about: null };
}

function inLine(line: number): string {
  return line > 0 ? ` (line ${line})` : "";
}

/** The reasons of a task that waits for others. */
const FOR_TASKS: ReadonlySet<string> = new Set([
  "task",
  "gather",
  "wait",
  "as_completed",
  "shield",
  "TaskGroup",
]);

/** Events at the end of a run in which a loop shows its line. */
const TAIL = 2000;

/** Return the line at which tasks stopped most often lately; 0 if they stopped at none. */
function loopLine({ trace }: TraceStore): number {
  const counts = new Map<number, number>();
  for (let index = Math.max(0, trace.length - TAIL); index < trace.length; index++) {
    if (trace.kind(index) !== "taskSuspended") continue;
    const line = trace.line(index);
    if (line > 0) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return [...counts].reduce((most, entry) => (entry[1] > most[1] ? entry : most), [0, 0])[0];
}
