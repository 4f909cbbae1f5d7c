import { expect, type LoopscopePage, test } from "./loopscope-page.ts";

/** Programs with one mistake each, and a word of the guilty line. */
const mistakes = {
  "a forgotten await": [
    "import asyncio\n\nasync def save():\n    await asyncio.sleep(1)\n\nasync def main():\n    save()\n    await asyncio.sleep(1)\n\nasyncio.run(main())\n",
    7,
    "without await",
  ],
  "a sleep that blocks": [
    "import asyncio, time\n\nasync def main():\n    time.sleep(2)\n    await asyncio.sleep(1)\n\nasyncio.run(main())\n",
    4,
    "blocks the event loop for 2 s",
  ],
} as const;

/** The marks of warnings in the editor. */
const marks = (loopscope: LoopscopePage) =>
  loopscope.region("Editor").getByRole("button", { name: /^Warning on line/ });

for (const [name, [source, line, text]] of Object.entries(mistakes)) {
  test(`${name} is marked at its line, with the text by pointer and by key, and leads to its moment`, async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused();
    await loopscope.write(source);
    await loopscope.run();
    const mark = marks(loopscope);
    await expect(mark).toHaveCount(1);
    await expect(mark).toHaveAccessibleName(new RegExp(`^Warning on line ${line}: .*${text}`));
    const note = loopscope.region("Editor").locator("p", { hasText: text });
    await expect(note).toBeHidden();
    await mark.hover();
    await expect(note).toBeVisible();
    await page.mouse.move(0, 0);
    await expect(note).toBeHidden();
    await mark.focus();
    await expect(note).toBeVisible();
    await loopscope.movePlayhead("Home");
    await mark.focus();
    await page.keyboard.press("Enter");
    await loopscope.idle();
    await expect(page.getByRole("region", { name: "Inspector" })).toContainText(text);
  });
}

test("a mark moves with its line while others are edited, and goes with it", async ({ loopscope, page }) => {
  await loopscope.openPaused();
  const [source, line] = mistakes["a sleep that blocks"];
  await loopscope.write(source);
  await loopscope.run();
  await expect(marks(loopscope)).toHaveAccessibleName(new RegExp(`^Warning on line ${line}:`));
  await loopscope.write(`# A comment\n${source}`);
  await expect(marks(loopscope)).toHaveAccessibleName(new RegExp(`^Warning on line ${line + 1}:`));
  await loopscope.write(source.replace("time.sleep(2)", "await asyncio.sleep(2)"));
  await expect(marks(loopscope)).toHaveCount(0);
  await expect(page.getByText("RuntimeWarning")).toHaveCount(0);
});

test("all marks are one tab stop, with the arrow keys between them", async ({ loopscope, page }) => {
  await loopscope.openPaused();
  const forgotten =
    "import asyncio\n\nasync def f():\n    pass\n\nasync def main():\n    f()\n    f()\n\nasyncio.run(main())\n";
  await loopscope.write(forgotten);
  await loopscope.run();
  await expect(marks(loopscope)).toHaveCount(2);
  const [first, second] = [marks(loopscope).first(), marks(loopscope).last()];
  await first.focus();
  await page.keyboard.press("ArrowDown");
  await expect(second).toBeFocused();
  await expect(first).toHaveAttribute("tabindex", "-1");
  await page.keyboard.press("ArrowUp");
  await expect(first).toBeFocused();
});

test("an error in a group is marked where it was raised, and the group's line is named", async ({
  loopscope,
}) => {
  await loopscope.openPaused();
  await loopscope.write(
    "import asyncio\n\nasync def bad():\n    await asyncio.sleep(0.1)\n    raise ValueError('boom')\n\nasync def main():\n    async with asyncio.TaskGroup() as tg:\n        tg.create_task(bad(), name='bad')\n\nasyncio.run(main())\n",
  );
  await loopscope.run();
  const editor = loopscope.region("Editor");
  await expect(editor).toContainText(/Line 5:\s*ValueError: boom\. The group on line 8 raises it again/);
});

test("a deadlock is told once, by its cause", async ({ loopscope }) => {
  await loopscope.open("?example=deadlock");
  await loopscope.movePlayhead("End");
  const cause = /Deadlock: Ada holds pan and waits for stove/;
  await expect(loopscope.region("Editor").getByText(cause)).toHaveCount(1);
  await expect(loopscope.region("Console").getByText(cause)).toHaveCount(1);
  await expect(loopscope.region("Console")).not.toContainText("Release stove before sleeping");
  await expect(loopscope.region("Console")).not.toContainText("no timer is pending");
});

test("a scroll of the plain editor that comes after the full one is there does no harm", async ({
  loopscope,
  page,
}) => {
  await page.goto("./");
  const area = await page.locator("textarea").first().elementHandle();
  await page.locator(".monaco-editor .view-line").first().waitFor();
  await loopscope.idle();
  await expect.poll(() => area?.evaluate((element) => element.isConnected)).toBe(false);
  // The page's problems fail the test.
  await area?.evaluate((element) => element.dispatchEvent(new Event("scroll")));
});

test("Run is Stop while a program runs, in the same place", async ({ loopscope }) => {
  await loopscope.openPaused();
  await loopscope.write("import asyncio\n\nasync def main():\n    while True: pass\n\nasyncio.run(main())\n");
  await expect(loopscope.button("Stop")).toHaveCount(0);
  const run = await loopscope.button("Run").boundingBox();
  await loopscope.button("Run").click();
  await expect(loopscope.button("Stop")).toBeVisible();
  expect(await loopscope.button("Stop").boundingBox()).toEqual(run);
  await loopscope.button("Stop").click();
  await expect(loopscope.button("Run")).toBeVisible();
  await expect(loopscope.button("Stop")).toHaveCount(0);
});
