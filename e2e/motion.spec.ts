// Motion on the stage, frame by frame: what a film shows to the eye, computed. Tokens in flight cross no text, none is cut
// off or seen twice, and none jumps when the cursor moves on before it has arrived.

import { expect, test } from "./loopscope-page.ts";
import { stepThrough } from "./step-through.ts";
import { hold, installClock, stepFrame } from "./stepped-time.mjs";

test.use({
  withGuests: false,
  withMonaco: false,
  contextOptions: { reducedMotion: "no-preference" },
});

const PHONE = { width: 390, height: 844 };

for (const [example, size] of [
  ["hello-world", null],
  ["semaphore", null],
  ["cancellation", null],
  ["hello-world", PHONE],
] as const) {
  test(`in ${example}${size ? " on a phone" : ""} no token in flight crosses text or a neighbour, is cut off or is seen twice`, async ({
    loopscope,
    page,
  }) => {
    if (size) await page.setViewportSize(size);
    await loopscope.openPaused(`?example=${example}`);
    const { faults, flights } = await page.evaluate(stepThrough, { until: 1 });
    expect(faults).toEqual([]);
    expect(flights).toBeGreaterThan(50);
  });
}

test("a token in flight goes on from where it is when the cursor moves on", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  const { jumps, flights } = await page.evaluate(stepThrough, { until: 0.4 });
  expect(jumps).toEqual([]);
  expect(flights).toBeGreaterThan(50);
});

for (const load of [16, 120]) {
  test(`while playing with a frame in ${load} ms, motion is over before the next move`, async ({
    loopscope,
    page,
  }) => {
    await installClock(page);
    await page.addInitScript(() => {
      const { animate } = Element.prototype;
      Element.prototype.animate = function (...args) {
        const playhead = document.querySelector<HTMLInputElement>("[aria-label=Playhead]");
        if (this.closest("[data-flights]")) this.setAttribute("data-since", playhead?.value ?? "");
        return animate.apply(this, args);
      };
    });
    await loopscope.openPaused("?example=semaphore");
    await hold(page);
    await page.keyboard.press("Space");
    const late: string[] = [];
    let flights = 0;
    for (let time = 0; time < 2400; time += load) {
      await stepFrame(page, load);
      const { value } = await loopscope.readPlayhead();
      const since = await page
        .locator("[data-since]")
        .evaluateAll((pictures) => pictures.map((picture) => picture.getAttribute("data-since")));
      flights += since.length;
      late.push(...since.filter((index) => index !== String(value)).map((index) => `${index} at ${value}`));
    }
    expect(late).toEqual([]);
    expect(flights).toBeGreaterThan(3);
  });
}
