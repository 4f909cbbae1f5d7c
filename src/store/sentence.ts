/** What sentences about events are made of: parts of text, some of which name a task. */
import type { EventKind, EventOf } from "../events/event.ts";
import type { LoopState } from "./loop-state.ts";

/** A piece of a sentence; `task` is set where it names one. */
export interface Part {
  text: string;
  task?: number;
}

/** What a sentence is made from: the event, and the state after it. */
export interface Moment<K extends EventKind = EventKind> {
  event: EventOf<K>;
  after: LoopState;
}

export type Sentence<K extends EventKind> = (moment: Moment<K>) => Part[];

/** A template's parts, flattened; texts and numbers become text. */
export function say(texts: TemplateStringsArray, ...values: (string | number | Part | undefined)[]): Part[] {
  const parts: Part[] = [];
  texts.forEach((text, i) => {
    if (text) parts.push({ text });
    const value = values[i];
    if (typeof value === "object") parts.push(value);
    else if (value !== undefined && value !== "") parts.push({ text: String(value) });
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

const whole = new Intl.NumberFormat("en-US");
export const count = (n: unknown) => whole.format(Number(n));
export const seconds = (n: number) => `${Number(n.toPrecision(n < 0.1 ? 2 : 3))} s`;

export function nth(n: number): string {
  const words = ["", "first", "second", "third"];
  if (words[n]) return words[n];
  const teen = n % 100 >= 11 && n % 100 <= 13;
  return `${count(n)}${teen ? "th" : (["th", "st", "nd", "rd"][n % 10] ?? "th")}`;
}
