// @ts-check
// Time that is stepped: the page's clock and its animations advance by one frame when asked to, and stand in between. So a
// film has all its frames, however long a screenshot takes, and is the same on every machine. Used by `film.mjs` and by
// the test of the stage's motion.

/** @typedef {import("@playwright/test").Page} Page */

/**
 * Take the page's clock over, before the page is opened. Its time runs as always until `hold`.
 * @param {Page} page
 */
export async function installClock(page) {
  await page.clock.install();
  await page.addInitScript(() => {
    /** @type {WeakMap<Animation, number>} Time of each animation's start, on the page's clock. */
    const starts = new WeakMap();
    const stepAnimations = () => {
      for (const animation of document.getAnimations()) {
        let start = starts.get(animation);
        if (start === undefined) {
          starts.set(animation, (start = performance.now() - Number(animation.currentTime ?? 0)));
          animation.pause();
        }
        const end = Number(animation.effect?.getComputedTiming().endTime ?? 0);
        const reached = performance.now() - start;
        if (reached < end) animation.currentTime = reached;
        else if (end < Infinity) animation.finish();
      }
    };
    Object.assign(window, { stepAnimations });
  });
}

/**
 * Stop the page's clock.
 * @param {Page} page
 */
export async function hold(page) {
  await page.clock.pauseAt((await page.evaluate(() => Date.now())) + 3000);
  await stepAnimations(page);
}

/**
 * Advance by one frame of so many milliseconds, as a browser that had no time for one before.
 * @param {Page} page
 * @param {number} milliseconds
 */
export async function stepFrame(page, milliseconds) {
  await page.clock.fastForward(milliseconds);
  await stepAnimations(page);
}

/** @param {Page} page */
async function stepAnimations(page) {
  await page.evaluate(async () => {
    Reflect.get(window, "stepAnimations")();
    // Animations that end say so a little later.
    await new Promise((resolve) => new MessageChannel().port1.postMessage(resolve(null)));
  });
}
