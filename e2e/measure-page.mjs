// @ts-check
// Start of a benchmark of the built page: serve a folder to a headless Chromium, and print what is measured as JSON.

import { chromium } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";
import { serveFolder } from "./static-server.mjs";

/**
 * Print what `measure` returns, with the browser's version. `times` are milliseconds.
 * @param {string} folder
 * @param {(browser: import("@playwright/test").Browser, url: string) => Promise<object>} measure
 */
export async function printTimes(folder, measure) {
  const server = await serveFolder({ folder });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
  const times = await measure(browser, server.url);
  process.stdout.write(JSON.stringify({ browser: browser.version(), times }));
  await browser.close();
  await server.close();
}
