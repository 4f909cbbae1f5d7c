/**
 * Names of events, which outlive their indices: kind, subject and occurrence, as `taskSuspended:hello-3:2`. The same name
 * finds the same moment in another trace of the program, or of a program that was changed elsewhere.
 */
import { eventKinds, fieldsOf, isEventKind } from "../events/event.ts";
import { isLabel } from "../events/field-types.ts";
import type { Trace } from "../trace/trace.ts";

/** Kinds without a task that have a name of their own. */
const named = new Set(
  eventKinds.filter((kind) => fieldsOf(kind).some(({ name, type }) => name === "name" && isLabel(type))),
);

/** Return an event's subject: the name of its task, or else its own name; empty for the loop. */
function subjectOf(trace: Trace, index: number): string {
  const task = trace.taskName(trace.task(index));
  if (task !== undefined) return task;
  return named.has(trace.kind(index)) ? trace.label(index) : "";
}

/** Return the event's name; empty for an index outside the trace. */
export function nameOfEvent(trace: Trace, index: number): string {
  if (index < 0 || index >= trace.length) return "";
  const [kind, subject] = [trace.kind(index), subjectOf(trace, index)];
  let nth = 0;
  for (let at = 0; at <= index; at++) if (trace.kind(at) === kind && subjectOf(trace, at) === subject) nth++;
  return [kind, encodeURIComponent(subject), nth].join(":");
}

/** Return the index of the event with that name; -1 for an unknown or invalid name. */
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
