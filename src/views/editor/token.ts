/** What both tokenizers give: see `tokens.ts`. */

/** `await` is for the words at which coroutines begin and hand over: async and await. `name` is what def and class name. */
export const tokenKinds = ["plain", "keyword", "await", "name", "constant", "string", "comment"] as const;
export type TokenKind = (typeof tokenKinds)[number];

export interface Token {
  /** Where it starts in the line, from 0. */
  readonly start: number;
  readonly kind: TokenKind;
}

export interface TokenizedLine {
  readonly tokens: readonly Token[];
  /** What goes on in the next line, in the tokenizer's own words, such as a string's quotes; empty for nothing. */
  readonly open: string;
}

/** A line's tokens as they are found, neighbours of one kind as one. */
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

/** Where the match of a sticky pattern at `from` ends; `from` if it does not match there. */
export function matchEnd(pattern: RegExp, line: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.test(line) ? pattern.lastIndex : from;
}
