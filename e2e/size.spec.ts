import { gzipSync } from "node:zlib";
import type { Page, Response } from "@playwright/test";
import { expect, test } from "./loopscope-page.ts";

/** What a page downloads as long as the returned function is not called, in kB of each file gzipped. */
function watchDownloads(page: Page): () => Promise<{ path: string; kB: number }[]> {
  const responses: Response[] = [];
  page.on("response", (response) => responses.push(response));
  return async () => {
    await page.waitForLoadState("networkidle");
    const files = responses
      .filter((response) => /^http/.test(response.url()))
      .map(async (response) => {
        const body = await response.body();
        // Fonts are compressed as they are.
        const size = Math.min(body.length, gzipSync(body).length);
        return { path: new URL(response.url()).pathname, kB: size / 1000 };
      });
    return Promise.all(files);
  };
}

function sum(files: { path: string; kB: number }[]): number {
  console.log(files.map(({ path, kB }) => `${path.split("/").at(-1)} ${kB.toFixed(1)}`).join(", "));
  return files.reduce((sum, { kB }) => sum + kB, 0);
}

test("an embed's first download is below 167 kB, with fonts, and its element's script below 6 kB", async ({
  loopscope,
  page,
  request,
}) => {
  const downloads = watchDownloads(page);
  await loopscope.open("?embed=1&example=semaphore");
  await expect(page.getByRole("textbox", { name: "Program" })).toHaveValue(/Semaphore/);
  const files = await downloads();
  expect(files.some(({ path }) => path.endsWith(".woff2"))).toBe(true);
  expect(sum(files)).toBeLessThan(167);
  const script = await (await request.get("./embed.js")).body();
  expect(gzipSync(script).length).toBeLessThan(6000);
});

test("the page's scripts are below 239 kB before those of the editor, the dialogs and the inspector", async ({
  loopscope,
  page,
}) => {
  const downloads = watchDownloads(page);
  // Monaco, what its languages bring with them, and what the first key loads.
  await page.route(/\/(MonacoEditor|editor|typescript-language|later|SideDialog)-[^/]*\.js$/, (route) =>
    route.abort(),
  );
  loopscope.expectProblems(/MonacoEditor|editor-|typescript-language|later|SideDialog|ERR_FAILED/);
  await loopscope.openPaused("?example=semaphore&lang=typescript");
  const scripts = (await downloads()).filter(({ path }) => path.endsWith(".js"));
  expect(sum(scripts)).toBeLessThan(239);
});
