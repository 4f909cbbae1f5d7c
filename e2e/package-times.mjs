// @ts-check
/*
 * Measures packages for `npm run bench -- packages`: from Run to the whole trace in the page, for a program with a library that
 * lies in the folder `wheels` beside the page. Python has run another program before. Prints milliseconds as JSON.
 *
 *   node e2e/package-times.mjs <folder of the built page> <rounds> <program> …
 *
 * A round is a fresh browser context, without a cache.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { printTimes } from "./measure-page.mjs";

const [folder = "dist", rounds = "1", ...programs] = process.argv.slice(2);

await printTimes(folder, async (browser, url) => {
  /** @type {Record<string, { first: number, second: number }[]>} */
  const times = {};
  for (let round = 0; round < Number(rounds); round++) {
    for (const program of programs)
      (times[basename(program, ".py")] ??= []).push(await measure(browser, url, program));
  }
  return times;
});

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @param {string} program
 */
async function measure(browser, url, program) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(`${url}?example=hello-world&run=click`);
  await page.waitForFunction(() => document.querySelector(".monaco-editor"));
  await write(page, "print('booted')\n");
  await timeOfRun(page, "booted");
  const source = readFileSync(program, "utf8");
  await write(page, source);
  const lastLine = "Hello, Eve";
  const first = await timeOfRun(page, lastLine);
  const second = await timeOfRun(page, lastLine);
  await context.close();
  return { first, second };
}

/** @typedef {import("@playwright/test").Page} Page */

/**
 * @param {Page} page
 * @param {string} source
 */
async function write(page, source) {
  await page.evaluate(() => window.loopscope.idle());
  await page.getByRole("region", { name: "Editor" }).getByRole("textbox").first().focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(source);
  await page.waitForFunction((source) => window.loopscope.program() === source, source);
}

/**
 * From the press of Run until nothing is pending any more, in milliseconds. Throws if the program has not printed `text`.
 * @param {Page} page
 * @param {string} text
 */
async function timeOfRun(page, text) {
  const [time, events] = await page.evaluate(async () => {
    const run = [...document.querySelectorAll("button")].find(
      (button) => (button.getAttribute("aria-label") ?? button.innerText).trim() === "Run",
    );
    const began = performance.now();
    run?.click();
    await window.loopscope.idle();
    return /** @type {const} */ ([performance.now() - began, JSON.stringify(window.loopscope.events())]);
  });
  if (!events.includes(text)) throw new Error(`The program has not printed ${text}: ${events.slice(-300)}`);
  return time;
}
