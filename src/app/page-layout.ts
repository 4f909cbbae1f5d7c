/**
 * Page layout outside presentation mode, for a window: the arrangement of the panes, and the factor for type and lengths. The
 * stage fills its own box; text to read, as code and output, grows with the window by little more than half as much, so that
 * a large screen also shows more of it. Used by `App`.
 *
 * Arrangements: a `desk` has all panes side by side; `tall`, for a tablet held upright, has the loop and below it the other
 * panes as tabs; `tabs`, for a phone, has one pane at a time, and `rail` the same with the tabs at the side, where the
 * window is low.
 */
export type Arrangement = "desk" | "tall" | "tabs" | "rail";

export interface PageLayout {
  readonly arrangement: Arrangement;
  readonly scale: number;
}

/** The window, in CSS pixels, that the page is made for. */
const DESK = { width: 1280, height: 720 };
const SHARE = 0.6;
/** Widths and heights up to which a window is a phone's, or a tablet's. */
const PHONE = { width: 700, height: 480 };
const TABLET_WIDTH = 1024;

export function pageLayout({ width, height }: { width: number; height: number }): PageLayout {
  const room = Math.min(width / DESK.width, height / DESK.height);
  const scale = Math.round(Math.max(1, 1 + (room - 1) * SHARE) * 50) / 50;
  return { arrangement: arrangementFor(width, height), scale };
}

function arrangementFor(width: number, height: number): Arrangement {
  if (height <= PHONE.height) return "rail";
  if (width <= PHONE.width) return "tabs";
  return width <= TABLET_WIDTH && height > width ? "tall" : "desk";
}
