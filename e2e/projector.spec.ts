// The projector theme: whatever is written can be read across a lit room.

import { findViolations } from "./find-violations.ts";
import { expect, test } from "./loopscope-page.ts";
import { measureContrast } from "./measure-contrast.ts";

test.use({ withGuests: false });

const ENOUGH = 7;

for (const [name, address] of [
  ["an example", "?example=semaphore&lang=typescript&theme=projector"],
  ["one that goes wrong", "?example=deadlock&lang=typescript&theme=projector"],
]) {
  test(`every text has a contrast of 7:1 at every stop: ${name}`, async ({ loopscope, page }) => {
    await loopscope.openPaused(address);
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await page.keyboard.press("Home");
    let texts = 0;
    for (let stop = 0; stop < 4; stop++) {
      const measured = await measureContrast(page);
      texts += measured.length;
      expect(measured.filter(({ ratio }) => ratio < ENOUGH)).toEqual([]);
      await page.keyboard.press("PageDown");
      await loopscope.idle();
    }
    expect(texts).toBeGreaterThan(200);
    expect(await findViolations(page, ["color-contrast", "color-contrast-enhanced"])).toEqual([]);
  });
}

test("a task's colour has that contrast too, whichever of the hues it has, on every surface", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=semaphore&lang=typescript&theme=projector");
  await page.evaluate(() => {
    for (const surface of ["--bg", "--surface", "--raised"])
      for (let hue = 0; hue < 360; hue += 6) {
        const probe = document.createElement("p");
        probe.className = "task";
        probe.style.cssText = `--hue:${hue};color:var(--task);background:var(${surface})`;
        probe.textContent = `hue ${hue} on ${surface}`;
        document.body.append(probe);
      }
  });
  const measured = await measureContrast(page);
  expect(measured.filter(({ text }) => text.startsWith("hue "))).toHaveLength(180);
  expect(measured.filter(({ ratio }) => ratio < ENOUGH)).toEqual([]);
});

test("an embed has the theme, too", async ({ loopscope, page }) => {
  await loopscope.open("?embed=1&example=semaphore&lang=typescript&theme=projector");
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe("projector");
  await loopscope.run();
  const measured = await measureContrast(page);
  expect(measured.length).toBeGreaterThan(20);
  expect(measured.filter(({ ratio }) => ratio < ENOUGH)).toEqual([]);
});

test("what measures the contrast finds what is too faint", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore&lang=typescript&theme=dark");
  const measured = await measureContrast(page);
  expect(measured.some(({ ratio }) => ratio < ENOUGH)).toBe(true);
  expect(measured.every(({ ratio }) => ratio >= 4.5)).toBe(true);
});
