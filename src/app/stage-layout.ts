/**
 * What stands where on stage, before an audience: how large each part can be for a size of type and a screen. The caption
 * has the size of the type. The code has it too: beside the loop while a whole line has room there, and else in a strip
 * of a few lines below it, which follows the running line. The loop is as large as its place allows.
 */

export interface StageLayout {
  /** Where the code stands. */
  readonly code: "beside" | "below";
  /** In CSS pixels, as everything here. */
  readonly codeWidth: number;
  /** Of the strip; all there is, beside the loop. */
  readonly codeHeight: number;
  readonly captionHeight: number;
  /** The loop's: see `stageScale()`. */
  readonly scale: number;
  readonly hasTimeline: boolean;
  readonly hasConsole: boolean;
}

/** Columns of an example, and of its line numbers. */
const COLUMNS = 56 + 5;
/** The longest caption, in characters. */
const CAPTION_LENGTH = 95;
/** A character's width as a share of the size of its type: of code, and of text. */
const CODE_WIDTH = 0.6;
const TEXT_WIDTH = 0.53;
const LINE = 1.56;
/** What the loop needs at a scale of 1. */
const LOOP = { width: 690, height: 345 };
/** Its tokens' type at a scale of 1. */
const TOKEN = 13;
/** Lines of code in the strip: the more where they leave the loop most of the room. */
const STRIP_LINES = { least: 3, most: 5 };
const STRIP_SHARE = 0.27;
/** The line of playback below everything. */
export const PLAYBACK_LINE = 10;

export function stageLayout({
  width,
  height,
  size,
}: {
  width: number;
  height: number;
  size: number;
}): StageLayout {
  const captionLines = Math.max(2, Math.ceil((CAPTION_LENGTH * TEXT_WIDTH * size) / (width - 6 * size)));
  const captionHeight = Math.ceil(size * (1.3 * captionLines + 0.9));
  const room = height - captionHeight - PLAYBACK_LINE;
  const codeWidth = Math.min(Math.ceil(COLUMNS * CODE_WIDTH * size) + 24, width);
  const isBeside = codeWidth <= width / 2;
  const stripOf = (lines: number) => Math.round(lines * LINE * size) + 20;
  const isShort = stripOf(STRIP_LINES.most) > room * STRIP_SHARE;
  const stripHeight = stripOf(isShort ? STRIP_LINES.least : STRIP_LINES.most);
  const loop = {
    width: isBeside ? width - codeWidth : width,
    height: isBeside ? room * 0.67 : room - stripHeight,
  };
  const scale = Math.min(size / TOKEN, loop.width / LOOP.width, loop.height / LOOP.height);
  return {
    code: isBeside ? "beside" : "below",
    codeWidth,
    codeHeight: isBeside ? room : stripHeight,
    captionHeight,
    scale: Math.max(1, Math.round(scale * 100) / 100),
    hasTimeline: isBeside,
    // Beside the code, or below it: as wide as a line of output, or as high as a few.
    hasConsole: isBeside ? room >= 36 * size : width - codeWidth >= 18 * size,
  };
}

/** The size of type that a screen begins with. */
export function firstSize(
  sizes: readonly number[],
  { width, height }: { width: number; height: number },
): number {
  const fits = sizes.filter((size) => size <= Math.min(width / 76, height / 40));
  return fits.at(-1) ?? (sizes[0] as number);
}
