/**
 * Types of the fields of events. A field's type fixes its value in TypeScript, its words in a record, its place in the
 * Python guest's journal, its check on import and its JSON schema, so that an event kind is described by its fields alone.
 */

/** Value of a field by its type. An id or a line of 0 means "none" or "unknown". */
interface FieldValues {
  /** Id of a handle, unique in a run, from 1. */
  handle: number;
  task: number;
  future: number;
  resource: number;
  thread: number;
  /** Id of an endpoint, a host or a datagram of the network, unique in a run, from 1. */
  endpoint: number;
  host: number;
  datagram: number;
  /** Id of a process, which is its pid; 0 is the program itself. */
  process: number;
  /** Id of a task if the event's `reason` is "task", of an endpoint if it is a wait for the network, else of a resource. */
  waitedOn: number;
  /** Line of the program, from 1. */
  line: number;
  /** Whole number from 0 up to 2^31 - 1. */
  count: number;
  /** Number that is whole and small in nearly every event, such as free permits. */
  amount: number;
  /** Virtual seconds, or another number of any size. */
  seconds: number;
  text: string;
  /** Text that readers recognise the event by; at most one field of a kind has this type. */
  label: string;
  /** Label that hardly ever repeats: the recorder does not look for an equal one. */
  newLabel: string;
  /** Name of a handle; most handles have the name of their task. */
  handleName: string;
}

/** Name of a type, or the words of a closed set. */
export type FieldType = keyof FieldValues | readonly string[];

export type FieldValue<T> = T extends readonly (infer Word)[]
  ? Word
  : T extends keyof FieldValues
    ? FieldValues[T]
    : never;

export const closedSets = {
  /** Outcome of a task or future. */
  outcome: ["result", "exception", "cancelled"],
  stream: ["stdout", "stderr"],
  endpointType: ["tcp", "udp", "unix", "pipe"],
  connectFailure: ["refused", "timed out", "unreachable", "closed"],
  datagramLoss: ["lost on the way", "no receiver", "buffer full"],
  closing: ["closed", "aborted"],
  readiness: ["read", "write", "both"],
  tlsSide: ["client", "server"],
  signalOrigin: ["program", "timer", "person", "visitor"],
} as const;

/** A word of a closed set. */
export type WordOf<Set extends keyof typeof closedSets> = (typeof closedSets)[Set][number];

export type Outcome = WordOf<"outcome">;
export type Stream = WordOf<"stream">;

/** Encoding of a field in a record. Only a float64 takes two words; a text is an id of the trace's string table. */
export type Encoding = "int" | "float" | "text" | "code";

const encodings: Record<keyof FieldValues, Encoding> = {
  handle: "int",
  task: "int",
  future: "int",
  resource: "int",
  thread: "int",
  endpoint: "int",
  host: "int",
  datagram: "int",
  process: "int",
  waitedOn: "int",
  line: "int",
  count: "int",
  amount: "float",
  seconds: "float",
  text: "text",
  label: "text",
  newLabel: "text",
  handleName: "text",
};

export function encodingOf(type: FieldType): Encoding {
  return typeof type === "string" ? encodings[type] : "code";
}

const idTypes: ReadonlySet<FieldType> = new Set([
  "handle",
  "task",
  "future",
  "resource",
  "thread",
  "endpoint",
  "host",
  "datagram",
  "process",
  "waitedOn",
]);

export function isId(type: FieldType): boolean {
  return idTypes.has(type);
}

export function isLabel(type: FieldType): boolean {
  return type === "label" || type === "newLabel" || type === "handleName";
}
