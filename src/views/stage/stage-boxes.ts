/**
 * Boxes on the stage, measured at rest: where its tokens, regions and texts are, relative to the layer of the flights. A
 * token in flight is a copy in that layer, so no motion changes what is measured here. Called by `motion.ts`.
 */
import type { Box, Region, Scene, Stop } from "./flight-routes.ts";

export interface RestingToken extends Stop {
  element: HTMLElement;
}

/** Return each token at its place, by its key. */
export function measureTokens(root: HTMLElement, layer: HTMLElement): Map<string, RestingToken> {
  const origin = layer.getBoundingClientRect();
  const tokens = new Map<string, RestingToken>();
  for (const element of root.querySelectorAll<HTMLElement>("[data-token]")) {
    const region = element.closest<HTMLElement>("[data-region]")?.dataset.region as Region;
    const box = relative(element.getBoundingClientRect(), origin);
    tokens.set(element.dataset.token as string, { element, region, ...box });
  }
  return tokens;
}

/** Return what a route has to heed. */
export function measureScene(root: HTMLElement, layer: HTMLElement, tokens: Iterable<Box>): Scene {
  const origin = layer.getBoundingClientRect();
  const regions = new Map<Region, Box>();
  for (const element of root.querySelectorAll<HTMLElement>("[data-region]"))
    regions.set(element.dataset.region as Region, relative(element.getBoundingClientRect(), origin));
  const inset = Math.min(SIDE, (regions.get("tasks")?.x ?? 0) / 2);
  const [left, right] = [inset, origin.width - inset];
  return { left, right, regions, texts: [...textBoxes(root, origin)], tokens: [...tokens] };
}

/** The middle of the track's sides, from the edges of the stage. */
const SIDE = 20;

/** Texts of tokens, and those for screen readers alone. */
const NO_TEXT = "[data-token], [data-flights], .visually-hidden";

/** Free pixels above and below the letters of a line. */
const LEADING = 3;

/** Find the texts that are not a token's own. */
function* textBoxes(root: HTMLElement, origin: DOMRect): Generator<Box> {
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    if (!node.textContent?.trim() || node.parentElement?.closest(NO_TEXT)) continue;
    range.selectNodeContents(node);
    const { x, y, width, height } = relative(range.getBoundingClientRect(), origin);
    if (width > 0) yield { x, y: y + LEADING, width, height: height - 2 * LEADING };
  }
}

function relative({ x, y, width, height }: DOMRect, origin: DOMRect): Box {
  return { x: x - origin.x, y: y - origin.y, width, height };
}
