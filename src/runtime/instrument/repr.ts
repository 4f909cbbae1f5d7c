/**
 * Short reprs of values, for reprs of futures and for traces. Mirrors `reprlib` in its limits.
 *
 * Invariant: no code of the program runs, neither a getter nor a `toString`. (The traps of a proxy do run, since a proxy
 * cannot be recognised.)
 */
import { ExceptionGroup } from "../errors/exception-group.ts";
import { bytesRepr, textRepr } from "./text-repr.ts";

/** Longest text, in UTF-16 units; longer ones are cut in the middle, as `reprlib` does. */
const MAX_TEXT = 30;
const MAX_ERROR = 200;
/** Items of an array that can be part of its repr. */
const MAX_ITEMS = 10;

/** Repr of a value that throws when it is read. */
const UNKNOWN = "<object>";

/** Return the short repr of a value, as the reprs of futures and tasks contain it. */
export function shortRepr(value: unknown): string {
  return safely(() => reprOf(value));
}

function reprOf(value: unknown): string {
  if (value instanceof Error) {
    const message = messageOf(value);
    return `${nameOf(value)}(${message && textRepr(cut(message, MAX_ERROR))})`;
  }
  switch (typeof value) {
    case "string":
      // The text is cut with its quotes, as in `reprlib`.
      return cut(textRepr(cut(value, MAX_TEXT)), MAX_TEXT);
    case "function":
      return `<function ${nameOf(value)}>`;
    case "object":
      if (Array.isArray(value)) return arrayRepr(value);
      if (value instanceof Uint8Array) return cut(bytesRepr(value.subarray(0, MAX_TEXT)), MAX_TEXT);
      return value === null ? "null" : `<${classOf(value)}>`;
    default:
      return cut(String(value), MAX_TEXT);
  }
}

/** Return the repr of an array; a nested array is `[...]`, since it may be the array itself. */
function arrayRepr(array: readonly unknown[]): string {
  const items: string[] = [];
  for (let i = 0; i < Math.min(array.length, MAX_ITEMS); i++) {
    const item: unknown = Object.getOwnPropertyDescriptor(array, i)?.value;
    items.push(Array.isArray(item) ? "[...]" : shortRepr(item));
  }
  return cut(`[${items.join(", ")}]`, MAX_TEXT);
}

/**
 * Return a task's outcome as a trace has it: the repr of a result, empty for undefined, or an exception in one line.
 */
export function outcomeText(value: unknown): string {
  return value === undefined ? "" : safely(() => outcomeOf(value));
}

function outcomeOf(value: unknown): string {
  if (!(value instanceof Error)) return reprOf(value);
  const name = nameOf(value);
  const message = value instanceof ExceptionGroup ? value.toString() : messageOf(value);
  return cut(message ? `${name}: ${message}` : name, MAX_ERROR);
}

function safely(text: () => string): string {
  try {
    return text();
  } catch {
    return UNKNOWN;
  }
}

function classOf(value: object): string {
  const made = read(value, "constructor");
  return (typeof made === "function" && nameOf(made)) || "object";
}

/** Return the name of an error or a function. */
function nameOf(value: object): string {
  const name = read(value, "name");
  return typeof name === "string" ? name : "";
}

function messageOf(error: Error): string {
  const message = read(error, "message");
  return typeof message === "string" ? message : "";
}

/** Return a property of an object, own or inherited; undefined for a getter. */
function read(value: object, key: string): unknown {
  for (let holder: object | null = value; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    const found = Object.getOwnPropertyDescriptor(holder, key);
    if (found) return found.value;
  }
  return undefined;
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.floor((max - 3) / 2);
  return `${text.slice(0, head)}...${text.slice(text.length - (max - 3 - head))}`;
}
