// A program is all that a link carries and all that a run needs: the same program gives the same trace everywhere.
// Made by the editor, the examples and decoded links; run by a guest.

/** The languages that a guest exists for. */
export type Language = "python" | "typescript";

/** A program as a person wrote it. `seed` feeds its random numbers; `title` is for people alone. */
export interface Program {
  readonly language: Language;
  readonly source: string;
  /** A whole number from 0 to `MAX_SEED`. */
  readonly seed: number;
  readonly title?: string;
}

/** The names of the languages for people. */
export const languageNames: Readonly<Record<Language, string>> = {
  python: "Python",
  typescript: "TypeScript",
};

/** A TypeScript program made ready to run, by `guests/typescript/compile.ts`. */
export interface CompiledProgram {
  /** The body of a function, or of a generator function if `isAsync`. */
  readonly body: string;
  /** True if the program awaits outside of its functions. */
  readonly isAsync: boolean;
}

/** A program in the form that a guest runs: Python's source text, or compiled TypeScript. */
export type Runnable = string | CompiledProgram;

export const DEFAULT_SEED = 1;
export const MAX_SEED = 2 ** 32 - 1;

/** The most that a source may take, in bytes of UTF-8. */
export const MAX_SOURCE_BYTES = 256 * 1024;

/** The most UTF-16 units that a title may have. */
export const MAX_TITLE_LENGTH = 200;

/** True if `value` names a language. */
export function isLanguage(value: unknown): value is Language {
  return value === "python" || value === "typescript";
}

/** True if `value` is a seed: a whole number of 32 bits. */
export function isSeed(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= MAX_SEED;
}

/** True if `value` has the shape of a program; `isTooLarge` checks the size. */
export function isProgram(value: unknown): value is Program {
  if (typeof value !== "object" || value === null) return false;
  const { language, source, seed, title } = value as Partial<Record<keyof Program, unknown>>;
  return (
    isLanguage(language) &&
    typeof source === "string" &&
    isSeed(seed) &&
    (title === undefined || typeof title === "string")
  );
}

/** True if a program's source or title is larger than a link may carry. */
export function isTooLarge({ source, title = "" }: Program): boolean {
  if (title.length > MAX_TITLE_LENGTH) return true;
  // Every UTF-16 unit takes a byte at least, so a hopeless source is refused before it is encoded.
  return source.length > MAX_SOURCE_BYTES || new TextEncoder().encode(source).length > MAX_SOURCE_BYTES;
}
