/** A problem: an error of a program, to be shown at its line. Read by the editor and the console. */
import { originOf } from "../store/failure-origin.ts";
import { isInterruptedByVisitor } from "../store/verdict.ts";
import type { Cursor } from "./cursor.svelte.ts";

export interface Problem {
  readonly message: string;
  /** Counted from 1; 0 if the error is about no line. */
  readonly line: number;
  /** Line of the group that the error came through; 0 for none. */
  readonly through: number;
}

/** A sentence about a program that did not start. */
export function startText({ line }: Problem): string {
  return line > 0 ? `Line ${line} has an error, so the program did not start.` : "The program did not start.";
}

/** The error that a run ended with, once its cursor is at the end; null before, and if there is none. A visitor's Ctrl-C
 * is none. */
export function problemAt(cursor: Cursor): Problem | null {
  const { end, store } = cursor.run;
  if (!cursor.isAtEnd || !end?.error || isInterruptedByVisitor(store, end)) return null;
  const deadlock = store.warnings.all.find(({ diagnosis }) => diagnosis === "deadlock");
  if (deadlock) return { message: deadlock.message, line: deadlock.line, through: 0 };
  const { raised } = originOf(store, end.error);
  if (!raised || raised.line === end.line || raised.error === end.error)
    return { message: end.error, line: end.line, through: 0 };
  const message = `${raised.error}. The group on line ${end.line} raises it again, in an ExceptionGroup.`;
  return { message, line: raised.line, through: end.line };
}
