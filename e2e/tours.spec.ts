// Tours of the examples, walked with a clicker: forwards from stop to stop, each with its caption, and back the same
// way. The runs are the recorded ones. `examples.test.ts` finds every stop of every example in both languages; here all
// are walked in one language, and one of each chapter in the other.

import type { Entry } from "../src/examples/example.ts";
import { tourOf } from "../src/examples/tours.ts";
import { firstSteps } from "../src/examples/first-steps.ts";
import { goingWrong } from "../src/examples/going-wrong.ts";
import { runningTogether } from "../src/examples/running-together.ts";
import { takingTurns } from "../src/examples/taking-turns.ts";
import { withLibraries } from "../src/examples/with-libraries.ts";
import { expect, type LoopscopePage, test } from "./loopscope-page.ts";

test.use({ withGuests: false, withMonaco: false });

const chapters = [firstSteps, runningTogether, takingTurns, goingWrong];

for (const { title, entries } of [...chapters, withLibraries]) {
  test(`a clicker walks the tours of "${title}" in Python, forwards and back`, async ({ loopscope }) => {
    for (const example of entries) await walk(loopscope, example, "python");
  });
}

test("a clicker walks a tour of each chapter in TypeScript, forwards and back", async ({ loopscope }) => {
  for (const { entries } of chapters) await walk(loopscope, entries[0] as Entry, "typescript");
});

async function walk(loopscope: LoopscopePage, entry: Entry, language: string): Promise<void> {
  const { id, title } = entry;
  const stops = tourOf(entry);
  const { page } = loopscope;
  const narration = page.getByRole("region", { name: "Narration" });
  await page.goto(`./?example=${id}&lang=${language}&present=1`);
  await page.waitForFunction(() => "loopscope" in window && window.loopscope.events().length > 0);
  const slide = page.getByRole("region", { name: "Title" });
  await expect(slide).toContainText(title);
  const walked: { caption: string; text: string; value: number }[] = [];
  const read = async () => ({
    caption: (await narration.getByRole("paragraph").innerText()).trim(),
    ...(await loopscope.readPlayhead()),
  });
  for (const { caption } of stops) {
    const before = walked.at(-1)?.value ?? -1;
    await page.keyboard.press("PageDown");
    await expect(narration).toContainText(caption);
    const stop = await read();
    expect(stop.value, `${id}: ${caption}`).toBeGreaterThan(before);
    expect(stop.text).toContain(`event ${(stop.value + 1).toLocaleString("en")} of`);
    walked.push(stop);
  }
  // Beyond the last there is the end of the run, and nothing more.
  for (let i = 0; i < 2; i++) await page.keyboard.press("PageDown");
  await expect(loopscope.playhead).toHaveValue((await loopscope.playhead.getAttribute("max")) ?? "");
  const isAtEnd = (await loopscope.readPlayhead()).value === walked.at(-1)?.value;
  for (const stop of isAtEnd ? walked.slice(0, -1).reverse() : walked.toReversed()) {
    await page.keyboard.press("PageUp");
    await expect(loopscope.playhead).toHaveValue(String(stop.value));
    expect(await read()).toEqual(stop);
  }
  await page.keyboard.press("PageUp");
  await expect(slide).toContainText(title);
  await expect(loopscope.playhead).toHaveValue("-1");
}
