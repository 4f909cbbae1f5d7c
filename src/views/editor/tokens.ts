/**
 * A language's syntax as far as the eye needs it, one line at a time. The one tokenizer of each language colours the
 * text that is painted at once and the text in Monaco, so nothing changes its colour when Monaco arrives.
 *
 * Tokens cover the line without gaps, each up to the start of the next. Whatever a line holds, tokenizing it ends.
 */
import type { Language } from "../../share/program.ts";
import { tokenizePython } from "./python-tokens.ts";
import type { TokenizedLine } from "./token.ts";
import { tokenizeTypeScript } from "./typescript-tokens.ts";

/** Tokenizes a line; `open` is what the line before left open. */
export type TokenizeLine = (line: string, open?: string) => TokenizedLine;

export const tokenizers: Readonly<Record<Language, TokenizeLine>> = {
  python: tokenizePython,
  typescript: tokenizeTypeScript,
};
