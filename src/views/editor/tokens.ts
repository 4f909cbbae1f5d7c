/**
 * Tokenizers for syntax colours, one line at a time. Each language has one for the plain editor and for Monaco, so no
 * colour changes when Monaco is loaded.
 *
 * Invariants: tokens cover the line without gaps, each up to the start of the next; tokenizing ends for any text.
 */
import type { Language } from "../../share/program.ts";
import { tokenizePython } from "./python-tokens.ts";
import type { TokenizedLine } from "./token.ts";
import { tokenizeTypeScript } from "./typescript-tokens.ts";

/** Function that tokenizes a line; `open` is the `open` of the line before. */
export type TokenizeLine = (line: string, open?: string) => TokenizedLine;

export const tokenizers: Readonly<Record<Language, TokenizeLine>> = {
  python: tokenizePython,
  typescript: tokenizeTypeScript,
};
