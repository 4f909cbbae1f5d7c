// @ts-check
/*
 * Measures the page for `npm run bench -- page`: from the opening of an example, with nothing in the cache, to the first
 * frame that shows its trace. Prints milliseconds as JSON.
 *
 *   node e2e/first-frame.mjs <folder of the built page> <rounds> <megabits a second> <latency in ms> <query> …
 */
import { printTimes } from "./measure-page.mjs";

const [folder = "dist", rounds = "1", megabits = "10", latency = "40", ...queries] = process.argv.slice(2);
const bytesASecond = (Number(megabits) * 1e6) / 8;

await printTimes(folder, async (browser, url) => {
  /** @type {Record<string, number[]>} */
  const times = {};
  for (let round = 0; round < Number(rounds); round++) {
    for (const query of queries) (times[query] ??= []).push(await firstFrame(browser, url + query));
  }
  return times;
});

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} address
 */
async function firstFrame(browser, address) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  const page = await context.newPage();
  const network = await context.newCDPSession(page);
  await network.send("Network.enable");
  await network.send("Network.setCacheDisabled", { cacheDisabled: true });
  await network.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: Number(latency),
    downloadThroughput: bytesASecond,
    uploadThroughput: bytesASecond,
  });
  await page.addInitScript(() => {
    const watch = () => {
      const playhead = document.querySelector("[aria-label=Playhead]");
      const isThere = Number(playhead?.getAttribute("max") ?? 0) > 0;
      // The frame after the one that draws it: that one has been shown.
      requestAnimationFrame(isThere ? () => Object.assign(window, { firstFrame: performance.now() }) : watch);
    };
    requestAnimationFrame(watch);
  });
  await page.goto(address, { waitUntil: "commit" });
  const shown = await page.waitForFunction(() => Reflect.get(window, "firstFrame"), null, {
    timeout: 60_000,
  });
  const time = Number(await shown.jsonValue());
  await context.close();
  return time;
}
