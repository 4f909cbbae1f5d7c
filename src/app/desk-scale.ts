/**
 * Scale of the page outside presentation mode: the factor for its type and its lengths. The stage fills its own box; text to
 * read, as code and output, grows with the window by little more than half as much, so that a large screen also shows more of it.
 */

/** The window, in CSS pixels, that the page is made for. */
const DESK = { width: 1280, height: 720 };
const SHARE = 0.6;

export function deskScale({ width, height }: { width: number; height: number }): number {
  const room = Math.min(width / DESK.width, height / DESK.height);
  return Math.round(Math.max(1, 1 + (room - 1) * SHARE) * 50) / 50;
}
