// Running while somebody types, for those who wish it: after a pause, at the moment that is looked at, and never a
// stranger's program. A text that does not begin leaves what is shown.

import { expect, LoopscopePage, test } from "./loopscope-page.ts";

const moment = "?example=semaphore&lang=typescript&at=taskSuspended:worker-1:1";

const toggle = ({ page }: LoopscopePage) =>
  page.getByRole("switch", { name: "Run while typing", exact: true });

/**
 * Adds a text to the end of the program, all at once: between two keys of a slow machine the page may find a part of the
 * text that compiles, and run it.
 */
async function typeOn(app: LoopscopePage, text: string): Promise<void> {
  await app.region("Editor").getByRole("textbox").first().focus();
  await app.page.keyboard.press("ControlOrMeta+End");
  await app.page.keyboard.insertText(text);
}

test("off at first; turned on, it runs what is typed, stays at the moment, and is remembered", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(moment);
  const recorded = await loopscope.readEvents();
  const { value } = await loopscope.readPlayhead();
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await typeOn(loopscope, "\nprint(1);");
  await loopscope.idle();
  expect(await loopscope.readEvents()).toEqual(recorded);
  await expect(toggle(loopscope)).not.toBeChecked();

  await toggle(loopscope).click();
  await loopscope.idle();
  const made = await loopscope.readEvents();
  expect(made.length).toBeGreaterThan(recorded.length);
  expect((await loopscope.readPlayhead()).value).toBe(value);
  await typeOn(loopscope, "\nprint(2);");
  await loopscope.idle();
  expect((await loopscope.readEvents()).length).toBeGreaterThan(made.length);
  expect((await loopscope.readPlayhead()).value).toBe(value);
  await expect(loopscope.button("Play")).toBeVisible();

  await page.reload();
  await loopscope.idle();
  await expect(toggle(loopscope)).toBeChecked();
  await page.getByRole("button", { name: "Settings" }).click();
  const wish = page.getByRole("group", { name: "Run while typing" });
  await wish.getByRole("radio", { name: "Off" }).check({ force: true });
  await page.keyboard.press("Escape");
  await expect(toggle(loopscope)).not.toBeChecked();
});

test("a text that does not begin is marked where it is, and leaves the last good trace", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(moment);
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await toggle(loopscope).click();
  const shown = await loopscope.readState();
  const recorded = await loopscope.readEvents();
  await typeOn(loopscope, "\nprint(3) +");
  await loopscope.idle();
  const note = loopscope.region("Editor").getByRole("status");
  await expect(note).toContainText("expected");
  expect(await loopscope.readEvents()).toEqual(recorded);
  expect(await loopscope.readState()).toEqual(shown);
  await typeOn(loopscope, " 4;");
  await loopscope.idle();
  await expect(note).toHaveCount(0);
  expect((await loopscope.readEvents()).length).toBeGreaterThan(recorded.length);
});

test("playback continues while the text does not compile, and restarts when it does", async ({
  loopscope,
  page,
}) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await loopscope.openPaused("?example=semaphore&lang=typescript&speed=slow");
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await toggle(loopscope).click();
  await loopscope.button("Play").click();
  await typeOn(loopscope, "\nprint(3) +");
  await loopscope.region("Editor").getByRole("status").waitFor();
  await expect(loopscope.button("Pause")).toBeVisible();
  await typeOn(loopscope, " 4;");
  const isLonger = (length: number) => window.loopscope.events().length > length;
  await page.waitForFunction(isLonger, (await loopscope.readEvents()).length);
  await expect(loopscope.button("Pause")).toBeVisible();
});

for (const [language, endless, next] of [
  ["typescript", "for (;;) {}\n", 'import { print } from "asyncio";\nprint("at last");\n'],
  ["python", "while True: pass\n", 'print("at last")\n'],
] as const) {
  test(`a run that never ends is dropped for the next (${language})`, async ({ loopscope, page }) => {
    await loopscope.openPaused(`?example=hello-world&lang=${language}`);
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await toggle(loopscope).click();
    await loopscope.write(endless);
    await expect(loopscope.button("Stop")).toBeEnabled();
    await loopscope.write(next);
    await loopscope.idle();
    await expect(loopscope.region("Console")).toContainText("at last");
  });
}

test("a stranger's program waits for Run, whatever is typed; from then on it runs", async ({
  loopscope,
  browser,
  page,
  baseURL,
}) => {
  await loopscope.openPaused("?lang=typescript");
  await loopscope.write('import { print } from "asyncio";\nprint("theirs");\n');
  await loopscope.button("Share").click();
  await expect.poll(() => page.url()).toContain("#v1.");
  const { hash } = new URL(page.url());
  const context = await browser.newContext({ baseURL: baseURL!, reducedMotion: "reduce" });
  const visitor = new LoopscopePage(await context.newPage());
  await visitor.open(hash);
  await visitor.page.locator(".monaco-editor .view-line").first().waitFor();
  await visitor.page.getByRole("button", { name: "Settings" }).click();
  const wish = visitor.page.getByRole("group", { name: "Run while typing" });
  await wish.getByRole("radio", { name: "On" }).check({ force: true });
  await visitor.page.keyboard.press("Escape");
  await typeOn(visitor, 'print("mine");\n');
  await visitor.idle();
  expect(await visitor.readEvents()).toEqual([]);
  await expect(visitor.page.getByRole("heading", { name: "A program from a link" })).toBeVisible();
  await visitor.run();
  await expect(visitor.region("Console")).toContainText("mine");
  await typeOn(visitor, 'print("and more");\n');
  await visitor.idle();
  await expect(visitor.region("Console")).toContainText("and more");
  await context.close();
});
