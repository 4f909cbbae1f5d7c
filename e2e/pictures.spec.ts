/*
 * How the page looks, at moments of two examples: each theme, on a desk and on a phone. The pictures were looked at before
 * they were committed; whoever changes them on purpose looks at them again:
 *
 *     npm run build && npx playwright test --config e2e pictures --update-snapshots
 */
import { expect, test } from "./loopscope-page.ts";

interface Moment {
  name: string;
  /** As in a link to a moment: its example, its event, and who is selected. */
  address: string;
  theme: "dark" | "light" | "projector";
  /** The part of the page that is looked at where it is longer than the screen. */
  scrolledTo?: "Timeline" | "Inspector" | "Console";
}

const moments: Moment[] = [
  { name: "hello-asleep", address: "example=hello-world&at=timerScheduled:hello-3:1", theme: "dark" },
  { name: "hello-awake", address: "example=hello-world&at=outputWritten:hello-3:1", theme: "light" },
  {
    name: "hello-done",
    address: "example=hello-world&at=taskDone:Task-1:1",
    theme: "projector",
    scrolledTo: "Timeline",
  },
  { name: "semaphore-full", address: "example=semaphore&at=resourceWaited:worker-5:1", theme: "light" },
  {
    name: "semaphore-released",
    address: "example=semaphore&at=resourceReleased:worker-2:1&task=worker-4",
    theme: "projector",
    scrolledTo: "Inspector",
  },
  {
    name: "semaphore-last",
    address: "example=semaphore&at=outputWritten:worker-5:2",
    theme: "dark",
    scrolledTo: "Console",
  },
];

const screens = { desk: { width: 1280, height: 720 }, phone: { width: 390, height: 844 } };

for (const [device, size] of Object.entries(screens)) {
  for (const { name, address, theme, scrolledTo } of moments) {
    test(`${name}, ${theme}, on a ${device}`, async ({ loopscope, page }) => {
      await page.setViewportSize(size);
      await loopscope.open(`?${address}&theme=${theme}`);
      await page.locator(".monaco-editor .view-line").first().waitFor();
      if (device === "phone" && scrolledTo)
        await page.getByRole("region", { name: scrolledTo }).evaluate((region) => {
          region.scrollIntoView({ block: "start", behavior: "instant" });
        });
      // The editor's scrollbars show for a while where it has scrolled to the running line.
      await expect(page.locator(".monaco-editor .scrollbar.visible")).toHaveCount(0);
      await expect(page).toHaveScreenshot(["views", `${name}-${theme}-${device}.png`], {
        animations: "disabled",
        // Another version of the browser may draw the edges of letters a little differently.
        maxDiffPixelRatio: 0.01,
      });
    });
  }
}

const semaphore = "example=semaphore&at=resourceReleased:worker-2:1";
const pictured = { animations: "disabled", maxDiffPixelRatio: 0.01 } as const;

for (const theme of ["light", "dark", "projector"])
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
