/** Marks at one moment of a lane: output, the task's outcome, and the wake-up. */
import type { Palette } from "./palette.ts";
import type { PlacedMark } from "./place-lane.ts";
import type { WakeEdge } from "./cursor-layout.ts";

/** Draw the outcome of a task beside its end, and output as a dot above the step that wrote it. */
export function drawMark(
  ctx: CanvasRenderingContext2D,
  { x, mark }: PlacedMark,
  top: number,
  laneHeight: number,
  color: string,
): void {
  const y = top + laneHeight / 2;
  ctx.fillStyle = color;
  ctx.strokeStyle = color;
  ctx.lineWidth = 1.5;
  ctx.beginPath();
  const right = x + 8;
  const half = Math.min(3, laneHeight / 2);
  switch (mark.kind) {
    case "output":
      ctx.arc(x, top + 2, 1.5, 0, 2 * Math.PI);
      return ctx.fill();
    case "warning":
      ctx.moveTo(x, top + 1);
      ctx.lineTo(x + 3.5, top + 7);
      ctx.lineTo(x - 3.5, top + 7);
      return ctx.fill();
    case "cancelRequested":
      ctx.moveTo(x, top + 1);
      ctx.lineTo(x, top + laneHeight - 1);
      ctx.moveTo(x - 3, top + 1);
      ctx.lineTo(x + 3, top + 1);
      return ctx.stroke();
    case "cancelThrown":
      ctx.moveTo(x - 3, y + 3);
      ctx.lineTo(x + 3, y - 3);
      return ctx.stroke();
    case "result":
      // Low lanes have no room for it; a failure is drawn over its neighbours.
      return ctx.fillRect(right - 3, y - half, 6, 2 * half);
    case "exception":
      ctx.moveTo(right - 3.5, y - 3.5);
      ctx.lineTo(right + 3.5, y + 3.5);
      ctx.moveTo(right + 3.5, y - 3.5);
      ctx.lineTo(right - 3.5, y + 3.5);
      return ctx.stroke();
    case "cancelled":
      ctx.arc(right, y, half + 1, 0, 2 * Math.PI);
      ctx.moveTo(right - 0.7 * (half + 1), y + 0.7 * (half + 1));
      ctx.lineTo(right + 0.7 * (half + 1), y - 0.7 * (half + 1));
      return ctx.stroke();
  }
}

/** Draw a curved arrow from the task that woke it, with a rim against the lanes that it crosses; a small clock for a timer. */
export function drawWake(
  ctx: CanvasRenderingContext2D,
  { fromX, fromY, x, y }: WakeEdge,
  laneHeight: number,
  width: number,
  palette: Palette,
): void {
  // It bows to the right, but not out of sight.
  const side = Math.max(fromX, x) + 26 > width ? -1 : 1;
  const bow = (side > 0 ? Math.max(fromX, x) : Math.min(fromX, x)) + 22 * side;
  ctx.fillStyle = palette.text;
  if (fromY === null) drawClock(ctx, x + 15 * side, y, palette);
  else {
    ctx.beginPath();
    // From the side of the row that is nearer, past the mark of a task that is done.
    const startY = fromY + Math.sign(y - fromY) * laneHeight * 0.3;
    ctx.moveTo(fromX + 3 * side, startY);
    ctx.bezierCurveTo(bow, startY, bow, y, x + 8 * side, y);
    for (const [color, lineWidth] of [
      [palette.bg, 4],
      [palette.text, 1.5],
    ] as const) {
      ctx.strokeStyle = color;
      ctx.lineWidth = lineWidth;
      ctx.stroke();
    }
  }
  const tip = x + 4 * side;
  ctx.beginPath();
  ctx.moveTo(tip - side, y);
  ctx.lineTo(tip + 6 * side, y - 4);
  ctx.lineTo(tip + 6 * side, y + 4);
  ctx.fill();
}

function drawClock(ctx: CanvasRenderingContext2D, x: number, y: number, { bg, text }: Palette): void {
  ctx.beginPath();
  ctx.arc(x + 0.5, y, 5, 0, 2 * Math.PI);
  ctx.fillStyle = bg;
  ctx.fill();
  ctx.moveTo(x + 0.5, y - 3);
  ctx.lineTo(x + 0.5, y);
  ctx.lineTo(x + 3, y);
  ctx.strokeStyle = text;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  ctx.fillStyle = text;
}
