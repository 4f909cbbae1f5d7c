// Checks of the stage's motion, run inside the page: a step after the other, and after each a look at a row of moments of
// the motion. Self-contained, as Playwright sends the function's text to the page.

interface Found {
  /** Sentences about a moment of a motion at an event. */
  faults: string[];
  /** Tokens whose flight was not continued when the cursor moved on. */
  jumps: string[];
  /** Number of flights. */
  flights: number;
}

/** Steps forward through the run; each motion is looked at until it has reached the share `until` of its time. */
export async function stepThrough({ until }: { until: number }): Promise<Found> {
  const stage = document.querySelector(".stage") as HTMLElement;
  const playhead = document.querySelector("[aria-label=Playhead]") as HTMLInputElement;
  const next = document.querySelector("[aria-label='Step forward']") as HTMLButtonElement;
  const found: Found = { faults: [], jumps: [], flights: 0 };
  /** Letters are lower than their line. */
  const LEADING = 4;
  const LOOKS = 10;
  const MAX_FAULTS = 20;

  const pictures = () => [...stage.querySelectorAll<HTMLElement>("[data-flight]")];
  const middle = (element: Element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  };

  const textBoxes = () => {
    const texts = document.createTreeWalker(stage, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    const boxes: { text: string; box: DOMRect }[] = [];
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (!node.textContent?.trim() || parent?.closest("[data-token], [data-flights], .visually-hidden"))
        continue;
      range.selectNodeContents(node);
      const box = range.getBoundingClientRect();
      if (box.width > 0) boxes.push({ text: node.textContent.trim(), box });
    }
    return boxes;
  };

  /** Tokens that are seen at their places. */
  const namesAtRest = () =>
    [...stage.querySelectorAll<HTMLElement>("[data-token]:not([data-away])")]
      .filter((token) => Number(getComputedStyle(token).opacity) >= 0.3)
      .map((token) => [token.dataset.token, token.getBoundingClientRect()] as const);

  const check = (moment: string, texts: ReturnType<typeof textBoxes>) => {
    const bounds = stage.getBoundingClientRect();
    for (const picture of pictures()) {
      if (Number(getComputedStyle(picture).opacity) < 0.3) continue;
      const box = picture.getBoundingClientRect();
      const key = picture.dataset.flight;
      for (const { text, box: other } of texts) {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom - LEADING) - Math.max(box.top, other.top + LEADING);
        if (across > 1 && down > 0) found.faults.push(`${moment}: ${key} crosses “${text}”`);
      }
      for (const [name, other] of picture.hasAttribute("data-routed") ? [] : namesAtRest()) {
        const across = Math.min(box.right, other.right) - Math.max(box.left, other.left);
        const down = Math.min(box.bottom, other.bottom) - Math.max(box.top, other.top);
        if (name !== key && across > LEADING && down > LEADING)
          found.faults.push(`${moment}: ${key} slides over ${name}`);
      }
      const over = Math.max(
        bounds.left - box.left,
        box.right - bounds.right,
        bounds.top - box.top,
        box.bottom - bounds.bottom,
      );
      if (over > 1) found.faults.push(`${moment}: ${key} leaves the stage by ${over.toFixed(0)} pixels`);
    }
    const seen = new Set(pictures().map(({ dataset }) => dataset.flight));
    for (const { dataset } of stage.querySelectorAll<HTMLElement>("[data-token]:not([data-away])")) {
      if (seen.has(dataset.token)) found.faults.push(`${moment}: ${dataset.token} is seen twice`);
      seen.add(dataset.token);
    }
  };

  while (!next.disabled && found.faults.length < MAX_FAULTS) {
    const before = new Map(pictures().map((picture) => [picture.dataset.flight, middle(picture)]));
    next.click();
    await Promise.resolve();
    for (const picture of pictures()) {
      const from = before.get(picture.dataset.flight);
      const at = middle(picture);
      if (from && Math.hypot(at.x - from.x, at.y - from.y) > 4)
        found.jumps.push(`event ${playhead.value}: ${picture.dataset.flight} jumps`);
    }
    const animations = pictures().flatMap((picture) => picture.getAnimations());
    const isNew = (animation: Animation) => animation.playState !== "paused";
    found.flights += animations.filter(isNew).length;
    for (const animation of animations) animation.pause();
    const texts = textBoxes();
    const starts = animations.map((animation) => Number(animation.currentTime));
    for (let look = 0; look <= LOOKS; look++) {
      for (const [i, animation] of animations.entries()) {
        const end = Number(animation.effect?.getComputedTiming().endTime);
        animation.currentTime = Math.min(end - 1, Number(starts[i]) + (end * until * look) / LOOKS);
      }
      check(`event ${playhead.value}, moment ${look} of ${LOOKS}`, texts);
    }
    if (until < 1) continue;
    for (const animation of animations) animation.finish();
    await new Promise(requestAnimationFrame);
  }
  return found;
}
