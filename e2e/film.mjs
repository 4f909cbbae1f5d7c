// @ts-check
/*
 * Films the stage while an example plays, from the built page or from a server: `npm run film -- <example>`. Writes contact
 * sheets with 20 frames for each second to `film/` or to the folder given.
 *
 *   npm run film -- semaphore --from 30 --to 45 --speed story --load 120 --out sheets
 *
 * Time is stepped (`stepped-time.mjs`): a frame is missing only if the page had no time for it. `--load n` gives the page
 * one frame in n milliseconds, as a machine does that is busy with other things.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";
import { serveFolder } from "./static-server.mjs";
import { hold, installClock, stepFrame } from "./stepped-time.mjs";

const USAGE = `npm run film -- <example> [--from i] [--to j] [--speed name] [--load ms] [--size 1280x720]
    [--theme dark] [--present] [--whole] [--columns n] [--out folder] [--url address]`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    from: { type: "string", default: "-1" },
    to: { type: "string" },
    speed: { type: "string" },
    load: { type: "string", default: "16" },
    size: { type: "string", default: "1280x720" },
    theme: { type: "string", default: "dark" },
    present: { type: "boolean", default: false },
    whole: { type: "boolean", default: false },
    columns: { type: "string", default: "3" },
    out: { type: "string", default: fileURLToPath(new URL("../film/", import.meta.url)) },
    url: { type: "string" },
  },
});
const [example] = positionals;
if (!example) {
  console.error(USAGE);
  process.exit(2);
}

/** Milliseconds between two pictures; the most of them. */
const PICTURE = 50;
const MAX_PICTURES = 400;
/** Rows of a sheet, and its width in pixels. */
const ROWS = 4;
const SHEET_WIDTH = 1560;

const [width = 1280, height = 720] = values.size.split("x").map(Number);
const server = values.url
  ? null
  : await serveFolder({ folder: fileURLToPath(new URL("../dist/", import.meta.url)) });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const page = await browser.newPage({ viewport: { width, height } });
const from = Number(values.from);
await openAt(from);
const frames = await film();
const name = [
  example,
  from >= 0 ? `from-${from}` : "",
  values.speed ?? "",
  values.load === "16" ? "" : `load-${values.load}`,
];
mkdirSync(values.out, { recursive: true });
const perSheet = Number(values.columns) * ROWS;
for (let sheet = 0; sheet * perSheet < frames.length; sheet++) {
  const file = join(values.out, `${[...name, sheet + 1].filter(Boolean).join("-")}.png`);
  writeFileSync(file, await contactSheet(frames.slice(sheet * perSheet, (sheet + 1) * perSheet)));
  console.log(file);
}
await browser.close();
await server?.close();

/** @param {number} index */
async function openAt(index) {
  await installClock(page);
  const query = `?example=${example}&theme=${values.theme}${values.present ? "&present=1" : ""}`;
  await page.goto((values.url ?? server?.url ?? "") + query);
  await page.waitForFunction(() => "loopscope" in window && window.loopscope.events().length > 0);
  const pause = page.getByRole("button", { name: "Pause", exact: true });
  if (await pause.isVisible()) await page.keyboard.press("Space");
  if (values.speed) {
    const choice = page.getByRole("combobox", { name: "Speed" });
    const labels = await choice.getByRole("option").allInnerTexts();
    const wanted = values.speed.toLowerCase();
    const label = labels.find((text) => text.trim().toLowerCase().startsWith(wanted));
    if (!label) throw new Error(`There is no speed "${values.speed}": the page has ${labels.join(", ")}.`);
    await choice.selectOption({ label: label.trim() });
    await choice.blur();
  }
  await seek(index);
  await page.evaluate(() => window.loopscope.idle());
  await hold(page);
}

/** @param {number} index */
async function seek(index) {
  await page.getByRole("slider", { name: "Playhead" }).evaluate((slider, index) => {
    if (!(slider instanceof HTMLInputElement)) return;
    slider.value = String(Math.max(0, index));
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, index);
  if (index < 0) await page.keyboard.press("Home");
}

/** @typedef {{ time: number, index: number, picture: string }} FilmFrame Time in milliseconds; the picture in base64. */

/** @returns {Promise<FilmFrame[]>} */
async function film() {
  const stage = page.locator(".stage").first();
  const clip = values.whole ? null : await stage.boundingBox();
  const to = Number(values.to ?? Infinity);
  const load = Number(values.load);
  const playhead = page.getByRole("slider", { name: "Playhead" });
  const last = Number(await playhead.getAttribute("max"));
  const frames = [];
  await page.keyboard.press("Space");
  let shown = 0;
  for (let time = 0; frames.length < MAX_PICTURES; time += PICTURE) {
    while (shown + load <= time) {
      await stepFrame(page, load);
      shown += load;
    }
    const index = Number(await playhead.inputValue());
    const image = await page.screenshot({ ...(clip ? { clip } : {}), type: "jpeg", quality: 80 });
    frames.push({ time, index, picture: image.toString("base64") });
    if (index > to || index >= last) break;
  }
  return frames;
}

/** @param {FilmFrame[]} frames */
async function contactSheet(frames) {
  const columns = Number(values.columns);
  const sheet = await browser.newPage({ viewport: { width: SHEET_WIDTH, height: 100 } });
  const cells = frames.map(
    ({ time, index, picture }) =>
      `<figure><img src="data:image/jpeg;base64,${picture}"><figcaption>${time} ms · event ${index}</figcaption></figure>`,
  );
  await sheet.setContent(`<style>
    body { margin: 0; display: grid; grid-template-columns: repeat(${columns}, 1fr); gap: 6px; background: #888 }
    figure { margin: 0; font: 13px sans-serif } img { width: 100%; display: block }
  </style>${cells.join("")}`);
  const image = await sheet.screenshot({ fullPage: true });
  await sheet.close();
  return image;
}
