/**
 * Presentation layout: the place and size of each part before an audience. From top to bottom: the loop, a strip of code that
 * follows the running line, the caption. Sizes are shares of the screen's height, so that they are the same on every
 * projector. Larger type is for the loop and the caption; the strip keeps its type and gives way line by line. Used by `App`.
 */
import { lineHeightOf } from "../views/editor/code-layout.ts";
import { FULL_HEIGHT, heightOf } from "../views/stage/stage-rows.ts";
import { NARROW } from "../views/stage/stage-size.ts";

/** In CSS pixels, as far as it says nothing else. */
export interface PresentationLayout {
  /** The type size of the caption. */
  readonly type: number;
  readonly captionHeight: number;
  /** The scale of the stage: see `stageSize()`. */
  readonly scale: number;
  /** Lines of code in the strip; 0 for no strip. */
  readonly lines: number;
  readonly codeSize: number;
  readonly lineHeight: number;
  readonly codeWidth: number;
  /** The height of the strip with its edges. */
  readonly codeHeight: number;
  readonly hasTimeline: boolean;
  readonly hasConsole: boolean;
}

/** The type size of a token, of which the scale is 1; and the tokens' size as a share of the caption's. */
const TOKEN = 13;
const TOKEN_SHARE = 0.7;
/** The type size of the code, in percent of the screen. */
const CODE = 3.3;
const LEAST = { type: 16, code: 12 };
/** The columns of an example and of its line numbers. */
const COLUMNS = 56 + 5;
/** The longest caption, in characters, and the place of the tour's dots beside it, as a multiple of the type size. */
const CAPTION = { length: 88, dots: 4.5 };
/** The width of a character as a share of its size, in code and in text. */
const CODE_WIDTH = 0.6;
const TEXT_WIDTH = 0.51;
/** Height of the loop at a scale of 1: with these rows it comes before lines of code. */
const LOOP = heightOf({ timers: 1, cards: 2 });
/** The strip: its share of the screen and its lines at most, those that a Wire leaves it, and its edges. */
const STRIP = { share: 0.3, lines: 5, beside: 2, edge: 12 };
/** The columns that the output needs beside the code. */
const CONSOLE_COLUMNS = 22;
/** The room for a timeline, as a multiple of the caption's type size. */
const TIMELINE = 9;
/** The height of the playback line below everything. */
export const PLAYBACK_LINE = 8;

/**
 * `size` is the caption's type size in percent of the screen's height; a screen that is high for its width counts as lower.
 * `wire` is the height of the Wire at a scale of 1; 0 for a run without a network.
 */
export function presentationLayout({
  width,
  height,
  size,
  wire = 0,
}: {
  width: number;
  height: number;
  size: number;
  wire?: number;
}): PresentationLayout {
  const percent = Math.min(height, width * 0.625) / 100;
  const type = Math.max(LEAST.type, size * percent);
  const perLine = (width - (1.8 + CAPTION.dots) * type) / (TEXT_WIDTH * type);
  const captionLines = Math.max(2, Math.ceil(CAPTION.length / perLine));
  const captionHeight = Math.ceil(type * (1.25 * captionLines + 0.5));
  const room = height - captionHeight - PLAYBACK_LINE;

  const wanted = (type * TOKEN_SHARE) / TOKEN;
  const codeSize = Math.max(LEAST.code, Math.floor(CODE * percent));
  const lineHeight = lineHeightOf(codeSize);
  // Beside a Wire the loop leaves some lines to the code; without one it comes first.
  const kept = wire > 0 ? STRIP.beside * lineHeight + STRIP.edge : 0;
  const loop = LOOP + wire;
  const scale = Math.min(wanted, Math.max(wanted / size, (room - kept) / loop));
  const most = Math.min(height * STRIP.share, room - scale * loop);
  const lines = Math.max(0, Math.min(STRIP.lines, Math.floor((most - STRIP.edge) / lineHeight)));
  const codeHeight = lines > 0 ? lines * lineHeight + STRIP.edge : 0;
  const codeWidth = Math.min(Math.ceil(COLUMNS * CODE_WIDTH * codeSize) + 24, width);
  return {
    type,
    captionHeight,
    scale: Math.ceil(scale * 100) / 100,
    lines,
    codeSize,
    lineHeight,
    codeWidth,
    codeHeight,
    // The narrow stage stacks its regions: with a Wire it needs all of a phone.
    hasTimeline:
      (wire === 0 || width > NARROW) && room - codeHeight - scale * (FULL_HEIGHT + wire) >= TIMELINE * type,
    hasConsole: lines > 1 && width - codeWidth >= CONSOLE_COLUMNS * CODE_WIDTH * codeSize,
  };
}
