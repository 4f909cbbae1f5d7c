/*
 * The look of whole pages; `views.spec.ts` has each view by itself, at more moments. The pictures were looked at before
 * they were committed. After a change on purpose, draw them again and look at them:
 *
 *     npm run build && npx playwright test --config e2e pictures --update-snapshots
 */
import { expect, type LoopscopePage, pictured, test, themes } from "./loopscope-page.ts";

test.use({ withGuests: false });

const screens = { desk: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } };
const semaphore = "?example=semaphore&at=resourceReleased:worker-2:1";

/**
 * Waits for Monaco, and until it hides its scrollbars: they show for a while where it has scrolled to the running line,
 * and as long as the pointer is on it.
 */
async function waitForEditor({ page }: LoopscopePage): Promise<void> {
  const { width, height } = page.viewportSize()!;
  await page.mouse.move(width - 2, height / 2);
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await expect(page.locator(".monaco-editor .scrollbar.visible")).toHaveCount(0);
}

test("on a desk, in each theme", async ({ loopscope, page }) => {
  await loopscope.open(`${semaphore}&task=worker-4`);
  for (const theme of themes) {
    await loopscope.switchTheme(theme);
    await waitForEditor(loopscope);
    // One that differs is no reason not to compare the others.
    await expect.soft(page).toHaveScreenshot(["places", `desk-${theme}.png`], pictured);
  }
});

test("on a phone: the loop, and the timeline", async ({ loopscope, page }) => {
  await page.setViewportSize(screens.phone);
  await loopscope.open(`${semaphore}&theme=dark`);
  await expect.soft(page).toHaveScreenshot(["places", "phone-loop.png"], pictured);
  await loopscope.showPane("Timeline");
  await loopscope.idle();
  await expect.soft(page).toHaveScreenshot(["places", "phone-timeline.png"], pictured);
});

test("in forced colours, and at 200 %, where a desk of 1280 by 720 has room for 640 by 360", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(`${semaphore}&task=worker-4`);
  await page.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
  await waitForEditor(loopscope);
  await expect.soft(page).toHaveScreenshot(["places", "forced-colors.png"], pictured);
  await page.emulateMedia({ forcedColors: "none", reducedMotion: "reduce" });
  await page.setViewportSize({ width: 640, height: 360 });
  await page.keyboard.press("Escape");
  await loopscope.idle();
  await expect.soft(page).toHaveScreenshot(["places", "zoomed.png"], pictured);
});

for (const theme of themes)
  test(`on stage, ${theme}`, async ({ loopscope, page }) => {
    await loopscope.open(`${semaphore}&theme=${theme}&present=1`);
    await waitForEditor(loopscope);
    await expect(page).toHaveScreenshot(["places", `on-stage-${theme}.png`], pictured);
  });

test.describe("without Monaco", () => {
  test.use({ withMonaco: false });

  for (const [device, theme] of [
    ["desk", "light"],
    ["phone", "dark"],
  ] as const)
    test(`the gallery, ${theme}, on a ${device}`, async ({ loopscope, page }) => {
      await page.setViewportSize(screens[device]);
      await loopscope.open(`${semaphore}&theme=${theme}`);
      await page.getByRole("button", { name: "Examples" }).click();
      const gallery = page.getByRole("dialog", { name: "Examples" });
      await expect(gallery).toHaveScreenshot(["places", `gallery-${theme}-${device}.png`], pictured);
    });

  for (const theme of ["light", "dark"])
    test(`an embed, ${theme}`, async ({ loopscope, page }) => {
      await page.setViewportSize({ width: 700, height: 540 });
      await loopscope.open(`?embed=1&example=semaphore&theme=${theme}&at=resourceAcquired:worker-0:1`);
      await loopscope.run();
      await expect(page).toHaveScreenshot(["places", `embed-${theme}.png`], pictured);
    });
});
