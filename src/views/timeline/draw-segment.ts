/**
 * Drawing of one segment of a lane; shape, fill and texture show its status, so that it reads without colour.
 *
 * running: solid, full height · ready: a solid line · waiting: an outlined bar, hatched while it sleeps; in line for a
 * lock or semaphore: a thin line with dots · blocked: stripes across the solid bar.
 */
import type { Span } from "../../store/lane.ts";
import { waitKind } from "../../store/resources/kinds.ts";

export type Texture = "solid" | "line" | "hatched" | "dotted" | "outlined";

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function textureOf({ status, reason }: Pick<Span, "status" | "reason">): Texture {
  if (status === "running") return "solid";
  if (status === "ready") return "line";
  return waitKind(reason)?.texture ?? "outlined";
}

/** Draw in the context's current alpha. */
export function drawTexture(ctx: CanvasRenderingContext2D, texture: Texture, box: Box, color: string): void {
  ctx.fillStyle = color;
  ctx.strokeStyle = color;
  const middle = box.y + box.height / 2;
  switch (texture) {
    case "solid":
      return fillRounded(ctx, box, 1.5);
    case "line":
      return fillRounded(ctx, { ...box, y: middle - 1.5, height: 3 }, 1.5);
    case "dotted":
      return dotted(ctx, box, middle);
    case "hatched":
      outlined(ctx, box);
      return hatch(ctx, inset(box, 1), 6, 1, 0.5);
    case "outlined":
      return outlined(ctx, box);
  }
}

/** Draw stripes over a solid bar, in the colour of the background. */
export function drawStripes(ctx: CanvasRenderingContext2D, box: Box, color: string): void {
  ctx.strokeStyle = color;
  hatch(ctx, box, 7, 2.5, 0.7);
}

function outlined(ctx: CanvasRenderingContext2D, box: Box): void {
  const { globalAlpha } = ctx;
  ctx.globalAlpha = globalAlpha * 0.12;
  fillRounded(ctx, box, 3);
  ctx.globalAlpha = globalAlpha * 0.85;
  ctx.lineWidth = 1;
  ctx.beginPath();
  const { x, y, width, height } = inset(box, 0.5);
  ctx.roundRect(x, y, Math.max(0.5, width), height, 2.5);
  ctx.stroke();
  ctx.globalAlpha = globalAlpha;
}

function dotted(ctx: CanvasRenderingContext2D, { x, width }: Box, middle: number): void {
  ctx.fillRect(x, middle - 0.5, width, 1);
  ctx.beginPath();
  for (let at = x + 5; at < x + width - 2; at += 10) {
    ctx.moveTo(at + 2, middle);
    ctx.arc(at, middle, 2, 0, 2 * Math.PI);
  }
  ctx.fill();
}

/** Draw rising lines, each cut at the box without a clip, so that the pattern moves with the box. */
function hatch(
  ctx: CanvasRenderingContext2D,
  box: Box,
  every: number,
  lineWidth: number,
  alpha: number,
): void {
  const { x, y, width, height } = box;
  if (width <= 2) return;
  const { globalAlpha } = ctx;
  ctx.globalAlpha = globalAlpha * alpha;
  ctx.lineWidth = lineWidth;
  ctx.beginPath();
  for (let foot = every / 2 - height; foot < width; foot += every) {
    const from = Math.max(0, foot);
    const to = Math.min(width, foot + height);
    ctx.moveTo(x + from, y + height - (from - foot));
    ctx.lineTo(x + to, y + height - (to - foot));
  }
  ctx.stroke();
  ctx.globalAlpha = globalAlpha;
}

function fillRounded(ctx: CanvasRenderingContext2D, { x, y, width, height }: Box, radius: number): void {
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, Math.min(radius, width / 2));
  ctx.fill();
}

function inset({ x, y, width, height }: Box, by: number): Box {
  return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}
