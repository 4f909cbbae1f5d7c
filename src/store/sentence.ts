/** Sentences about events: parts of text, some of which name a task. */
import type { EventKind, EventOf } from "../events/event.ts";
import { ordinal } from "../base/number-text.ts";
import type { LoopState } from "./loop-state.ts";

/** A piece of a sentence; an id is set where it names a task, a resource or a handle. */
export interface Part {
  readonly text: string;
  readonly task?: number;
  readonly resource?: number;
  readonly handle?: number;
}

/** Source of a sentence: the event, and the state after it. */
export interface Moment<K extends EventKind = EventKind> {
  event: EventOf<K>;
  after: LoopState;
}

export type Sentence<K extends EventKind> = (moment: Moment<K>) => Part[];

/** Template tag that returns the parts, flattened; numbers become text. */
export function say(
  texts: TemplateStringsArray,
  ...values: (string | number | Part | readonly Part[] | undefined)[]
): Part[] {
  const parts: Part[] = [];
  texts.forEach((text, i) => {
    if (text) parts.push({ text });
    const value = values[i];
    if (value === undefined || value === "") return;
    if (typeof value === "object") parts.push(...("text" in value ? [value] : value));
    else parts.push({ text: String(value) });
  });
  return parts;
}

/** The event's task. */
export function task(state: LoopState, { task }: { readonly task: number }): Part {
  return named(state, task);
}

export function named({ tasks }: LoopState, id: number): Part {
  return { text: tasks.get(id)?.name ?? "the program", task: id };
}

export function nth(n: number): string {
  const words = ["", "first", "second", "third"];
  return words[n] ?? ordinal(n);
}
