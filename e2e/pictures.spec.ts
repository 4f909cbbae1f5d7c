/*
 * How the page looks, at three moments of each of two examples: in each theme, on a desk and on a phone. The pictures were
 * looked at before they were committed; whoever changes them on purpose looks at them again:
 *
 *     npm run build && npx playwright test --config e2e pictures --update-snapshots
 */
import { expect, test } from "./loopscope-page.ts";

interface Moment {
  name: string;
  /** As in a link to a moment: its example, its event, and who is selected. */
  address: string;
  /** The part of the page that is looked at where it is longer than the screen. */
  scrolledTo?: "Timeline" | "Inspector" | "Console";
}

const moments: Moment[] = [
  { name: "hello-asleep", address: "example=hello-world&at=timerScheduled:hello-3:1" },
  { name: "hello-awake", address: "example=hello-world&at=outputWritten:hello-3:1" },
  { name: "hello-done", address: "example=hello-world&at=taskDone:Task-1:1", scrolledTo: "Timeline" },
  { name: "semaphore-full", address: "example=semaphore&at=resourceWaited:worker-5:1" },
  {
    name: "semaphore-released",
    address: "example=semaphore&at=resourceReleased:worker-2:1&task=worker-4",
    scrolledTo: "Inspector",
  },
  {
    name: "semaphore-last",
    address: "example=semaphore&at=outputWritten:worker-5:2",
    scrolledTo: "Console",
  },
];

const themes = ["light", "dark", "projector"];
const screens = { desk: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } };
// Another version of the browser may draw the edges of letters a little differently.
const pictured = { animations: "disabled", maxDiffPixelRatio: 0.01 } as const;

for (const [device, size] of Object.entries(screens)) {
  for (const { name, address, scrolledTo } of moments) {
    test(`${name}, on a ${device}`, async ({ loopscope, page }) => {
      await page.setViewportSize(size);
      await loopscope.open(`?${address}`);
      await page.locator(".monaco-editor .view-line").first().waitFor();
      if (device === "phone" && scrolledTo)
        await page.getByRole("region", { name: scrolledTo }).evaluate((region) => {
          region.scrollIntoView({ block: "start", behavior: "instant" });
        });
      for (const theme of themes) {
        await loopscope.switchTheme(theme);
        // The editor's scrollbars show for a while where it has scrolled to the running line.
        await expect(page.locator(".monaco-editor .scrollbar.visible")).toHaveCount(0);
        // One that differs is no reason not to compare the others.
        await expect.soft(page).toHaveScreenshot(["views", `${name}-${theme}-${device}.png`], pictured);
      }
    });
  }
}

const semaphore = "example=semaphore&at=resourceReleased:worker-2:1";

for (const theme of themes)
  test(`on stage, ${theme}`, async ({ loopscope, page }) => {
    await loopscope.open(`?${semaphore}&theme=${theme}&present=1`);
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await expect(page.locator(".monaco-editor .scrollbar.visible")).toHaveCount(0);
    await expect(page).toHaveScreenshot(["places", `on-stage-${theme}.png`], pictured);
  });

for (const [device, theme] of [
  ["desk", "light"],
  ["phone", "dark"],
] as const)
  test(`the gallery, ${theme}, on a ${device}`, async ({ loopscope, page }) => {
    await page.setViewportSize(screens[device]);
    await loopscope.open(`?${semaphore}&theme=${theme}`);
    await page.getByRole("button", { name: "Examples" }).click();
    const gallery = page.getByRole("dialog", { name: "Examples" });
    await expect(gallery).toHaveScreenshot(["places", `gallery-${theme}-${device}.png`], pictured);
  });

for (const theme of ["light", "dark"])
  test(`an embed, ${theme}`, async ({ loopscope, page }) => {
    await page.setViewportSize({ width: 700, height: 540 });
    await loopscope.open(`?embed=1&example=semaphore&theme=${theme}`);
    await loopscope.run();
    await loopscope.seekTo(({ tasks }) => tasks.some((task) => task.includes("worker-0")));
    await expect(page).toHaveScreenshot(["places", `embed-${theme}.png`], pictured);
  });
