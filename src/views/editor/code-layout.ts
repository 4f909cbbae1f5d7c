/**
 * Measures that both editors share, so that Monaco appears exactly where the plain one was, and the interface by which
 * the layers around an editor (marks, the note of a problem) find its lines.
 */

import type { Language } from "../../share/program.ts";

/** Default font size, in CSS pixels. */
export const FONT_SIZE = 13.5;
export const PADDING = 10;

/** Return the width of the column of line numbers, in characters: two at the left are for the marks of warnings and errors. */
export function gutterDigitsOf(lines: number): number {
  return Math.max(4, String(lines).length + 2);
}

/** Return the gap between the numbers and the code, which has the marks of suspended tasks; both in CSS pixels. */
export function gutterGapOf(fontSize: number): number {
  return Math.round(fontSize * 1.33);
}
export const TAB_SIZES: Readonly<Record<Language, number>> = { python: 4, typescript: 2 };

export interface CodeLayout {
  /** Return the y of a line's top, in pixels of the unscrolled text; lines count from 1. */
  topOf(line: number): number;
  readonly scrollTop: number;
  /** Scroll down by a number of pixels, for a wheel over a layer in front of the code. */
  scrollBy(pixels: number): void;
  /** Line of the caret, and the x of that line's end on the screen; null without the focus. */
  readonly caret: { readonly line: number; readonly end: number } | null;
}

/** Scroll position and selection of the plain editor, for Monaco to take over. Offsets count UTF-16 units. */
export interface EditorPosition {
  readonly scrollTop: number;
  readonly scrollLeft: number;
  readonly selectionStart: number;
  readonly selectionEnd: number;
  readonly focused: boolean;
}

export function lineHeightOf(fontSize: number): number {
  return Math.round(fontSize * 1.56);
}

/** Return the y of a line's top in the plain editor, whose lines have one height. */
export function plainTopOf(line: number, lineHeight: number, padding = PADDING): number {
  return padding + (line - 1) * lineHeight;
}

/**
 * Return the scroll position that shows `line` and whole lines only, in an editor without padding: for a strip of code before
 * an audience. 0 for `line` keeps the lines that are in sight.
 */
export function wholeLinesTop(
  line: number,
  { scrollTop, height, lineHeight }: { scrollTop: number; height: number; lineHeight: number },
): number {
  const lines = Math.max(1, Math.round(height / lineHeight));
  const first = Math.round(scrollTop / lineHeight) + 1;
  const isInSight = line === 0 || (line >= first && line < first + lines);
  return (isInSight ? first - 1 : Math.max(0, line - 1 - Math.floor(lines / 2))) * lineHeight;
}
