/**
 * A name for an event that outlives its index: what happens, to whom, for the how many-th time, as
 * `taskSuspended:hello-3:2`. In another trace of the same program, or of one that was changed elsewhere, the same name
 * finds the same moment.
 */
import { eventKinds, fieldsOf, isEventKind } from "../events/event.ts";
import { isLabel } from "../events/field-types.ts";
import type { Trace } from "../trace/trace.ts";

/** Kinds that are about no task but have a name of their own. */
const named = new Set(
  eventKinds.filter((kind) => fieldsOf(kind).some(({ name, type }) => name === "name" && isLabel(type))),
);

/** Whom an event is about: its task by name, or else what it is named itself; empty for the loop. */
function subjectOf(trace: Trace, index: number): string {
  const task = trace.taskName(trace.task(index));
  if (task !== undefined) return task;
  return named.has(trace.kind(index)) ? trace.label(index) : "";
}

/** The event's name; empty for an index outside of the trace. */
export function nameOfEvent(trace: Trace, index: number): string {
  if (index < 0 || index >= trace.length) return "";
  const [kind, subject] = [trace.kind(index), subjectOf(trace, index)];
  let nth = 0;
  for (let at = 0; at <= index; at++) if (trace.kind(at) === kind && subjectOf(trace, at) === subject) nth++;
  return [kind, encodeURIComponent(subject), nth].join(":");
}

/** Where the event of that name is; -1 if the trace has none, or the name is none. */
export function eventByName(trace: Trace, name: string): number {
  const [kind = "", subject = "", count = "1"] = name.split(":");
  if (!isEventKind(kind)) return -1;
  const wanted = decoded(subject);
  let left = Number(count);
  for (let index = 0; index < trace.length; index++) {
    if (trace.kind(index) !== kind || subjectOf(trace, index) !== wanted) continue;
    if (--left === 0) return index;
  }
  return -1;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
