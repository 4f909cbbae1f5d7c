/**
 * Block of code in which a program holds a lock, round the line of a sleep in it, found by indentation: a trace knows
 * lines alone. Called by the check of locks that are held across a sleep.
 */
import type { ProgramText } from "./program-text.ts";

export interface LockBlock {
  /** Line that takes the lock; empty if it was not found. */
  readonly head: string;
  /** True if the block has statements before the sleep, and after it. */
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
  /** Argument of the sleep; null if it was not found. */
  readonly seconds: string | null;
}

/** Heads of blocks: the lock is held in the lines that are indented more. */
const BLOCK = /\basync with\b|\bwithAsync\(/;
/** Statements: the lock is held in the lines after them that are indented as much or more. */
const STATEMENT = /\bawait using\b|\.acquire\(/;
const RELEASE = /\.release\(/;
/** Lines that are no statement of their own. */
const STRUCTURE = /^(if|elif|else|while|for|async for|try|finally|except|catch|with)\b.*[:{]$|^[)}\]]|^\} /;

/** Return the block round the sleep on a line. */
export function blockAround(text: ProgramText, sleepLine: number): LockBlock {
  const seconds = /\bsleep\(\s*([^(),]*(?:\([^()]*\)[^(),]*)*)[,)]/.exec(text.line(sleepLine))?.[1] ?? null;
  const none = { hasBefore: false, hasAfter: false, seconds };
  if (BLOCK.test(text.line(sleepLine))) return { ...none, head: text.line(sleepLine) };
  const head = findHead(text, sleepLine);
  if (!head) return { ...none, head: "" };
  const { line, inner } = head;
  let hasAfter = false;
  for (let after = sleepLine + 1; after <= text.length && !hasAfter; after++) {
    const indent = text.indent(after);
    if (indent === null) continue;
    if (indent < inner || RELEASE.test(text.line(after))) break;
    hasAfter = isStatement(text.line(after));
  }
  let hasBefore = false;
  for (let before = line + 1; before < sleepLine; before++)
    hasBefore ||= text.indent(before) !== null && isStatement(text.line(before));
  return { head: text.line(line), hasBefore, hasAfter, seconds };
}

/** Return the line that takes the lock, and the least indentation of the lines in which it is held. */
function findHead(text: ProgramText, sleepLine: number): { line: number; inner: number } | null {
  let inner = text.indent(sleepLine) ?? 0;
  for (let line = sleepLine - 1; line > 0; line--) {
    const indent = text.indent(line);
    if (indent === null || indent > inner) continue;
    const code = text.line(line);
    if (STATEMENT.test(code)) return { line, inner: indent };
    if (indent === inner) continue;
    if (BLOCK.test(code)) return { line, inner };
    inner = indent;
  }
  return null;
}

function isStatement(line: string): boolean {
  return !STRUCTURE.test(line.trim());
}
