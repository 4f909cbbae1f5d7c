/**
 * Finding of a run that ended in a deadlock: the cycle of tasks that wait for one another, or else the wait that nothing
 * will end. Called once, with the last state, when the run has ended.
 */
import { anyCycle } from "../await-graph.ts";
import { countText } from "../../base/number-text.ts";
import type { GroupChildren } from "../group-children.ts";
import type { LoopState, Resource, Task } from "../loop-state.ts";
import { waitKind } from "../resources/kinds.ts";
import { shownName } from "../task-name.ts";
import type { Finding } from "./warning.ts";

export function deadlock(state: LoopState, children: GroupChildren): Finding {
  const cycle = anyCycle(state, children).map((id) => state.tasks.get(id) as Task);
  if (cycle.length > 0) return cycleFinding(state, cycle);
  const waiting = [...state.tasks.values()].filter(({ status }) => status === "waiting");
  // A worker that waits for the next item is no fault; a join() that waits for the workers shows one. Otherwise the
  // outer tasks mostly wait for the inner ones, so the last task shows the cause.
  const shown =
    waiting.find(({ reason }) => reason === "Queue.join") ??
    waiting.findLast(({ line }) => line > 0) ??
    waiting.at(-1);
  if (!shown) return { task: 0, line: 0, message: "Deadlock: no callback is ready and no timer is pending." };
  const message = shown.reason === "Queue.join" ? joinMessage(state, shown) : waitMessage(state, shown);
  return { task: shown.id, line: shown.line, message };
}

function joinMessage(state: LoopState, task: Task): string {
  const { line, on } = task;
  const queue = state.resources.get(on);
  const prefix = queue?.name ? `${queue.name}.` : "";
  const start = `${line ? `Line ${line}` : shownName(task)} waits in ${prefix}join(), but`;
  const left = queue?.value ?? 0;
  if (left > 0) {
    const items = left === 1 ? "1 item is" : `${countText(left)} items are`;
    const them = left === 1 ? "it" : "them";
    return `${start} ${items} still in ${queue?.name || "the queue"} and no task will take ${them} out.`;
  }
  return `${start} no worker will call ${prefix}task_done() any more. Call ${prefix}task_done() once for each item.`;
}

function waitMessage(state: LoopState, task: Task): string {
  const what = waitKind(task.reason)?.does(state, task.on, 0) ?? `waits in ${task.reason}`;
  return `Deadlock: ${shownName(task)} ${what}${place(task)}, but no task can run and no timer is pending.`;
}

/** Describe tasks each of which waits for the next, and the last for the first. */
function cycleFinding(state: LoopState, cycle: readonly Task[]): Finding {
  const [first] = cycle as [Task];
  const wanted = cycle.map(({ on, reason }) => (reason === "task" ? undefined : state.resources.get(on)));
  const links = cycle.map((task, i) => {
    const next = cycle[(i + 1) % cycle.length] as Task;
    return link(task, next, wanted.at(i - 1), wanted[i]);
  });
  return {
    task: first.id,
    line: first.line,
    message: `Deadlock: ${links.join("; ")}. ${advice(cycle, wanted)}`,
  };
}

/** Describe one task of a cycle: the resource that it `holds`, for the task before it, and what it `wants`. */
function link(task: Task, next: Task, holds: Resource | undefined, wants: Resource | undefined): string {
  if (!wants) {
    const group = task.reason === "task" ? "" : ` (${task.reason})`;
    return `${shownName(task)} waits for ${shownName(next)}${place(task)}${group}`;
  }
  if (next === task) return `${shownName(task)} holds ${nameOf(wants)} and waits for ${nameOf(wants)} again`;
  if (!holds)
    return `${shownName(task)} waits for ${nameOf(wants)}${place(task)}, which ${shownName(next)} holds`;
  return `${shownName(task)} holds ${nameOf(holds)} and waits for ${nameOf(wants)}`;
}

function advice(cycle: readonly Task[], wanted: readonly (Resource | undefined)[]): string {
  const [only] = wanted;
  if (cycle.length === 1) {
    const fix = only
      ? `Release ${nameOf(only)} before acquiring it again.`
      : "A task cannot wait for itself.";
    return `${shownName(cycle[0] as Task)} can never continue. ${fix}`;
  }
  const start = cycle.length === 2 ? "Neither can continue." : "None of them can continue.";
  if (!wanted.every((resource) => resource !== undefined))
    return `${start} One of them must not wait for the other.`;
  const noun = wanted.every(({ base }) => base === "Lock") ? "locks" : "resources";
  return `${start} Acquire ${cycle.length === 2 ? "both" : "the"} ${noun} in the same order everywhere.`;
}

function nameOf({ name, type }: Resource): string {
  return name || `a ${type.toLowerCase()}`;
}

function place({ line }: Task): string {
  return line ? ` on line ${line}` : "";
}
