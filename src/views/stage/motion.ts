/**
 * Motion on the stage: a token travels from its former place to its current one.
 *
 * The browser does the layout; this module measures it before and after a change (first, last, invert, play). A token is
 * identified by its `data-token` key, also when it moves from one list to another. Over a long way a copy of the token
 * travels in a layer over the whole stage, where no list clips it, and the token is shown when the copy arrives.
 */

interface Place {
  x: number;
  y: number;
}

const DISTANCE_WORTH_MOVING = 2;
const LONG_WAY = 160;
const EASE = "cubic-bezier(0.3, 0.7, 0.2, 1)";

/** Return the current place of each token, also in the middle of a motion. */
export function measureTokens(root: HTMLElement): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const name of ["token", "flight"])
    for (const element of root.querySelectorAll<HTMLElement>(`[data-${name}]`)) {
      const { x, y } = element.getBoundingClientRect();
      places.set(element.dataset[name] as string, { x, y });
    }
  return places;
}

/** Animations of the tokens, by the layer of their stage; asking the tokens would force a layout. */
const playing = new WeakMap<HTMLElement, Animation[]>();

/** Stop all motion. */
export function endMotion(layer: HTMLElement): void {
  for (const animation of playing.get(layer) ?? []) animation.cancel();
  playing.delete(layer);
  layer.replaceChildren();
}

/**
 * Plays every token from where it was to where it is; new ones come up in place. `duration` in milliseconds; the layer
 * lies over the stage and is empty otherwise.
 */
export function playMotion(
  root: HTMLElement,
  layer: HTMLElement,
  before: ReadonlyMap<string, Place>,
  duration: number,
): void {
  endMotion(layer);
  const origin = layer.getBoundingClientRect();
  // Read all places before writing, so that the page is laid out once.
  const moves = [...root.querySelectorAll<HTMLElement>("[data-token]")].map((element) => ({
    element,
    from: before.get(element.dataset.token as string),
    to: element.getBoundingClientRect(),
  }));
  const animations: Animation[] = [];
  playing.set(layer, animations);
  for (const { element, from, to } of moves) {
    if (!from) {
      const rising = { duration: duration * 0.7, easing: "ease-out" };
      animations.push(element.animate([{ opacity: 0, transform: "scale(0.8)" }, {}], rising));
      continue;
    }
    const [dx, dy] = [from.x - to.x, from.y - to.y];
    const distance = Math.hypot(dx, dy);
    if (distance < DISTANCE_WORTH_MOVING) continue;
    if (distance < LONG_WAY) {
      animations.push(element.animate(straight(dx, dy), { duration, easing: EASE }));
    } else {
      animations.push(element.animate([{ opacity: 0 }, { opacity: 0 }], duration));
      fly(element, layer, { x: to.x - origin.x, y: to.y - origin.y }, [dx, dy], duration);
    }
  }
}

/** Move a copy of the token, and hide the token meanwhile. */
function fly(
  element: HTMLElement,
  layer: HTMLElement,
  to: Place,
  [dx, dy]: [number, number],
  duration: number,
): void {
  const picture = element.cloneNode(true) as HTMLElement;
  delete picture.dataset.token;
  picture.dataset.flight = element.dataset.token;
  picture.style.cssText += `;position:absolute;margin:0;left:${to.x}px;top:${to.y}px`;
  layer.append(picture);
  picture.animate(arc(dx, dy), { duration, easing: EASE }).onfinish = () => picture.remove();
}

function straight(dx: number, dy: number): Keyframe[] {
  return [{ transform: `translate(${dx}px, ${dy}px)` }, { transform: "none" }];
}

/** Bowed, so that what crosses the stage is seen to travel, and two that change places do not meet. */
function arc(dx: number, dy: number): Keyframe[] {
  const bow = 0.12;
  const steps = 8;
  return Array.from({ length: steps + 1 }, (_, i) => {
    const rest = 1 - i / steps;
    const side = 4 * bow * rest * (1 - rest);
    return { transform: `translate(${dx * rest - dy * side}px, ${dy * rest + dx * side}px)` };
  });
}
