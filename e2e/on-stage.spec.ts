// Stage mode: the page before an audience, with a clicker or the keyboard alone.

import { encodeProgram } from "../src/share/permalink.ts";
import { expectNoViolations } from "./find-violations.ts";
import { expect, test, type LoopscopePage } from "./loopscope-page.ts";
import { measureStage } from "./measure-sizes.ts";

const EXAMPLE = "?example=deadlock&lang=typescript";

/** Opens an example on stage, where it waits at its beginning. */
async function openOnStage({ page }: LoopscopePage, address = `${EXAMPLE}&present=1`): Promise<void> {
  await page.goto(`./${address}`);
  await page.waitForFunction(() => "loopscope" in window && window.loopscope.events().length > 0);
  await page.evaluate(() => window.loopscope.idle());
}

const narration = ({ page }: LoopscopePage) => page.getByRole("region", { name: "Narration" });
const title = ({ page }: LoopscopePage) => page.getByRole("region", { name: "Title" });
const captionSize = (app: LoopscopePage) =>
  // The title slide covers the caption.
  app.page.locator(".narration p").evaluate((caption) => parseFloat(getComputedStyle(caption).fontSize));

test("a clicker walks a tour forwards and back; it begins with the title, and waits", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await openOnStage(app);
  await expect(page.getByRole("banner")).toBeHidden();
  await expect(title(app)).toContainText("A deadlock in the kitchen");
  await expect(title(app).getByRole("img", { name: "QR code of the link" })).toBeVisible();
  expect((await app.readPlayhead()).value).toBe(-1);
  await page.keyboard.press("PageDown");
  await expect(narration(app)).toContainText("Ada takes the pan");
  await expect(app.region("Running")).toContainText("Ada");
  await page.keyboard.press("PageDown");
  await expect(narration(app)).toContainText("Bob takes the stove");
  await page.keyboard.press("PageUp");
  await expect(narration(app)).toContainText("Ada takes the pan");
  await page.keyboard.press("PageUp");
  expect((await app.readPlayhead()).value).toBe(-1);
  await page.keyboard.press("PageDown");
  // The keys work wherever the focus is.
  await app.region("Editor").getByRole("textbox").first().focus();
  await page.keyboard.press("PageDown");
  await expect(narration(app)).toContainText("Bob takes the stove");
});

test("a click and Space leave the title slide, too", async ({ loopscope: app }) => {
  const { page } = app;
  await openOnStage(app);
  await page.mouse.click(200, 200);
  await expect(narration(app)).toContainText("Ada takes the pan");
  await page.keyboard.press("Home");
  await expect(title(app)).toBeVisible();
  await page.keyboard.press("Space");
  await expect(title(app)).toBeHidden();
});

test("without a tour a clicker walks from callback to callback", async ({ loopscope: app }) => {
  const { page } = app;
  await app.openPaused(EXAMPLE);
  await app.write(`import { run, sleep } from "asyncio";
async function main() {
  await sleep(1);
  await sleep(1);
}
run(main());
`);
  await app.button("Run").click();
  await app.idle();
  await page.locator("body").press("Home");
  await page.locator("body").press("p");
  await app.idle();
  await page.keyboard.press("PageDown");
  const first = await app.readPlayhead();
  expect(first.text).toContain("handleStarted");
  await page.keyboard.press("PageDown");
  const second = await app.readPlayhead();
  expect(second.text).toContain("handleStarted");
  expect(second.value).toBeGreaterThan(first.value);
  await page.keyboard.press("PageUp");
  expect(await app.readPlayhead()).toEqual(first);
});

for (const viewport of [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
]) {
  for (const example of ["semaphore", "hello-world", "queue", "gather-failure"]) {
    test(`${example} can be read from the back row, at each type size (${viewport.width})`, async ({
      loopscope: app,
    }) => {
      const { page } = app;
      await page.setViewportSize(viewport);
      await openOnStage(app, `?example=${example}&lang=typescript&present=1`);
      await page.locator(".monaco-editor .view-line").first().waitFor({ state: "attached" });
      const { height } = viewport;
      const sizes: number[] = [];
      for (let size = 0; size < 3; size++) {
        await page.keyboard.press("Home");
        for (let stop = 0; stop < 3; stop++) {
          await page.keyboard.press(stop < 2 ? "PageDown" : "End");
          await app.idle();
          const measured = await measureStage(page);
          expect(Math.min(...measured.tokens) / height).toBeGreaterThanOrEqual(0.035);
          expect(measured.caption / height).toBeGreaterThanOrEqual(0.05);
          expect(measured.stage.height / height).toBeGreaterThan(0.5);
          expect((measured.strip?.height ?? 0) / height).toBeLessThanOrEqual(0.3);
          expect(measured).toMatchObject({ outside: [], cut: [], scrollbars: [] });
          const caption = (await narration(app).boundingBox())!;
          expect(caption.y + caption.height).toBeLessThanOrEqual(height);
        }
        sizes.push(await captionSize(app));
        await page.keyboard.press("+");
        await app.idle();
      }
      expect(sizes).toEqual([...new Set(sizes)].sort((a, b) => a - b));
    });
  }
}

test("a type size is remembered, and the running line stays in the strip of code", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await openOnStage(app);
  await page.locator(".monaco-editor .view-line").first().waitFor({ state: "attached" });
  await page.keyboard.press("+");
  await app.idle();
  for (let stop = 0; stop < 3; stop++) {
    await page.keyboard.press("PageDown");
    await app.idle();
    const editor = (await app.region("Editor").boundingBox())!;
    const line = (await page.locator(".running.band").boundingBox())!;
    expect(line.y).toBeGreaterThanOrEqual(editor.y - 1);
    expect(line.y + line.height).toBeLessThanOrEqual(editor.y + editor.height + 1);
  }
  const size = await captionSize(app);
  await openOnStage(app);
  expect(await captionSize(app)).toBe(size);
  await page.keyboard.press("-");
  expect(await captionSize(app)).toBe(36);
});

test("any key puts away the QR code and the black screen, and does nothing else", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await openOnStage(app);
  await page.keyboard.press("PageDown");
  const before = await app.readPlayhead();
  await page.keyboard.press("q");
  const code = page.getByRole("dialog", { name: "QR code of this moment" });
  await expect(code.getByRole("img", { name: "QR code of the link" })).toBeVisible();
  await expect(code).toContainText("?example=deadlock&lang=typescript&at=");
  await page.keyboard.press("PageDown");
  await expect(code).toBeHidden();
  await page.keyboard.press("b");
  const black = page.getByRole("button", { name: /The screen is black/ });
  await expect(black).toBeVisible();
  await page.keyboard.press("PageDown");
  await expect(black).toBeHidden();
  expect(await app.readPlayhead()).toEqual(before);
});

test("the key after the one that put the QR code away counts, however soon it comes", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await openOnStage(app);
  await page.keyboard.press("q");
  await expect(page.getByRole("dialog")).toBeVisible();
  // Both within one task: a dialog that has closed keeps the focus until the next.
  await page.evaluate(() => {
    const target = document.activeElement;
    for (const key of ["q", "p"])
      target?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  });
  await expect(page.getByRole("banner")).toBeVisible();
});

test("a held key counts once, but for steps", async ({ loopscope: app }) => {
  const { page } = app;
  await openOnStage(app);
  const hold = async (key: string) => {
    await page.keyboard.down(key);
    await page.keyboard.down(key);
    await page.keyboard.down(key);
    await page.keyboard.up(key);
  };
  await hold("PageDown");
  await expect(narration(app)).toContainText("Ada takes the pan");
  const { value } = await app.readPlayhead();
  await hold("ArrowRight");
  expect((await app.readPlayhead()).value).toBe(value + 3);
  await hold("b");
  const black = page.getByRole("button", { name: /The screen is black/ });
  await expect(black).toBeVisible();
  await page.keyboard.press("b");
  await expect(black).toBeHidden();
  await hold("q");
  await expect(page.getByRole("dialog")).toBeVisible();
  await page.keyboard.press("q");
  await hold("p");
  await expect(page.getByRole("banner")).toBeVisible();
});

test("it fills the screen, and leaving the one leaves the other", async ({ loopscope: app }) => {
  const { page } = app;
  const isFull = () => page.evaluate(() => document.fullscreenElement !== null);
  await app.openPaused(EXAMPLE);
  await page.keyboard.press("p");
  await expect.poll(isFull).toBe(true);
  await page.keyboard.press("p");
  await expect.poll(isFull).toBe(false);
  await page.keyboard.press("p");
  await expect.poll(isFull).toBe(true);
  await page.evaluate(() => document.exitFullscreen());
  await expect(page.getByRole("banner")).toBeVisible();
});

test("a stranger's program waits, and says which key runs it", async ({ loopscope: app }) => {
  const { page } = app;
  const source = 'import { print } from "asyncio";\nprint("theirs");\n';
  await app.open(`?present=1${encodeProgram({ language: "typescript", source, seed: 1 })}`);
  await expect(page.getByRole("heading", { name: "A program from a link" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Run", exact: true })).toContainText("Space");
  await page.keyboard.press("PageDown");
  await app.idle();
  expect(await app.readEvents()).toEqual([]);
  await page.keyboard.press("Space");
  await app.idle();
  await expect(app.region("Console")).toContainText("theirs");
});

test("nothing pops up: neither a notice nor a tooltip; leaving brings the page back", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await openOnStage(app, `${EXAMPLE}&present=1&theme=neon`);
  const notice = page.getByText('The address has theme="neon"');
  await expect(notice).toBeHidden();
  await page.keyboard.press("PageDown");
  const titled = (await page.locator("main [title]").first().elementHandle())!;
  await titled.dispatchEvent("pointerover", { bubbles: true });
  expect(await titled.getAttribute("title")).toBeNull();
  await page.keyboard.press("p");
  await expect(page.getByRole("banner")).toBeVisible();
  await expect(notice).toBeVisible();
  await page.getByRole("button", { name: "Present" }).click();
  await expect(page.getByRole("banner")).toBeHidden();
});

test("axe finds no violation on stage, nor with the QR code, in no theme", async ({ loopscope: app }) => {
  const { page } = app;
  await openOnStage(app);
  await expectNoViolations(app);
  await page.keyboard.press("PageDown");
  await app.idle();
  await expectNoViolations(app);
  await page.keyboard.press("q");
  await page.getByRole("dialog").waitFor();
  await expectNoViolations(app);
});
