/**
 * Types and look-ups that follow from the event table: kinds, their codes, typed events and the layout of records.
 */
import type { Field } from "./declare.ts";
import { eventTable } from "./event-table.ts";
import { encodingOf, isLabel, type Encoding, type FieldType, type FieldValue } from "./field-types.ts";

export type { Outcome, Stream, WordOf } from "./field-types.ts";

type EventTable = typeof eventTable;

export type EventKind = keyof EventTable;

/** Every event kind, in the order of their codes. */
export const eventKinds = Object.keys(eventTable) as EventKind[];

/** Code of each kind: its place in the table. */
export const kindCodes = Object.fromEntries(eventKinds.map((kind, code) => [kind, code])) as Record<
  EventKind,
  number
>;

export function isEventKind(value: unknown): value is EventKind {
  return typeof value === "string" && Object.hasOwn(eventTable, value);
}

type FieldOf<K extends EventKind> = EventTable[K]["fields"][number];

/** Fields of a kind with their values. */
export type FieldsOf<K extends EventKind> = {
  readonly [F in FieldOf<K> as F["name"]]: FieldValue<F["type"]>;
};

/** A kind's values in the order of its fields: what its hook takes after the time. */
export type ValuesOf<K extends EventKind> = {
  -readonly [I in keyof EventTable[K]["fields"]]: EventTable[K]["fields"][I] extends Field<string, infer T>
    ? FieldValue<T>
    : never;
};

/** One event of a kind; a union of kinds gives a union that `kind` discriminates. */
export type EventOf<K extends EventKind> = K extends EventKind
  ? {
      readonly kind: K;
      /** Event index in the trace, from 0. */
      readonly index: number;
      /** Virtual seconds. */
      readonly time: number;
      /** The event as a plain object: kind, time and fields. */
      toJSON(): Record<string, string | number>;
    } & FieldsOf<K>
  : never;

export type TraceEvent = EventOf<EventKind>;

/** Kinds that have a field of that name. */
export type KindWith<Name extends string> = {
  [K in EventKind]: Name extends FieldOf<K>["name"] ? K : never;
}[EventKind];

export function fieldsOf(kind: EventKind): readonly Field[] {
  return eventTable[kind].fields;
}

/** Place of a field in a record: the word at which it begins, counted from the word of the kind's code. */
export interface PlacedField {
  readonly name: string;
  readonly type: FieldType;
  readonly encoding: Encoding;
  readonly at: number;
}

export interface RecordLayout {
  readonly fields: readonly PlacedField[];
  /** Words of a record, its kind's code among them. */
  readonly words: number;
  /** Places of fields that every reader asks for; 0 for a kind that has none. */
  readonly line: number;
  readonly task: number;
  readonly label: number;
}

function layoutOf(kind: EventKind): RecordLayout {
  let words = 1;
  const fields = fieldsOf(kind).map(({ name, type }): PlacedField => {
    const encoding = encodingOf(type);
    const at = words;
    words += encoding === "float" ? 2 : 1;
    return { name, type, encoding, at };
  });
  const place = (fits: (field: PlacedField) => boolean) => fields.find(fits)?.at ?? 0;
  return {
    fields,
    words,
    line: place(({ name }) => name === "line"),
    task: place(({ name }) => name === "task"),
    label: place(({ type }) => isLabel(type)),
  };
}

/** By a kind's code, the layout of its records. */
export const recordLayouts: readonly RecordLayout[] = eventKinds.map(layoutOf);
