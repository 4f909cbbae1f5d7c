/**
 * Values in a few characters, for reprs and traces. No code of the program's own runs for that: no getter, and nothing
 * that a value says of itself. (A proxy's traps do run, since nothing tells a proxy from what it stands for.)
 */
import { ExceptionGroup } from "../errors/exception-group.ts";

/** Longer texts are cut in the middle, as `reprlib` does. */
const MAX_TEXT = 30;
const MAX_ERROR = 200;
/** More items of an array would be cut anyway. */
const MAX_ITEMS = 10;

/** What is shown of a value that fails to be looked at. */
const UNKNOWN = "<object>";

/** A value as reprs of futures and tasks show it. */
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
      // As `reprlib`: what is cut is the text with its quotes.
      return cut(textRepr(cut(value, MAX_TEXT)), MAX_TEXT);
    case "function":
      return `<function ${nameOf(value)}>`;
    case "object":
      if (Array.isArray(value)) return arrayRepr(value);
      return value === null ? "null" : `<${classOf(value)}>`;
    default:
      return cut(String(value), MAX_TEXT);
  }
}

/** An array in an array is not looked into: it may be the array itself. */
function arrayRepr(array: readonly unknown[]): string {
  const items: string[] = [];
  for (let i = 0; i < Math.min(array.length, MAX_ITEMS); i++) {
    const item: unknown = Object.getOwnPropertyDescriptor(array, i)?.value;
    items.push(Array.isArray(item) ? "[...]" : shortRepr(item));
  }
  return cut(`[${items.join(", ")}]`, MAX_TEXT);
}

/** What a task came to, in a trace: a result's repr, nothing for no result, or an exception's one line. */
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

/** The name of an error or a function. */
function nameOf(value: object): string {
  const name = read(value, "name");
  return typeof name === "string" ? name : "";
}

function messageOf(error: Error): string {
  const message = read(error, "message");
  return typeof message === "string" ? message : "";
}

/** A property of an object, its own or inherited; undefined for one that a getter would give. */
function read(value: object, key: string): unknown {
  for (let holder: object | null = value; holder; holder = Object.getPrototypeOf(holder) as object | null) {
    const found = Object.getOwnPropertyDescriptor(holder, key);
    if (found) return found.value;
  }
  return undefined;
}

/** Texts of printable ASCII without quotes and backslashes: nearly all. */
const PLAIN = /^[ !#-&(-[\]-~]*$/;
const ESCAPES: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  " ": " ",
};

/** As Python quotes: with double quotes only where the text has single ones and no double ones. */
export function textRepr(text: string): string {
  if (PLAIN.test(text)) return `'${text}'`;
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return (
    quote +
    text.replaceAll(/['\\\p{C}\p{Z}]/gu, (c) => (c === "'" ? (quote === c ? "\\'" : c) : escape(c))) +
    quote
  );
}

function escape(character: string): string {
  const known = ESCAPES[character];
  if (known !== undefined) return known;
  const code = character.codePointAt(0) as number;
  const [letter, digits] = code < 0x100 ? ["x", 2] : code < 0x10000 ? ["u", 4] : ["U", 8];
  return `\\${letter}${code.toString(16).padStart(digits as number, "0")}`;
}

function cut(text: string, max: number): string {
  if (text.length <= max) return text;
  const head = Math.floor((max - 3) / 2);
  return `${text.slice(0, head)}...${text.slice(text.length - (max - 3 - head))}`;
}
