// @ts-check
/*
 * Measures the views for `npm run bench -- view`: what a page costs that shows a large trace. Prints JSON.
 *
 *   node e2e/view-times.mjs <folder of the built page> <samples>
 *
 * A sample is one input (a seek, a notch of the wheel, a step) and the frame that shows it; its cost is the time that
 * Chromium spent in scripts for it, and in scripts, style and layout together.
 */
import { chromium } from "@playwright/test";
import { findChromium } from "./find-chromium.mjs";
import { serveFolder } from "./static-server.mjs";

const [folder = "dist", samples = "100"] = process.argv.slice(2);

const worker = (
  /** @type {number} */ tasks,
  /** @type {number} */ rounds,
) => `import { gather, run, sleep } from "asyncio";

async function worker(n: number) {
  for (let i = 0; i < ${rounds}; i++) await sleep(0.001 * (1 + (n % 7)));
}

async function main() {
  await gather(Array.from({ length: ${tasks} }, (_, n) => worker(n)));
}

run(main());
`;

const crowd = `import { gather, run, sleep } from "asyncio";

async function main() {
  await gather(Array.from({ length: 50_000 }, () => sleep(0)));
}

run(main());
`;

const server = await serveFolder({ folder });
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});
const million = await measure(worker(500, 180), seekAndZoom);
const thousand = await measure(worker(1000, 3), seekAndZoom);
const ready = await measure(crowd, stepAmongMany);
process.stdout.write(JSON.stringify({ browser: browser.version(), million, thousand, ready }));
await browser.close();
await server.close();

/** @typedef {Awaited<ReturnType<typeof open>>} Opened */

/**
 * Runs a program in a page of its own, and measures what `inputs` does there.
 * @param {string} source
 * @param {(opened: Opened, events: number) => Promise<Record<string, Cost[]>>} inputs
 */
async function measure(source, inputs) {
  const opened = await open(source);
  const { page, devtools, playhead } = opened;
  const visible = await runToTheEnd(opened);
  const events = Number(await playhead.getAttribute("max")) + 1;
  await devtools.send("HeapProfiler.collectGarbage");
  const heap = await devtools.send("Runtime.getHeapUsage");
  const times = await inputs(opened, events);
  await page.context().close();
  return { events, visible, bytes: heap.usedSize + (heap.backingStorageSize ?? 0), times };
}

/** @param {string} source */
async function open(source) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 720 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
  // In the main thread's own time: what else the machine does does not count.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.goto(`${server.url}?example=hello-world&lang=typescript&run=click`);
  const editor = page.getByRole("region", { name: "Editor" });
  await page.waitForFunction(() => document.querySelector(".monaco-editor"));
  await page.evaluate(() => window.loopscope.idle());
  await editor.getByRole("textbox").first().focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText(source);
  await page.waitForFunction((source) => window.loopscope.program() === source, source);
  // Found once: to look for it by its role takes scripts in the page, as long as some seeks.
  const playhead = await page.getByRole("slider", { name: "Playhead" }).elementHandle();
  if (!playhead) throw new Error("The page has no playhead.");
  return { page, devtools, playhead };
}

/**
 * From the press of Run to the frame that shows that the last event is there, in milliseconds. A run before has loaded
 * all that is needed, and tells how many events there will be.
 * @param {Opened} opened
 */
async function runToTheEnd({ page, playhead }) {
  const run = page.getByRole("button", { name: "Run", exact: true });
  await run.click();
  await page.evaluate(() => window.loopscope.idle());
  const last = await playhead.getAttribute("max");
  return page.evaluate(async (last) => {
    const playhead = /** @type {HTMLInputElement} */ (document.querySelector("[aria-label=Playhead]"));
    const press = (/** @type {string} */ name) => button(name)?.click();
    const button = (/** @type {string} */ name) =>
      [...document.querySelectorAll("button")].find(
        ({ ariaLabel, textContent }) => ariaLabel === name || textContent.trim().startsWith(name),
      );
    // It is named Stop while a program runs.
    const run = /** @type {HTMLButtonElement} */ (button("Run"));
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const seen = { begun: false };
    const watch = new MutationObserver(() => (seen.begun ||= run.ariaLabel === "Stop"));
    watch.observe(run, { attributes: true });
    const before = performance.now();
    press("Run");
    while (!seen.begun || run.ariaLabel === "Stop" || playhead.max !== last) {
      // As one who has gone back to the beginning: at the end, each chunk would be drawn.
      playhead.value = "-1";
      playhead.dispatchEvent(new Event("input", { bubbles: true }));
      await frame();
    }
    // The frame after the one that draws it: that one has been shown.
    await frame();
    return performance.now() - before;
  }, last);
}

/** @typedef {{ script: number, all: number }} Cost In milliseconds. */

/**
 * @param {Opened} opened
 * @param {() => Promise<void>} input
 * @returns {Promise<Cost>}
 */
async function cost({ page, devtools }, input) {
  const read = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    const of = (/** @type {string} */ name) => metrics.find((metric) => metric.name === name)?.value ?? 0;
    const script = of("ScriptDuration");
    return { script, all: script + of("LayoutDuration") + of("RecalcStyleDuration") };
  };
  const before = await read();
  await input();
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve(null)))),
  );
  const after = await read();
  return { script: (after.script - before.script) * 1000, all: (after.all - before.all) * 1000 };
}

/**
 * @param {Opened} opened
 * @param {number} events
 */
async function seekAndZoom(opened, events) {
  const { page } = opened;
  let seed = 1;
  const random = () => (seed = (seed * 48271) % 0x7fffffff) / 0x7fffffff;
  const seeks = await repeat(() => cost(opened, () => seek(opened, Math.floor(random() * events))));
  const canvas = page.getByRole("region", { name: "Timeline" }).locator("canvas");
  const box = (await canvas.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const at = (/** @type {number} */ share) =>
    /** @type {const} */ ([box.x + box.width * (0.25 + 0.7 * share), box.y + box.height * 0.6]);
  await page.mouse.move(...at(0));
  await page.mouse.down();
  const scrubs = await repeat((i) => cost(opened, () => page.mouse.move(...at(i / Number(samples)))));
  await page.mouse.up();
  await page.keyboard.down("Control");
  const zooms = await repeat((i) => cost(opened, () => page.mouse.wheel(0, i % 40 < 20 ? -200 : 200)));
  await page.keyboard.up("Control");
  return { seeks, scrubs, zooms };
}

/**
 * @param {Opened} opened
 * @param {number} events
 */
async function stepAmongMany(opened, events) {
  const { page } = opened;
  await seek(opened, Math.floor(events * 0.4));
  await page.evaluate(() => document.activeElement instanceof HTMLElement && document.activeElement.blur());
  const steps = await repeat(() => cost(opened, () => page.keyboard.press("ArrowRight")));
  const back = await repeat(() => cost(opened, () => page.keyboard.press("ArrowLeft")));
  return { steps, back };
}

/**
 * @param {Opened} opened
 * @param {number} index
 */
function seek({ playhead }, index) {
  return playhead.evaluate((slider, index) => {
    if (!(slider instanceof HTMLInputElement)) return;
    slider.value = String(index);
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, index);
}

/** @param {(i: number) => Promise<Cost>} sample */
async function repeat(sample) {
  const costs = [];
  for (let i = -5; i < Number(samples); i++) {
    const cost = await sample(Math.max(0, i));
    // The first ones are for the compiler.
    if (i >= 0) costs.push(cost);
  }
  return costs;
}
