/** A run that ended as nothing could ever happen again: which tasks wait for one another in a circle, or for nobody. */
import { anyCycle } from "../await-graph.ts";
import type { GroupChildren } from "../group-children.ts";
import type { LoopState, Task } from "../loop-state.ts";
import { waitKind } from "../resources/kinds.ts";
import type { Finding } from "./warning.ts";

export function deadlock(state: LoopState, children: GroupChildren): Finding {
  const cycle = anyCycle(state, children).map((id) => state.tasks.get(id) as Task);
  if (cycle.length > 0) return describeCycle(state, cycle);
  const waiting = [...state.tasks.values()].filter(({ status }) => status === "waiting");
  // The outer ones mostly wait for the inner.
  const last = waiting.findLast(({ line }) => line > 0) ?? waiting.at(-1);
  if (!last) return { task: 0, line: 0, message: "Nothing is ready, and nothing can ever become so." };
  const what = waitKind(last.reason)?.does(state, last.on, 0) ?? `waits in ${last.reason}`;
  return {
    task: last.id,
    line: last.line,
    message: `${last.name} ${what}${place(last)}, but nothing is ready and no timer is pending: nobody is left who could bring that about.`,
  };
}

/** Each waits for the next, and the last for the first. */
function describeCycle(state: LoopState, cycle: readonly Task[]): Finding {
  const [first] = cycle as [Task];
  const links = cycle.map((task, i) => link(state, task, cycle[(i + 1) % cycle.length] as Task));
  const isOfLocks = cycle.every(({ on, reason }) => reason !== "task" && state.resources.has(on));
  const fix =
    cycle.length === 1
      ? "It can be taken only once: release it first."
      : isOfLocks
        ? "Take them in the same order everywhere."
        : "One of them must not wait for the other.";
  return {
    task: first.id,
    line: first.line,
    message: `${links.join("; ")}. None of them can ever go on. ${fix}`,
  };
}

function link(state: LoopState, task: Task, next: Task): string {
  const resource = task.reason === "task" ? undefined : state.resources.get(task.on);
  if (resource) {
    const holder = next === task ? "it holds itself" : `${next.name} holds`;
    return `${task.name} waits for ${resource.name || `a ${resource.type.toLowerCase()}`}${place(task)}, which ${holder}`;
  }
  const group = task.reason === "task" ? "" : ` (${task.reason})`;
  return `${task.name} awaits ${next.name}${place(task)}${group}`;
}

function place({ line }: Task): string {
  return line ? ` in line ${line}` : "";
}
