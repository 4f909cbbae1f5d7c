import { expect, test, type LoopscopePage } from "./loopscope-page.ts";

const REGIONS = ["Ready queue", "Running", "Timers", "Tasks"] as const;

/** The accessible name of what has the focus, nearly as a screen reader says it. */
function readFocus({ page }: LoopscopePage): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: focused } = document;
    return focused?.getAttribute("aria-label") ?? focused?.textContent?.replace(/\s+/g, " ").trim() ?? "";
  });
}

/** Presses a key until what is named has the focus; a page has fewer stops than this many. */
async function pressUntil(loopscope: LoopscopePage, key: string, name: string): Promise<void> {
  for (let i = 0; i < 60 && !(await readFocus(loopscope)).startsWith(name); i++)
    await loopscope.page.keyboard.press(key);
  expect(await readFocus(loopscope)).toContain(name);
}

test.describe("with Monaco", () => {
  test.use({ withGuests: false });

  test("Tab passes the editor and comes back, and the program stays as it is", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    await page.locator(".monaco-editor .view-line").first().waitFor();
    const program = await loopscope.readProgram();
    await pressUntil(loopscope, "Tab", "Program");
    await pressUntil(loopscope, "Tab", "Inspector");
    await pressUntil(loopscope, "Shift+Tab", "Share");
    expect(await loopscope.readProgram()).toBe(program);
  });

  test("Tab indents once something was typed, until Escape", async ({ loopscope, page }) => {
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await pressUntil(loopscope, "Tab", "Program");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await loopscope.readProgram()).toMatch(/^\n(\t| {2,4})/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    await expect(loopscope.region("Editor").getByRole("textbox").first()).not.toBeFocused();
  });
});

test.describe("on the stage", () => {
  test.use({ withGuests: false, withMonaco: false });

  test("a region is one stop, and arrows lead through tasks, locks and groups in it", async ({
    loopscope,
    page,
  }) => {
    await loopscope.open("?example=semaphore&at=resourceWaited:worker-4:1");
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Skip to the loop" })).toBeFocused();
    await page.keyboard.press("Enter");
    const reached: Record<string, string[]> = {};
    for (const name of REGIONS) {
      await expect(loopscope.region(name)).toBeFocused();
      const names: string[] = [];
      for (let last = ""; ;) {
        await page.keyboard.press("ArrowDown");
        const now = await readFocus(loopscope);
        if (now === last || now === name) break;
        names.push((last = now));
      }
      reached[name] = names;
      await page.keyboard.press("Tab");
    }
    expect(reached["Running"]).toEqual([expect.stringContaining("worker-4")]);
    expect(reached["Ready queue"]).toEqual(
      ["worker-5", "worker-6"].map((name) => expect.stringContaining(name)),
    );
    expect(reached["Timers"]?.join()).toContain("worker-1");
    expect(reached["Tasks"]?.join()).toMatch(/Semaphore gate.*worker-3.*TaskGroup/);
  });

  test("the focus follows a task from region to region, and stays on the stage", async ({
    loopscope,
    page,
  }) => {
    await loopscope.open("?example=semaphore&at=handleEnded:worker-3:1");
    await loopscope.region("Ready queue").focus();
    await page.keyboard.press("ArrowDown");
    const focused = page.locator(":focus");
    const name = (await focused.innerText()).trim();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("ArrowRight");
      await loopscope.idle();
      await expect(focused).toContainText(name);
    }
    await page.keyboard.press("Space");
    await expect(loopscope.region("Running").or(loopscope.region("Tasks"))).not.toHaveCount(0);
    await expect(focused).toHaveAttribute("aria-pressed", "true");
  });

  test("each step is announced once, and playing is not", async ({ loopscope, page }) => {
    await loopscope.openPaused("?example=semaphore");
    await page.evaluate(() => {
      const live = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert], output";
      const isSilent = (element: Element | null | undefined) =>
        !element?.closest(live) || element.closest("[aria-live]")?.getAttribute("aria-live") === "off";
      const said = ((window as { said?: string[] }).said = [] as string[]);
      new MutationObserver((records) => {
        const regions = new Set(
          records
            .map(({ target }) => (target instanceof Element ? target : target.parentElement))
            .filter((element) => !isSilent(element))
            .map((element) => element?.closest(live)),
        );
        for (const region of regions) if (region?.textContent?.trim()) said.push(region.textContent.trim());
      }).observe(document.body, { childList: true, characterData: true, subtree: true });
    });
    const said = () => page.evaluate(() => (window as { said?: string[] }).said?.splice(0) ?? []);
    await page.locator("body").press("Home");
    await loopscope.idle();
    await said();
    for (const key of ["ArrowRight", "ArrowRight", "Shift+ArrowRight", ".", "o", "PageDown", "ArrowLeft"]) {
      await page.keyboard.press(key);
      await loopscope.idle();
      expect([key, await said()]).toEqual([key, [expect.any(String)]]);
    }
    // A slider that has the focus says its own value.
    await loopscope.playhead.focus();
    await page.keyboard.press("ArrowRight");
    await loopscope.idle();
    expect(await said()).toEqual([]);
    await page.keyboard.press("Home");
    await loopscope.button("Play").click();
    await expect.poll(async () => (await loopscope.readPlayhead()).value).toBeGreaterThan(10);
    expect(await said()).toEqual([]);
  });
});

test.describe("with forced colours", () => {
  test.use({
    withGuests: false,
    withMonaco: false,
    contextOptions: { forcedColors: "active", reducedMotion: "reduce" },
  });

  test("permits, outcomes, stops, the running line and pressed states keep their fills", async ({
    loopscope,
    page,
  }) => {
    await loopscope.open("?example=semaphore&at=resourceWaited:worker-4:1");
    const read = (selector: string, style: string, before = "") =>
      page
        .locator(selector)
        .first()
        .evaluate(
          (element, [style, before]) => getComputedStyle(element, before).getPropertyValue(style as string),
          [style, before],
        );
    const canvas = await read("body", "background-color");
    for (const selector of [".mark.held", ".band.running", ".token.running", ".stops .reached"])
      expect([selector, await read(selector, "background-color")]).not.toEqual([selector, canvas]);
    expect(await read("label:has(:checked)", "box-shadow")).not.toBe("none");
    await loopscope.movePlayhead("End");
    expect(await read(".token.done.result", "background-color", "::before")).not.toBe(canvas);
  });
});
