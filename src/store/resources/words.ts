/** Words that the sentences of several kinds share. */
import type { LoopState, Resource, Task } from "../loop-state.ts";
import { nth, type Part, say } from "../sentence.ts";
import type { WaitScene } from "./wait-kind.ts";

/** Name of a resource, or "the priority queue". */
export function nameOf(state: LoopState, id: number): string {
  const resource = state.resources.get(id);
  return resource?.name || `the ${inWords(resource?.type ?? "resource")}`;
}

/** The same as a sentence's first part, which keeps the case of a name. */
export function namePart(state: LoopState, id: number): Part {
  const text = nameOf(state, id);
  return state.resources.get(id)?.name ? { text, resource: id } : { text };
}

/** `PriorityQueue` → `priority queue`. */
export function inWords(type: string): string {
  return type.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
}

/** Name of a resource, or "a lock". */
export function nameOr(state: LoopState, id: number, otherwise: string): string {
  return state.resources.get(id)?.name || otherwise;
}

/** The resource as a part of a sentence that leads to it. */
export function resourcePart({ resource, group }: WaitScene): Part {
  const found = resource ?? group;
  if (!found) return { text: "it" };
  return { text: ("name" in found && found.name) || found.type, resource: found.id };
}

/** ", first in line", or nothing for a task in no line. */
export function placeInLine(state: LoopState, on: number, task: number): string {
  const place = state.resources.get(on)?.waiters.indexOf(task) ?? -1;
  return place < 0 ? "" : `, ${nth(place + 1)} in line`;
}

/** The task that was woken and is about to run, if the first in line is that. */
export function wokenTask({ tasks }: LoopState, resource: Resource | undefined): Task | undefined {
  const first = tasks.get(resource?.waiters[0] ?? 0);
  return first?.status === "ready" ? first : undefined;
}

/** "`It is first in line`", as a sentence's beginning. */
export function inLine({ resource, task }: WaitScene): Part[] {
  const place = resource?.waiters.indexOf(task.id) ?? -1;
  return say`It is ${nth(Math.max(0, place) + 1)} in line`;
}

export const counted = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`;
