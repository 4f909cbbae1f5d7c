/**
 * Expansion of a shell's words: variables, substitutions and arithmetic become text, which is split into fields where it is not
 * quoted. Called by `run.ts`.
 */
import type { Running } from "../process.ts";
import { arithmetic } from "./arithmetic.ts";
import type { Node, Word } from "./syntax.ts";

/** What a word's parts stand for in a shell. */
export interface Expander {
  readonly parameters: readonly string[];
  /** Return the value of a variable or parameter. */
  value(name: string): string | undefined;
  /** Return what a command writes, without the line ends behind it. */
  substitute(body: Node): Running<string>;
}

/** Expand a word: into one field, or into several where it is split. */
export function* expandWord(run: Expander, word: Word, splits = false): Running<string[]> {
  const fields: string[] = [];
  let field: string | null = null;
  for (const [at, piece] of word.entries()) {
    let text: string;
    if (piece.kind === "text") text = piece.text;
    else if (piece.kind === "arithmetic")
      text = String(arithmetic(piece.text, (name) => run.value(name) ?? ""));
    else if (piece.kind === "substitution") text = yield* run.substitute(piece.body);
    else if (splits && piece.isQuoted && piece.name === "@") {
      const [first, ...rest] = run.parameters;
      if (first === undefined) continue;
      field = (field ?? "") + first;
      for (const each of rest) {
        fields.push(field);
        field = each;
      }
      continue;
    } else
      text =
        run.value(piece.name) || (piece.fallback ? (yield* expandWord(run, piece.fallback)).join("") : "");
    if (at === 0 && piece.kind === "text" && !piece.isQuoted && /^~(?=$|\/)/.test(text))
      text = `${run.value("HOME") ?? "/"}${text.slice(1)}`;
    if (!splits || piece.isQuoted || piece.kind === "text") {
      field = (field ?? "") + text;
      continue;
    }
    const parts = text.split(/[ \t\n]+/);
    for (const [place, part] of parts.entries()) {
      if (place > 0 && field !== null) {
        fields.push(field);
        field = null;
      }
      if (part !== "") field = (field ?? "") + part;
    }
  }
  if (field !== null) fields.push(field);
  return fields;
}
