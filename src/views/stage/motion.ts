/**
 * Motion on the stage: a token that stood elsewhere a moment ago travels from there to where it stands now.
 *
 * Layout is the browser's; this measures it before and after a change (first, last, invert, play). A token is known by
 * its `data-token` key, so one that left a list and appeared in another is still the same thing.
 */

interface Place {
  x: number;
  y: number;
}

const distanceWorthMoving = 2;

/** Where each token is drawn now, also in the middle of a motion. */
export function measureTokens(root: HTMLElement): Map<string, Place> {
  const places = new Map<string, Place>();
  for (const element of root.querySelectorAll<HTMLElement>("[data-token]")) {
    const { x, y } = element.getBoundingClientRect();
    places.set(element.dataset.token as string, { x, y });
  }
  return places;
}

/** Plays every token from where it was to where it is; new ones come up in place. `duration` in milliseconds. */
export function playMotion(root: HTMLElement, before: ReadonlyMap<string, Place>, duration: number): void {
  for (const element of root.querySelectorAll<HTMLElement>("[data-token]")) {
    for (const animation of element.getAnimations()) animation.cancel();
    const from = before.get(element.dataset.token as string);
    const to = element.getBoundingClientRect();
    if (!from) {
      element.animate([{ opacity: 0, transform: "scale(0.8)" }, {}], {
        duration: duration * 0.7,
        easing: "ease-out",
      });
      continue;
    }
    const dx = from.x - to.x;
    const dy = from.y - to.y;
    if (Math.hypot(dx, dy) < distanceWorthMoving) continue;
    element.animate(path(dx, dy), { duration, easing: "cubic-bezier(0.3, 0.7, 0.2, 1)" });
  }
}

/** From an offset to none; a long way is an arc, so that what crosses the stage is seen to travel. */
function path(dx: number, dy: number): Keyframe[] {
  const bow = Math.hypot(dx, dy) > 160 ? 0.12 : 0;
  return [
    { transform: `translate(${dx}px, ${dy}px)`, zIndex: 5 },
    { transform: `translate(${dx / 2 - dy * bow}px, ${dy / 2 + dx * bow}px)`, zIndex: 5 },
    { transform: "none", zIndex: 5 },
  ];
}
