/**
 * Boxes on the stage, measured at rest: where its tokens, regions and texts are, relative to the layer of the flights, in
 * pixels at a scale of 1. A token in flight is a copy in that layer, so no motion changes what is measured here. Called by
 * `motion.ts`.
 */
import type { Box, Region, Scene, Stop } from "./flight-routes.ts";

/** The elements of a stage, and its factor for lengths. */
export interface StageElements {
  readonly root: HTMLElement;
  readonly layer: HTMLElement;
  readonly scale: number;
}

export interface RestingToken extends Stop {
  element: HTMLElement;
}

/** Return each token at its place, by its key. */
export function measureTokens({ root, layer, scale }: StageElements): Map<string, RestingToken> {
  const origin = layer.getBoundingClientRect();
  const tokens = new Map<string, RestingToken>();
  for (const element of root.querySelectorAll<HTMLElement>("[data-token]")) {
    const place = element.closest<HTMLElement>("[data-region]") as HTMLElement;
    const bounds = element.getBoundingClientRect();
    const { top, bottom } = place.getBoundingClientRect();
    // A low stage may have no room for a region, and a region none for its last tokens.
    if (bounds.width === 0 || bounds.top >= bottom || bounds.bottom <= top) continue;
    const isDot = element.classList.contains("dot");
    const region = place.dataset.region as Region;
    const box = relative(bounds, origin, scale);
    tokens.set(element.dataset.token as string, { element, region, isDot, ...box });
  }
  return tokens;
}

/** Return what a route has to heed. */
export function measureScene({ root, layer, scale }: StageElements, tokens: Iterable<Box>): Scene {
  const origin = layer.getBoundingClientRect();
  const regions = new Map<Region, Box>();
  for (const element of root.querySelectorAll<HTMLElement>("[data-region]")) {
    const box = relative(element.getBoundingClientRect(), origin, scale);
    if (box.width > 0) regions.set(element.dataset.region as Region, box);
  }
  const inset = Math.min(SIDE, (regions.get("tasks")?.x ?? 0) * SHARE_BESIDE);
  // A phone's upright stage hides the track.
  const trackWidth = root.querySelector("[data-track]")?.getBoundingClientRect().width || origin.width;
  const [left, right] = [inset, trackWidth / scale - inset];
  return { left, right, regions, texts: [...textBoxes(root, origin, scale)], tokens: [...tokens] };
}

/** The middle of the track's sides, from the edges of the stage; on a narrow one, as a share of the room beside the cards. */
const SIDE = 20;
const SHARE_BESIDE = 0.8;

/** Texts of tokens, and those for screen readers alone. */
const NO_TEXT = "[data-token], [data-flights], .visually-hidden";

/** Free pixels above and below the letters of a line. */
const LEADING = 3;

/** Find the texts that are not a token's own. */
function* textBoxes(root: HTMLElement, origin: DOMRect, scale: number): Generator<Box> {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.textContent?.trim() || node.parentElement?.closest(NO_TEXT)) continue;
    range.selectNodeContents(node);
    const { x, y, width, height } = relative(range.getBoundingClientRect(), origin, scale);
    if (width > 0) yield { x, y: y + LEADING, width, height: height - 2 * LEADING };
  }
}

function relative({ x, y, width, height }: DOMRect, origin: DOMRect, scale: number): Box {
  return {
    x: (x - origin.x) / scale,
    y: (y - origin.y) / scale,
    width: width / scale,
    height: height / scale,
  };
}
