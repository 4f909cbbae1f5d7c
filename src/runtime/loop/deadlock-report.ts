/** Message of a deadlock or a livelock: the tasks that are left, and what each waits for. Called by the loop. */
import { futureInternals } from "../tasks/future.ts";
import { taskInternals, Task } from "../tasks/task.ts";

const EXPLANATIONS = {
  deadlock: "nothing is ready and no timer is pending, so nothing can run again",
  livelock: "callbacks keep running at the same instant, so the next timer is never due",
};

/** Tasks beyond this number are counted, not named. */
const MAX_NAMED = 8;

/** Reasons that need other words than "a <class>". */
const REASON_TEXTS: Readonly<Record<string, string>> = {
  future: "a future",
  gather: "gather",
  wait: "wait",
  shield: "the task that it shields",
  TaskGroup: "its TaskGroup",
  Event: "an Event",
};

/** Return one line that explains the deadlock or livelock and names up to 8 of `tasks`, those that are not done. */
export function deadlockReport(kind: keyof typeof EXPLANATIONS, tasks: Iterable<Task<unknown>>): string {
  const all = [...tasks];
  const named = all.slice(0, MAX_NAMED).map((task) => {
    const line = taskInternals.line(task);
    return `${taskInternals.shownName(task)} waits for ${waitedOnBy(task, kind)}${line > 0 ? ` on line ${line}` : ""}`;
  });
  if (all.length > MAX_NAMED) named.push(`and ${all.length - MAX_NAMED} more`);
  return [EXPLANATIONS[kind], ...(named.length > 0 ? [named.join("; ")] : [])].join(": ");
}

function waitedOnBy(task: Task<unknown>, kind: keyof typeof EXPLANATIONS): string {
  const waiter = taskInternals.waitsFor(task);
  if (!waiter) return "its next step";
  if (waiter instanceof Task) return `task ${taskInternals.shownName(waiter)}`;
  const { reason } = futureInternals.waitReason(waiter);
  // A sleep with an end would be a pending timer, so there is none in a deadlock.
  if (reason === "sleep") return kind === "deadlock" ? "an endless sleep" : "a sleep";
  return REASON_TEXTS[reason] ?? (reason.includes(".") ? reason : `a ${reason}`);
}
