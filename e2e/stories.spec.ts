// Every example's story, as a clicker walks it: forwards from stop to stop, each with its caption, and back the same way.
// The runs are the recorded ones, so that nothing waits for a language.

import { firstSteps } from "../src/examples/first-steps.ts";
import { goingWrong } from "../src/examples/going-wrong.ts";
import { runningTogether } from "../src/examples/running-together.ts";
import { takingTurns } from "../src/examples/taking-turns.ts";
import { expect, test } from "./loopscope-page.ts";

const examples = [firstSteps, runningTogether, takingTurns, goingWrong].flatMap(({ entries }) => entries);

for (const language of ["python", "typescript"]) {
  test(`a clicker walks all ${examples.length} stories in ${language}, forwards and back`, async ({
    loopscope,
    page,
  }) => {
    // Neither a language nor the full editor ever comes.
    await page.route(/(python|typescript)-worker|pyodide|python_stdlib|MonacoEditor/, () => {});
    const narration = page.getByRole("region", { name: "Narration" });
    for (const { id, title, stops } of examples) {
      await page.goto(`./?example=${id}&lang=${language}&present=1`);
      await page.waitForFunction(() => "loopscope" in window && window.loopscope.events().length > 0);
      await expect(narration).toContainText(title);
      const walked: { caption: string; text: string; value: number }[] = [];
      const read = async () => ({
        caption: (await narration.getByRole("paragraph").innerText()).trim(),
        ...(await loopscope.readPlayhead()),
      });
      for (const { caption } of stops) {
        const before = (await loopscope.readPlayhead()).value;
        await page.keyboard.press("PageDown");
        await expect(narration).toContainText(caption);
        const stop = await read();
        expect(stop.value, `${id}: ${caption}`).toBeGreaterThan(before);
        expect(stop.text).toContain(`event ${stop.value + 1} of`);
        walked.push(stop);
      }
      // Beyond the last there is nothing to walk to.
      await page.keyboard.press("PageDown");
      expect(await read()).toEqual(walked.at(-1));
      for (const stop of walked.slice(0, -1).reverse()) {
        await page.keyboard.press("PageUp");
        await expect(loopscope.playhead).toHaveValue(String(stop.value));
        expect(await read()).toEqual(stop);
      }
      await page.keyboard.press("PageUp");
      await expect(narration).toContainText(title);
      await expect(loopscope.playhead).toHaveValue("-1");
    }
  });
}
