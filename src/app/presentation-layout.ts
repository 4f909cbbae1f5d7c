/**
 * Presentation layout: the place and size of each part before an audience, for a size of type and a screen. The caption
 * has the size of the type. So has the code: beside the loop while a whole line has room there, else in a strip of a few
 * lines below it, which follows the running line. The loop is as large as its place allows.
 */

export interface PresentationLayout {
  /** The place of the code, seen from the loop. */
  readonly code: "beside" | "below";
  /** In CSS pixels, as everything here. */
  readonly codeWidth: number;
  /** The height of the strip; beside the loop, all there is. */
  readonly codeHeight: number;
  readonly captionHeight: number;
  /** The scale of the stage: see `stageScale()`. */
  readonly scale: number;
  readonly hasTimeline: boolean;
  readonly hasConsole: boolean;
}

/** The columns of an example and of its line numbers. */
const COLUMNS = 56 + 5;
/** The longest caption, in characters. */
const CAPTION_LENGTH = 95;
/** The width of a character as a share of its size, in code and in text. */
const CODE_WIDTH = 0.6;
const TEXT_WIDTH = 0.53;
const LINE = 1.56;
/** The room that the loop needs at a scale of 1. */
const LOOP = { width: 690, height: 345 };
/** The type size of its tokens at a scale of 1. */
const TOKEN = 13;
/** Lines of code in the strip: `most` if the strip then takes at most `STRIP_SHARE` of the room. */
const STRIP_LINES = { least: 3, most: 5 };
const STRIP_SHARE = 0.27;
/** The height of the playback line below everything. */
export const PLAYBACK_LINE = 10;

export function presentationLayout({
  width,
  height,
  size,
}: {
  width: number;
  height: number;
  size: number;
}): PresentationLayout {
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
    hasConsole: isBeside ? room >= 36 * size : width - codeWidth >= 18 * size,
  };
}

/** The size of type that fits a screen best. */
export function firstSize(
  sizes: readonly number[],
  { width, height }: { width: number; height: number },
): number {
  const fits = sizes.filter((size) => size <= Math.min(width / 76, height / 40));
  return fits.at(-1) ?? (sizes[0] as number);
}
