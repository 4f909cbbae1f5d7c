/** A problem: an error of a program, to be shown at its line. Read by the editor and the console. */
import type { Cursor } from "./cursor.svelte.ts";

export interface Problem {
  readonly message: string;
  /** Counted from 1; 0 if the error is about no line. */
  readonly line: number;
}

/** A sentence about a program that did not start. */
export function startText({ line }: Problem): string {
  return line > 0 ? `Line ${line} has an error, so the program did not start.` : "The program did not start.";
}

/** The error that a run ended with, once its cursor is at the end; null before, and if there is none. */
export function problemAt(cursor: Cursor): Problem | null {
  const { end } = cursor.run;
  return cursor.isAtEnd && end?.error ? { message: end.error, line: end.line } : null;
}
