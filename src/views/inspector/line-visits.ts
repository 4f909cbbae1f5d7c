/**
 * The visits of tasks to a line of the program, one event each. Events that lead up to a wait (a future is created, a
 * timer set) or follow from a task's creation belong to that visit. A task that continues from a line at which it was
 * suspended leaves the line: that event is listed, but does not count as a visit.
 */
import type { Trace } from "../../trace/trace.ts";

export interface LineVisits {
  /** In order. */
  readonly events: readonly number[];
  /** Number of visits. */
  readonly visits: number;
}

const FOLLOWS_CREATION = new Set(["handleScheduled", "childAdded"]);

export function visitsOf(trace: Trace, line: number): LineVisits {
  const events: number[] = [];
  const leaves: boolean[] = [];
  const suspendedHere = new Set<number>();
  /** Index in `events` at which the present visit begins: a step to another line ends it. */
  let stay = 0;
  for (let index = 0; index < trace.length; index++) {
    const kind = trace.kind(index);
    const at = trace.line(index);
    if (kind === "handleStarted" || (at > 0 && at !== line)) stay = events.length;
    const task = trace.task(index);
    if (kind === "taskSuspended" && at !== line) suspendedHere.delete(task);
    if (at !== line) continue;
    if (kind === "taskSuspended") {
      suspendedHere.add(task);
      while (events.length > stay && trace.kind(events.at(-1) as number) !== "outputWritten") {
        events.pop();
        leaves.pop();
      }
    }
    const before = events.at(-1);
    const isPart =
      FOLLOWS_CREATION.has(kind) && events.length > stay && trace.kind(before as number) === "taskCreated";
    if (isPart) continue;
    events.push(index);
    leaves.push(kind === "taskStepped" && suspendedHere.has(task));
  }
  return { events, visits: leaves.filter((leave) => !leave).length };
}
