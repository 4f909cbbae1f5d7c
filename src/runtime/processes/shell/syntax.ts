/** Tree of a shell's text: the part of the POSIX shell's grammar that is there. Made by `parse.ts`, run by `run.ts`. */

/** Piece of a word. Only what is not quoted is split into fields. */
export type Piece =
  | { readonly kind: "text"; readonly text: string; readonly isQuoted: boolean }
  | {
      readonly kind: "variable";
      readonly name: string;
      readonly fallback: Word | null;
      readonly isQuoted: boolean;
    }
  | { readonly kind: "substitution"; readonly body: Node; readonly isQuoted: boolean }
  | { readonly kind: "arithmetic"; readonly text: string; readonly isQuoted: boolean };

export type Word = readonly Piece[];

/** `2>&1`, `> file`, `>> file`, `< file`. */
export interface Redirect {
  readonly stream: number;
  readonly how: "<" | ">" | ">>" | "&";
  readonly target: Word;
}

export interface Simple {
  readonly kind: "command";
  readonly variables: readonly { readonly name: string; readonly value: Word }[];
  readonly words: readonly Word[];
}

export type Node = { readonly redirects: readonly Redirect[] } & (
  | Simple
  | { readonly kind: "pipeline"; readonly parts: readonly Node[]; readonly isNegated: boolean }
  | { readonly kind: "and" | "or"; readonly left: Node; readonly right: Node }
  | {
      readonly kind: "list";
      readonly items: readonly { readonly node: Node; readonly isBackground: boolean }[];
    }
  | { readonly kind: "while"; readonly isUntil: boolean; readonly test: Node; readonly body: Node }
  | {
      readonly kind: "for";
      readonly name: string;
      readonly words: readonly Word[] | null;
      readonly body: Node;
    }
  | {
      readonly kind: "if";
      readonly branches: readonly { readonly test: Node; readonly body: Node }[];
      readonly otherwise: Node | null;
    }
  | { readonly kind: "subshell"; readonly body: Node }
);

export class ShellSyntaxError extends Error {}
