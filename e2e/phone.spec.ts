// Phones and tablets: panes as tabs, the caption above the controls, the inspector as a sheet, targets for fingers.

import { expectNoViolations } from "./find-violations.ts";
import { expect, test, type LoopscopePage } from "./loopscope-page.ts";
import { measureTargets } from "./measure-sizes.ts";

test.use({ withGuests: false, hasTouch: true, isMobile: true });

const AT = "?example=semaphore&lang=typescript&at=resourceReleased:worker-2:1";
const tab = ({ page }: LoopscopePage, name: string) => page.getByRole("tab", { name, exact: true });
const panel = ({ page }: LoopscopePage, name: string) => page.getByRole("tabpanel", { name, exact: true });

for (const [name, width, height] of [
  ["a phone", 390, 844],
  ["a phone on its side", 844, 390],
  ["a tablet held upright", 820, 1180],
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height } });
    const isTall = width === 820;

    test("shows one pane of its tabs, and always the caption above the controls", async ({
      loopscope,
      page,
    }) => {
      await loopscope.open(AT);
      const names = isTall ? ["Program", "Console", "Timeline"] : ["Loop", "Program", "Console", "Timeline"];
      expect(await page.getByRole("tab").allInnerTexts()).toEqual(names);
      for (const pane of names) {
        await tab(loopscope, pane).tap();
        await expect(panel(loopscope, pane)).toBeVisible();
        await expect(page.getByRole("tabpanel")).toHaveCount(1);
        const controls = (await page.getByRole("contentinfo").boundingBox())!;
        const caption = (await page.getByRole("region", { name: "Narration" }).boundingBox())!;
        const shown = (await panel(loopscope, pane).boundingBox())!;
        expect(controls.y + controls.height).toBeLessThanOrEqual(height + 1);
        expect(Math.abs(caption.y + caption.height - controls.y)).toBeLessThanOrEqual(1);
        expect(shown.y + shown.height).toBeLessThanOrEqual(caption.y + 1);
        expect(shown.height).toBeGreaterThan(height * 0.35);
      }
      if (isTall) await expect(loopscope.region("Running")).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height);
    });

    test("the sign beside Run says how the run ended, and leads there", async ({ loopscope, page }) => {
      await loopscope.open("?example=deadlock&at=taskCreated:Ada:1");
      const verdict = page.getByRole("button", { name: /^Deadlock at .* wait for each other/ });
      await expect(verdict).toBeInViewport({ ratio: 1 });
      await verdict.tap();
      await expect(page.getByRole("region", { name: "Inspector" })).toContainText("What to do");
    });

    test("has the controls under the strip in one row, also after ten virtual seconds", async ({
      loopscope,
      page,
    }) => {
      await loopscope.open("?example=livescore");
      await page.keyboard.press("End");
      const middle = async (name: string) => {
        const { y, height } = (await page.getByRole("button", { name, exact: true }).boundingBox())!;
        return Math.round(y + height / 2);
      };
      expect(await middle("Inspector")).toBe(await middle("Step back"));
    });

    test("opens the inspector as a sheet in sight at once", async ({ loopscope, page }) => {
      await loopscope.open(AT);
      await loopscope.tokens("Timers").getByRole("button").filter({ visible: true }).last().tap();
      const sheet = page.getByRole("region", { name: "Inspector" });
      await expect(sheet).toBeInViewport();
      await loopscope.idle();
      const { y, height: tall } = (await sheet.locator("..").boundingBox())!;
      const caption = (await page.getByRole("region", { name: "Narration" }).boundingBox())!;
      expect(y + tall).toBeLessThanOrEqual(caption.y + 1);
      expect(tall).toBeGreaterThan(height * 0.3);
      await sheet.getByRole("button", { name: "Close" }).tap();
      await expect(sheet).toBeHidden();
    });

    test("has targets for fingers", async ({ loopscope, page }) => {
      await loopscope.open(AT);
      const small: string[] = [];
      const measure = async () => {
        for (const { name, width, height } of await measureTargets(page))
          if (Math.min(width, height) < 24) small.push(`${name} ${width} × ${height}`);
      };
      for (const pane of await page.getByRole("tab").all()) {
        await pane.tap();
        await loopscope.idle();
        await measure();
      }
      if (!isTall) await tab(loopscope, "Loop").tap();
      await loopscope.tokens("Timers").getByRole("button").filter({ visible: true }).last().tap();
      await loopscope.idle();
      await measure();
      expect(small).toEqual([]);
      for (const target of ["Play", "Step forward", "Step back", "Share", "Next stop", "Close"]) {
        const box = (await page.getByRole("button", { name: target, exact: true }).boundingBox())!;
        expect(Math.min(box.width, box.height), target).toBeGreaterThanOrEqual(44);
      }
    });

    test("axe finds no violation in any of its panes", async ({ loopscope, page }) => {
      await loopscope.open(AT);
      for (const pane of await page.getByRole("tab").all()) {
        await pane.tap();
        await loopscope.idle();
        await expectNoViolations(loopscope);
      }
    });
  });
}

test.describe("tabs", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("are one tab stop, and arrows choose among them", async ({ loopscope, page }) => {
    await loopscope.open(AT);
    const before = await loopscope.readPlayhead();
    await tab(loopscope, "Loop").focus();
    await page.keyboard.press("ArrowRight");
    await expect(tab(loopscope, "Program")).toBeFocused();
    await expect(panel(loopscope, "Program")).toBeVisible();
    await page.keyboard.press("End");
    await expect(tab(loopscope, "Timeline")).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("ArrowRight");
    await expect(tab(loopscope, "Loop")).toBeFocused();
    expect(await page.locator("[role=tab][tabindex='0']").count()).toBe(1);
    expect(await loopscope.readPlayhead()).toEqual(before);
  });
});
