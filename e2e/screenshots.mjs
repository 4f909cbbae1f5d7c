/* Draws the README's pictures from the built page: `npm run screenshots`, after `npm run build`. */
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";
import { serveFolder } from "./static-server.mjs";

/** Each picture: an example, a theme, and where it is worth a look: a share of the trace, or a stop of the tour. */
const pictures = [
  { name: "hello-world", moment: 0.36, theme: "dark" },
  { name: "semaphore", moment: 0.42, theme: "dark" },
  { name: "semaphore-light", example: "semaphore", moment: 0.42, theme: "light" },
  { name: "on-stage", example: "semaphore", stop: 3, theme: "projector" },
];

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));
const server = await serveFolder({ folder: folder("../dist/") });
const browser = await chromium.launch({
  executablePath: await findChromium(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
for (const { name, example = name, moment, stop, theme } of pictures) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, deviceScaleFactor: 2 });
  await page.goto(`${server.url}?example=${example}&theme=${theme}${stop ? "&present=1" : ""}`);
  await page.locator(".monaco-editor .view-line").first().waitFor({ state: "attached" });
  if (stop) {
    await page.waitForFunction(() => window.loopscope.events().length > 0);
    for (let i = 0; i < stop; i++) await page.keyboard.press("PageDown");
  } else {
    // A first visit waits: the run is there and does not play.
    await page.waitForFunction(() => window.loopscope.events().length > 0);
    const playhead = page.getByRole("slider", { name: "Playhead" });
    await playhead.fill(String(Math.round(moment * Number(await playhead.getAttribute("max")))));
  }
  // What has the focus has a ring, and the playhead a tip.
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  // The editor's scrollbars show while the pointer is on it, and for a while after it has scrolled.
  await page.mouse.move(1279, 719);
  await page.waitForFunction(
    () => document.querySelectorAll(".monaco-editor .scrollbar.visible").length === 0,
  );
  await page.evaluate(() => window.loopscope.idle());
  await page.screenshot({ path: folder(`./pictures/${name}.png`) });
}
await browser.close();
await server.close();
