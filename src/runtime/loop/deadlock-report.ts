/** What to say of a loop that would wait, or spin, for ever: which tasks there are, and what each waits on. */
import { futureInternals } from "../tasks/future.ts";
import { taskInternals, Task } from "../tasks/task.ts";

const WHAT = {
  deadlock: "nothing is ready and no timer is pending, so nothing can ever happen again",
  livelock: "callbacks run for ever at one instant while a timer waits for time to pass",
};

/** More tasks than this are counted only. */
const NAMED = 8;

/** Reasons that are no class's name, in words. */
const WORDS: Readonly<Record<string, string>> = {
  future: "a future",
  gather: "gather",
  wait: "wait",
  shield: "what it shields",
  TaskGroup: "its TaskGroup",
  Event: "an Event",
};

export function deadlockReport(kind: keyof typeof WHAT, tasks: Iterable<Task<unknown>>): string {
  const all = [...tasks];
  const named = all.slice(0, NAMED).map((task) => `${task.getName()} waits on ${whatFor(kind, task)}`);
  if (all.length > NAMED) named.push(`and ${all.length - NAMED} more`);
  return [WHAT[kind], ...(named.length > 0 ? [named.join("; ")] : [])].join(": ");
}

function whatFor(kind: keyof typeof WHAT, task: Task<unknown>): string {
  const waiter = taskInternals.waitsFor(task);
  if (!waiter) return "its next step";
  if (waiter instanceof Task) return `task ${waiter.getName()}`;
  const { reason } = futureInternals.waitReason(waiter);
  // Where time goes on, none but an endless sleep would be left.
  if (reason === "sleep") return kind === "deadlock" ? "an endless sleep" : "a sleep";
  return WORDS[reason] ?? (reason.includes(".") ? reason : `a ${reason}`);
}
