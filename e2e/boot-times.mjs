// @ts-check
/*
 * Measures the start of Python for `npm run bench -- boot`: from the opening of a link with a program, whose Run is pressed
 * at once, to its end, on a first visit and on the second; and, for comparison, the stock `loadPyodide` in the same browser
 * with its files cached. Prints milliseconds as JSON.
 *
 *   node e2e/boot-times.mjs <folder of the built page> <rounds> <link's hash>
 *
 * A round is a fresh browser context. Nothing slows the connection down.
 */
import { printTimes } from "./measure-page.mjs";
import { serveFolder } from "./static-server.mjs";

const [folder = "dist", rounds = "1", hash = ""] = process.argv.slice(2);

/** @typedef {import("@playwright/test").BrowserContext} Context */
/** @typedef {import("@playwright/test").Page} Page */

const stock = await serveFolder({ folder: "node_modules/pyodide" });
await printTimes(folder, async (browser, url) => {
  /** @type {Record<string, number[]>} */
  const times = { "first visit": [], "second visit": [], "stock, second": [] };
  for (let round = 0; round < Number(rounds); round++) {
    const context = await browser.newContext();
    times["first visit"]?.push(await visit(context, url + hash));
    times["second visit"]?.push(await visit(context, url + hash));
    await bootStock(context);
    times["stock, second"]?.push(await bootStock(context));
    await context.close();
  }
  return times;
});
await stock.close();

/**
 * @param {Context} context
 * @param {string} link
 */
async function visit(context, link) {
  const page = await context.newPage();
  await page.goto(link, { waitUntil: "commit" });
  await page.getByRole("button", { name: "Run", exact: true }).click();
  const time = await timeOfEnd(page);
  // The snapshot is kept in the background.
  await page.waitForFunction(async () => {
    const storage = await caches.open("loopscope-snapshots");
    return (await storage.keys()).length > 0;
  });
  await page.close();
  return time;
}

/** @param {Page} page */
async function timeOfEnd(page) {
  const done = await page.waitForFunction(
    () => /Done in/.test(document.body.innerText) && performance.now(),
    null,
    { timeout: 60_000 },
  );
  return Number(await done.jsonValue());
}

/** @param {Context} context */
async function bootStock(context) {
  const page = await context.newPage();
  await page.goto(`${stock.url}package.json`);
  const time = await page.evaluate(async () => {
    const began = performance.now();
    const { loadPyodide } = await import(new URL("pyodide.mjs", location.href).href);
    const pyodide = await loadPyodide({ indexURL: new URL(".", location.href).href });
    pyodide.runPython("print('hello')");
    return performance.now() - began;
  });
  await page.close();
  return time;
}
