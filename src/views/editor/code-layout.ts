/**
 * The measures that both editors share, so that Monaco comes up exactly where the plain one stood, and what each tells
 * the layers around it (marks, the problem's note) about where its lines are.
 */

import type { Language } from "../../share/program.ts";

/** In CSS pixels, where nobody wishes another. */
export const FONT_SIZE = 13.5;
export const PADDING = 10;
/** The line numbers' column: digits that it has room for, then the gap to the code, in pixels. */
export const GUTTER_DIGITS = 4;
export const GUTTER_GAP = 18;
export const TAB_SIZES: Readonly<Record<Language, number>> = { python: 4, typescript: 2 };

export interface CodeLayout {
  /** The y of a line's top (lines count from 1) in the unscrolled text. */
  topOf(line: number): number;
  readonly scrollTop: number;
  /** Scrolls down by so many pixels: for a wheel that turns over a layer in front of the code. */
  scrollBy(pixels: number): void;
  /** Where a person types: the caret's line, and the x on the screen where its text ends; null without the focus. */
  readonly caret: { readonly line: number; readonly end: number } | null;
}

/** Where the plain editor stands when Monaco takes over. Offsets count UTF-16 units of the text. */
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

/** The plain editor's lines: all of one height, nothing between them. */
export function plainTopOf(line: number, lineHeight: number): number {
  return PADDING + (line - 1) * lineHeight;
}
