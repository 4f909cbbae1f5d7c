import { brokenRules } from "../src/testing/trace-event-rules.ts";
import { expect, LoopscopePage, test } from "./loopscope-page.ts";

test.use({ withGuests: false });

const program = "import asyncio\n\nasync def main():\n    print('héllo 🐍')\n\nasyncio.run(main())\n";

for (const [what, hash, sentence] of [
  ["damaged", "#v1.abc.def", /damaged/],
  ["newer", "#v9.abc.def", /newer/],
] as const) {
  test(`a ${what} link gives one sentence and leaves the program alone`, async ({ loopscope, page }) => {
    await loopscope.openPaused();
    await loopscope.write(program);
    await page.evaluate((hash) => (location.hash = hash), hash);
    await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
    expect(await loopscope.readProgram()).toBe(program);
  });
}

test("an example that does not exist is said, and the first is opened", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=nonsense");
  await expect(page.getByRole("alert").filter({ hasText: 'no example "nonsense"' })).toBeVisible();
  expect(await loopscope.readProgram()).toContain("async def hello");
});

test("a link to a moment shows the same event in another browser", async ({ loopscope, page, browser }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("Home");
  await loopscope.movePlayhead("PageDown", 3);
  const { playhead, ready, tasks } = await loopscope.readState();
  await loopscope.button("Share").click();
  await expect(page.getByRole("checkbox", { name: "Open at this moment" })).toBeChecked();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toMatch(/\?example=semaphore&lang=python&at=\w+:/);

  const profile = await browser.newContext({
    reducedMotion: "reduce",
    viewport: { width: 1280, height: 720 },
  });
  const another = new LoopscopePage(await profile.newPage());
  await another.page.goto(link);
  await another.idle();
  const there = await another.readState();
  expect([there.playhead, there.ready, there.tasks]).toEqual([playhead, ready, tasks]);
  await profile.close();
});

test("a moment that the run does not have is said, and it plays", async ({ loopscope, page }) => {
  await loopscope.open("?example=hello-world&at=taskStepped:nobody:3");
  await expect(page.getByRole("alert").filter({ hasText: "did not happen in this run" })).toBeVisible();
});

test("the QR code holds the link, and files are called after the program", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.button("Share").click();
  await expect(page.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  for (const [name, file, begin] of [
    ["The program", "a-semaphore-lets-three-in.py", "import asyncio"],
    ["The trace", "a-semaphore-lets-three-in.json", '{"version":1,"language":"python","seed":1,"source":'],
    ["The trace for Perfetto", "a-semaphore-lets-three-in-perfetto.json", '{"traceEvents":['],
  ] as const) {
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name, exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(file);
    const chunks = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString();
    expect(text).toContain(begin);
    if (file.includes("perfetto")) expect(brokenRules(text)).toEqual([]);
  }
});

test("Share copies the link at once, to the moment that the run is paused at", async ({
  loopscope,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await loopscope.openPaused("?example=semaphore");
  const dialog = page.getByRole("dialog", { name: "Share this program" });
  const moment = dialog.getByRole("checkbox", { name: "Open at this moment" });
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  const share = async () => {
    await loopscope.button("Share").click();
    await expect(dialog.getByRole("status")).toHaveText("Link copied");
  };
  // At the beginning there is no moment to open, and at the end it is not what is meant.
  await share();
  await expect(moment).toHaveCount(0);
  expect(await copied()).toMatch(/\?example=semaphore&lang=python$/);
  await page.keyboard.press("Escape");
  await loopscope.movePlayhead("End");
  await share();
  await expect(moment).not.toBeChecked();
  await page.keyboard.press("Escape");
  await loopscope.movePlayhead("ArrowLeft", 3);
  await share();
  await expect(moment).toBeChecked();
  await expect.poll(copied).toMatch(/&at=\w+:/);
  await moment.uncheck();
  await expect.poll(copied).not.toContain("&at=");
  await dialog.getByRole("button", { name: "Markdown link" }).click();
  await expect(dialog.getByRole("status")).toHaveText("Markdown link copied");
});

test("a text that the clipboard refuses is selected, to be copied by hand", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await page.evaluate(() => {
    Object.defineProperty(navigator, "clipboard", {
      value: { writeText: () => Promise.reject(new Error()) },
    });
  });
  const selected = () =>
    page.evaluate(() => {
      const { value, selectionStart, selectionEnd } = document.activeElement as HTMLInputElement;
      return value.slice(selectionStart ?? 0, selectionEnd ?? 0);
    });
  await loopscope.button("Share").click();
  await expect(page.getByRole("status").filter({ hasText: "Copy the selected text" })).toBeVisible();
  await expect.poll(selected).toMatch(/example=semaphore&lang=python$/);
  await page.getByRole("button", { name: "HTML to embed" }).click();
  const html = /^<iframe src="http:.*example=semaphore&amp;lang=python&amp;embed=1"/;
  await expect(page.getByRole("textbox", { name: "Text to copy" })).toHaveValue(html);
  await expect.poll(selected).toMatch(html);
});

test.describe("when it is run", () => {
  test.use({ withGuests: true });

  test("a shared link opens the very program, and runs it only when asked", async ({
    loopscope,
    page,
    context,
  }) => {
    await loopscope.openPaused();
    await loopscope.write(program);
    await loopscope.button("Share").click();
    const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
    expect(link).toMatch(/#v1\./);
    const another = new LoopscopePage(await context.newPage());
    await another.page.goto(link);
    await another.idle();
    expect(await another.readProgram()).toBe(program);
    expect(await another.readConsole()).not.toContain("héllo");
    await expect(another.page.getByText("A program from a link")).toBeVisible();
    await another.run();
    expect(await another.readConsole()).toContain("héllo 🐍");
  });
});
