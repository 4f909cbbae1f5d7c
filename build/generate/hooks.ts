/** The hooks of the `Instrument` interface, as the event table describes them. */
import { type EventKind, eventKinds, fieldsOf } from "../../src/events/event.ts";
import { closedSets, encodingOf, type FieldType } from "../../src/events/field-types.ts";

export interface Argument {
  readonly name: string;
  readonly type: string;
}

/** Hooks of handles take the handle itself, from which the recorder reads the fields. */
export function isOfHandle(kind: EventKind): boolean {
  return fieldsOf(kind)[0]?.type === "handle";
}

/** Expression by which the recorder reads a handle's field. */
export const handleFields: Readonly<Record<string, string>> = {
  handle: "handle.id",
  task: "handle.task",
  name: "name",
  line: "handle.line",
  when: "handle.deadline",
};

/** A hook's arguments after the time. */
export function argumentsOf(kind: EventKind): Argument[] {
  if (!isOfHandle(kind)) return fieldsOf(kind).map(({ name, type }) => ({ name, type: typeName(type) }));
  const isTimer = fieldsOf(kind).some(({ name }) => name === "when");
  return [{ name: "handle", type: isTimer ? "TimerHandleInfo" : "HandleInfo" }];
}

export function signature(kind: EventKind): string {
  return ["time: number", ...argumentsOf(kind).map(({ name, type }) => `${name}: ${type}`)].join(", ");
}

function typeName(type: FieldType): string {
  if (typeof type === "string") return encodingOf(type) === "text" ? "string" : "number";
  return `WordOf<"${nameOfSet(type)}">`;
}

/** Name of a closed set in `closedSets`. */
export function nameOfSet(words: readonly string[]): keyof typeof closedSets {
  const found = Object.entries(closedSets).find(([, set]) => set === words);
  if (!found) throw new Error(`${words.join(", ")} is no set of closedSets`);
  return found[0] as keyof typeof closedSets;
}

export const kinds: readonly EventKind[] = eventKinds;
