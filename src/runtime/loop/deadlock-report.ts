/** Message of a deadlock or a livelock: the tasks that are left, and what each waits for. Called by the loop. */
import { futureInternals } from "../tasks/future.ts";
import { taskInternals, Task } from "../tasks/task.ts";

const DEADLOCK = "nothing is ready and no timer is pending, so nothing can run again";
const LIVELOCK = "no timer is pending and nothing else can run, so this never ends";

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
  connect: "a connection to open",
  accept: "a connection",
  read: "bytes to read",
  drain: "room in the buffers of its connection",
  datagram: "a datagram",
  name: "a name to be looked up",
  process: "a process to end",
  "process start": "a process to start",
};

/**
 * Return one line that explains a deadlock and names up to 8 of `tasks`, those that are not done. `processes` says which
 * processes wait; empty for none.
 */
export function deadlockReport(tasks: readonly Task<unknown>[], processes = ""): string {
  const tasksWait = report(DEADLOCK, tasks, (task) => `waits for ${waitedOnBy(task)}`);
  return processes ? `${tasksWait}; ${processes}` : tasksWait;
}

/** Return one line that explains a livelock and names up to 8 of `tasks`, those that spin. */
export function livelockReport(tasks: readonly Task<unknown>[]): string {
  return report(LIVELOCK, tasks, () => "spins");
}

function report(
  what: string,
  tasks: readonly Task<unknown>[],
  does: (task: Task<unknown>) => string,
): string {
  const named = tasks.slice(0, MAX_NAMED).map((task) => {
    const line = taskInternals.line(task);
    return `${taskInternals.shownName(task)} ${does(task)}${line > 0 ? ` on line ${line}` : ""}`;
  });
  if (tasks.length > MAX_NAMED) named.push(`and ${tasks.length - MAX_NAMED} more`);
  return [what, ...(named.length > 0 ? [named.join("; ")] : [])].join(": ");
}

function waitedOnBy(task: Task<unknown>): string {
  const waiter = taskInternals.waitsFor(task);
  if (!waiter) return "its next step";
  if (waiter instanceof Task) return `task ${taskInternals.shownName(waiter)}`;
  const { reason } = futureInternals.waitReason(waiter);
  // A sleep with an end would be a pending timer, so there is none in a deadlock.
  if (reason === "sleep") return "an endless sleep";
  return REASON_TEXTS[reason] ?? (reason.includes(".") ? reason : `a ${reason}`);
}
