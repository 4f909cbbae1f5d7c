import { createRequire } from "node:module";
import { expect, test, type LoopscopePage } from "./loopscope-page.ts";

const axe = createRequire(import.meta.url).resolve("axe-core");

/** What a page may look like when somebody meets it. */
const screens: Record<string, (loopscope: LoopscopePage) => Promise<void>> = {
  "in the middle of a run": async (loopscope) => {
    await loopscope.openPaused("?example=semaphore");
    await loopscope.movePlayhead("Home");
    await loopscope.movePlayhead("PageUp", 3);
  },
  "with a stranger's program": async (loopscope) => {
    await loopscope.openPaused();
    await loopscope.button("Share").click();
    await loopscope.open(new URL(loopscope.page.url()).hash);
  },
  "while sharing": async (loopscope) => {
    await loopscope.openPaused();
    await loopscope.button("Share").click();
    await loopscope.page.getByRole("textbox", { name: "Link" }).waitFor();
  },
  "with a bad link and an error": async (loopscope) => {
    await loopscope.openPaused("#v9.a.b");
    await loopscope.write("import asyncio\n1 / 0\n");
    await loopscope.run();
  },
};

for (const colorScheme of ["light", "dark"] as const) {
  for (const [name, show] of Object.entries(screens)) {
    test(`axe finds no violation ${name} (${colorScheme})`, async ({ loopscope, page }) => {
      await page.emulateMedia({ colorScheme });
      await show(loopscope);
      await page.addScriptTag({ path: axe });
      const violations = await page.evaluate(async () => {
        const { violations } = await (window as unknown as { axe: typeof import("axe-core") }).axe.run();
        return violations.map(
          ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
        );
      });
      expect(violations).toEqual([]);
    });
  }
}

test("everything is done by keyboard alone: run, step, scrub, change the speed, share", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("combobox", { name: "Example" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await loopscope.idle();
  expect(await loopscope.readProgram()).toContain("Semaphore");
  await page.keyboard.press("Tab");
  await expect(loopscope.button("Run")).toBeFocused();
  await page.keyboard.press("Home");
  const start = await loopscope.readPlayhead();
  await page.keyboard.press("ArrowRight");
  expect((await loopscope.readPlayhead()).value).toBe(start.value + 1);
  await page.keyboard.press("Shift+ArrowRight");
  expect((await loopscope.readPlayhead()).text).toContain("handleStarted");
  await page.keyboard.press("Control+s");
  await expect(page.getByRole("textbox", { name: "Link" })).toBeFocused();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+Enter");
  await loopscope.idle();
  await expect(loopscope.region("Console")).toContainText("out 6");
});

for (const [reducedMotion, moves] of [
  ["reduce", false],
  ["no-preference", true],
] as const) {
  test(`motion preference "${reducedMotion}" is honoured`, async ({ loopscope, page }) => {
    await page.emulateMedia({ reducedMotion });
    await loopscope.openPaused();
    await loopscope.movePlayhead("Home");
    await page.evaluate(() => {
      const { animate } = Element.prototype;
      Element.prototype.animate = function (...args) {
        document.documentElement.dataset.moved = "true";
        return animate.apply(this, args);
      };
    });
    for (let i = 0; i < 12; i++) await loopscope.press("Step forward");
    expect(await page.evaluate(() => document.documentElement.dataset.moved === "true")).toBe(moves);
  });
}
