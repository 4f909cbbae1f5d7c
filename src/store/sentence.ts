/** Sentences about events: parts of text, some of which name a task. */
import type { EventKind, EventOf } from "../events/event.ts";
import { ordinal } from "../base/number-text.ts";
import type { LoopState } from "./loop-state.ts";
import { shownName } from "./task-name.ts";

/** A piece of a sentence; an id is set where it names a task, a resource, a handle, an endpoint or a process. */
export interface Part {
  readonly text: string;
  readonly task?: number;
  readonly resource?: number;
  readonly handle?: number;
  readonly endpoint?: number;
  readonly process?: number;
}

/** Source of a sentence: the event, and the state after it. */
export interface Moment<K extends EventKind = EventKind> {
  event: EventOf<K>;
  after: LoopState;
}

export type Sentence<K extends EventKind> = (moment: Moment<K>) => Part[];

/** A template's parts, flattened; texts and numbers become text. `P` is a part that leads to more than an entity. */
export function say<P extends Part = Part>(
  texts: TemplateStringsArray,
  ...values: (string | number | P | readonly P[] | undefined)[]
): P[] {
  const parts: P[] = [];
  texts.forEach((text, i) => {
    if (text) parts.push({ text } as P);
    const value = values[i];
    if (value === undefined || value === "") return;
    if (typeof value === "object") parts.push(...("text" in value ? [value] : value));
    else parts.push({ text: String(value) } as P);
  });
  return parts;
}

/** The event's task. */
export function task(state: LoopState, { task }: { readonly task: number }): Part {
  return named(state, task);
}

export function named({ tasks }: LoopState, id: number): Part {
  const task = tasks.get(id);
  return { text: task ? shownName(task) : "the program", task: id };
}

/** Return the names of tasks in a list; of more than three, the number, and the first and the last name. */
export function namesOf(state: LoopState, tasks: readonly number[]): Part[] {
  const names = tasks.map((task) => named(state, task));
  const [first, ...others] = names;
  const last = others.pop();
  if (!first || !last) return names;
  if (names.length > 3) return say`${names.length} tasks, ${first} to ${last}`;
  return others.length > 0 ? say`${first}, ${others} and ${last}` : say`${first} and ${last}`;
}

export function nth(n: number): string {
  const words = ["", "first", "second", "third"];
  return words[n] ?? ordinal(n);
}
