// Playing: a story at reading pace, at speeds that have names. How long every sentence of every example stands is computed
// in `score.test.ts`; here the page is held against that for one example.

import { goingWrongTours } from "../src/examples/tours/going-wrong.ts";
import { readTraceFile } from "../src/formats/read-loopscope.ts";
import { Score } from "../src/session/score.ts";
import { tell } from "../src/store/beat-sentence.ts";
import { findStops } from "../src/store/find-stops.ts";
import { plainText } from "../src/store/narration.ts";
import { expect, type LoopscopePage, test } from "./loopscope-page.ts";

test.use({ withGuests: false, withMonaco: false });

const caption = ({ page }: LoopscopePage) => page.locator(".caption p");
const playTheStory = ({ page }: LoopscopePage) => page.getByRole("button", { name: "Play the story" });

test("a first visit waits at the first stop, with the title and one large button", async ({
  loopscope,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await loopscope.open("?example=deadlock");
  await expect(page.getByRole("heading", { name: "A deadlock" })).toBeVisible();
  await expect(playTheStory(loopscope)).toBeVisible();
  await expect(caption(loopscope)).toContainText("Ada takes the pan");
  await expect(loopscope.button("Play")).toBeVisible();
  await page.keyboard.press("Space");
  await expect(loopscope.button("Pause")).toBeVisible();
  await expect(playTheStory(loopscope)).toHaveCount(0);
  await expect(caption(loopscope)).toContainText("The event loop starts");
  await page.keyboard.press("Space");
  await loopscope.idle();
  // A step shows its event, as ever.
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await expect(caption(loopscope)).toHaveText("Lock pan is created.");
});

test("a later visit plays by itself, but not with reduced motion", async ({ loopscope, page }) => {
  // The sandbox has no storage.
  await page.addInitScript(() => {
    if (origin !== "null") localStorage.setItem("loopscope-settings", "{}");
  });
  await loopscope.open("?example=deadlock");
  await expect(playTheStory(loopscope)).toHaveCount(0);
  expect((await loopscope.readPlayhead()).text).toContain("event 63 of 63");
  await expect(loopscope.button("Play")).toBeVisible();
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.reload();
  await expect(loopscope.button("Pause")).toBeVisible();
});

test("the page plays the deadlock as its score says", async ({ loopscope, page }) => {
  await loopscope.open("?example=deadlock");
  // Each caption with the milliseconds for which it stood.
  await page.evaluate(() => {
    const log: { text: string; since: number }[] = [];
    Object.assign(window, { log });
    const look = () => {
      const text = document.querySelector<HTMLElement>(".caption p")?.innerText ?? "";
      if (text !== log.at(-1)?.text) log.push({ text, since: performance.now() });
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await expect(page.getByText("0:28 left")).toBeVisible();
  await playTheStory(loopscope).click();
  await loopscope.idle();
  const log = await page.evaluate(() => (window as never as { log: { text: string; since: number }[] }).log);
  const scored = scoreOf(await loopscope.readEvents());
  // The first caption stood before it played, and the last one still stands.
  const shown = log.slice(1);
  expect(shown.map(({ text }) => text)).toEqual(scored.map(({ text }) => text));
  for (const [i, { text, since }] of shown.slice(0, -1).entries()) {
    // A frame may come late on a busy machine, by which the caption before it stands longer.
    const stands = (shown[i + 1]?.since ?? 0) - since;
    expect(stands, text).toBeGreaterThan((scored[i]?.stands ?? 0) - 250);
  }
});

test("a speed is a word, and moves the one playhead", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=callbacks");
  const speed = page.getByRole("combobox", { name: "Speed" });
  await expect(speed).toHaveValue("story");
  await expect(page.getByText("0:29 left")).toBeVisible();
  await page.keyboard.press("End");
  await expect(page.getByText("0:00 left")).toBeVisible();
  await page.keyboard.press("Home");
  await speed.selectOption("10 s");
  await expect(page.getByText("0:10 left")).toBeVisible();
  await loopscope.button("Play").click();
  await expect(loopscope.button("Pause")).toBeVisible();
  await loopscope.idle();
  expect((await loopscope.readPlayhead()).value).toBe(25);
  await expect(page.getByText("0:00 left")).toBeVisible();
});

/** The captions of the deadlock, each with the milliseconds for which it stands. */
function scoreOf(events: object[]): { text: string; stands: number }[] {
  const stops = goingWrongTours["deadlock"] ?? [];
  const { store } = readTraceFile({ ...{ language: "python", seed: 1, source: "" }, events });
  const placed = findStops(store.trace, stops).map((event, i) => ({
    event,
    caption: stops[i]?.caption ?? "",
  }));
  const score = new Score(store.trace, store.beats, placed);
  const captions: { text: string; stands: number }[] = [];
  for (let time = 0; time < score.total;) {
    const { index, until } = score.at(time);
    const said = score.said(index);
    const text = "caption" in said ? said.caption : plainText(tell(store, said.first, said.last));
    const last = captions.at(-1);
    const stands = Math.min(until, score.total) - time;
    if (last?.text === text) last.stands += stands;
    else captions.push({ text, stands });
    time = until;
  }
  return captions;
}
