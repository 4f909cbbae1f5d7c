/** Values in a few characters, for reprs and traces. No code of the program's own runs for that. */
import { ExceptionGroup } from "./exception-group.ts";

/** Longer texts are cut in the middle, as `reprlib` does. */
const MAX_TEXT = 30;
const MAX_ERROR = 200;

/** A value as reprs of futures and tasks show it. */
export function shortRepr(value: unknown): string {
  if (value instanceof Error)
    return `${value.name}(${value.message && textRepr(cut(value.message, MAX_ERROR))})`;
  switch (typeof value) {
    case "string":
      // As `reprlib`: what is cut is the text with its quotes.
      return cut(textRepr(cut(value, MAX_TEXT)), MAX_TEXT);
    case "function":
      return `<function ${value.name}>`;
    case "object":
      return value === null ? "null" : `<${value.constructor?.name ?? "object"}>`;
    default:
      return cut(String(value), MAX_TEXT);
  }
}

/** What a task came to, in a trace: a result's repr, nothing for no result, or an exception's one line. */
export function outcomeText(value: unknown): string {
  if (value === undefined) return "";
  if (value instanceof Error) {
    const message = value instanceof ExceptionGroup ? value.toString() : value.message;
    return cut(message ? `${value.name}: ${message}` : value.name, MAX_ERROR);
  }
  return shortRepr(value);
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
