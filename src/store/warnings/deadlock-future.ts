/**
 * End of a deadlock's chain in a plain future that nothing has set: the line that created it, and whether any code could
 * have set it. Called by `deadlock.ts`. A future of a library, which no line of the program creates, is not explained.
 */
import type { EventOf } from "../../events/event.ts";
import type { Task } from "../loop-state.ts";
import type { Trace } from "../../trace/trace.ts";
import type { ProgramText } from "./program-text.ts";

/** Calls that create a future; of one by its class the trace does not know the line. */
const CREATES = /\b(create_?)?future(<[^()]*>)?\(/i;
const SETS = /\bset_?(result|exception)\b/i;

/** Describe why the future that a task waits for has no result; empty if that is not known. */
export function describeUnset(trace: Trace, text: ProgramText, { id, reason }: Task): string {
  if (reason !== "future") return "";
  const future = findLast(trace, "taskSuspended", ({ task }) => task === id)?.future ?? 0;
  if (findLast(trace, "futureDone", (done) => done.future === future)) return "";
  const line = findLast(trace, "futureCreated", (created) => created.future === future)?.line ?? 0;
  if (line > 0 ? !CREATES.test(text.line(line)) : !text.hasCode(CREATES)) return "";
  const which = line > 0 ? `the future that line ${line} creates` : "that future";
  const [setResult, setException] = [
    text.say("set_result()", "setResult()"),
    text.say("set_exception()", "setException()"),
  ];
  return text.hasCode(SETS)
    ? `nothing has set ${which}. Call ${setResult} or ${setException} on it`
    : `no code calls ${setResult} or ${setException} on ${which}`;
}

function findLast<K extends "taskSuspended" | "futureCreated" | "futureDone">(
  trace: Trace,
  kind: K,
  isIt: (event: EventOf<K>) => boolean,
): EventOf<K> | undefined {
  for (let index = trace.length - 1; index >= 0; index--) {
    if (trace.kind(index) !== kind) continue;
    const event = trace.eventOf(index, kind);
    if (isIt(event)) return event;
  }
  return undefined;
}
