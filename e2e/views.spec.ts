/*
 * Each view by itself, in each theme, at all the moments of `harness/views.ts`; and, on a phone's screen, those that are
 * laid out anew there. The pictures were looked at before they were committed. After a change on purpose, draw them again
 * and look at them:
 *
 *     npx playwright test --config e2e views --update-snapshots
 */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { ViewName } from "./harness/views.ts";
import { expect, pictured, test as base, themes } from "./loopscope-page.ts";
import { serveFolder } from "./static-server.mjs";

/** `harness` is the address of the built view harness. */
const test = base.extend<object, { harness: string }>({
  harness: [
    // eslint-disable-next-line no-empty-pattern -- Playwright reads from it which fixtures this one needs.
    async ({}, use, { project, workerIndex }) => {
      const folder = `${project.outputDir}/harness-${workerIndex}`;
      // In a process of its own: the interpreter that records the runs does not boot among the test runner's loaders.
      const vite = fileURLToPath(new URL("../node_modules/vite/bin/vite.js", import.meta.url));
      const config = fileURLToPath(new URL("./harness/vite.config.ts", import.meta.url));
      const options = ["--config", config, "--outDir", folder, "--emptyOutDir"];
      await promisify(execFile)(process.execPath, [vite, "build", ...options]);
      const server = await serveFolder({ folder });
      await use(server.url);
      await server.close();
    },
    { scope: "worker" },
  ],
});

// One after the other, so that the harness is built once.
test.describe.configure({ mode: "default" });

const views: ViewName[] = ["stage", "timeline", "console", "inspector", "editor", "playback"];

// A view's cases are one picture: less of it may differ than of a page.
const viewPictured = { ...pictured, maxDiffPixelRatio: 0.002 };

for (const view of views)
  test(`the ${view}`, async ({ loopscope: { page }, harness }) => {
    await page.goto(harness);
    for (const theme of themes) {
      await page.evaluate(([view, theme]) => window.show(view, theme), [view, theme] as const);
      if (view === "console") await page.getByRole("button", { name: "transcript" }).last().click();
      const cases = page.getByRole("main");
      // One that differs is no reason not to compare the others.
      await expect.soft(cases).toHaveScreenshot(["views", `${view}-${theme}.png`], viewPictured);
    }
  });

for (const view of ["stage", "playback"] as const)
  test(`the ${view}, on a phone`, async ({ loopscope: { page }, harness }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(harness);
    await page.evaluate((view) => window.show(view, "dark"), view);
    const cases = page.getByRole("main");
    await expect(cases).toHaveScreenshot(["views", `${view}-phone.png`], viewPictured);
  });
