import { createRequire } from "node:module";
import type { Page } from "@playwright/test";
import { expect, type LoopscopePage, themes } from "./loopscope-page.ts";

const axe = createRequire(import.meta.url).resolve("axe-core");

/** The rules whose outcome depends on colours. */
export const COLOR_RULES = ["color-contrast", "link-in-text-block"];

/** What axe-core finds wrong with the page as it is now, by its own rules or by those named: each rule and where. */
export async function findViolations(page: Page, rules: string[] | null = null): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.addScriptTag({ path: axe });
  return page.evaluate(async (rules) => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run({
      resultTypes: ["violations"],
      ...(rules && { runOnly: { type: "rule", values: rules } }),
    });
    return violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`,
    );
  }, rules);
}

/** Fails for a violation in any theme: by all rules in the first, and by those of colours, all that a theme is, in the others. */
export async function expectNoViolations(loopscope: LoopscopePage): Promise<void> {
  for (const theme of themes) {
    await loopscope.switchTheme(theme);
    const rules = theme === themes[0] ? null : COLOR_RULES;
    expect(await findViolations(loopscope.page, rules), theme).toEqual([]);
  }
}
