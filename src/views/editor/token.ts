/** Tokens of both tokenizers: see `tokens.ts`. */

/** Kinds of tokens. `await` is for the keywords async and await, `name` for the name after def and class. */
export type TokenKind = "plain" | "keyword" | "await" | "name" | "constant" | "string" | "comment";

export interface Token {
  /** Start in the line, from 0, in UTF-16 units. */
  readonly start: number;
  readonly kind: TokenKind;
}

export interface TokenizedLine {
  readonly tokens: readonly Token[];
  /** Construct that continues in the next line, in a form of the tokenizer, such as a string's quotes; empty for none. */
  readonly open: string;
}

/** Tokens of a line; neighbours of one kind are merged. */
export class TokenList {
  readonly tokens: Token[] = [];

  add(start: number, kind: TokenKind): void {
    if (this.tokens.at(-1)?.start === start) this.tokens.pop();
    if (this.tokens.at(-1)?.kind !== kind) this.tokens.push({ start, kind });
  }

  get last(): TokenKind {
    return this.tokens.at(-1)?.kind ?? "plain";
  }
}

/** Return the end of the match of a sticky pattern at `from`; `from` if it does not match there. */
export function matchEnd(pattern: RegExp, line: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : from;
}
