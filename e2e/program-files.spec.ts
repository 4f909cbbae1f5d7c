// Files of a Python program: added, read, written, kept, downloaded, in links and drafts.
import { readFile } from "node:fs/promises";
import type { Locator, Page } from "@playwright/test";
import { strFromU8, unzipSync } from "fflate";
import { expectNoViolations } from "./find-violations.ts";
import { expect, type LoopscopePage, test } from "./loopscope-page.ts";
import { encodeProgram } from "../src/share/permalink.ts";

const source = `import asyncio
from pathlib import Path


async def main():
    text = await asyncio.to_thread(Path("story.txt").read_text)
    print(len(text.split()), "words")
    Path("out").mkdir()
    Path("out/count.txt").write_text(str(len(text)))
    Path("made.csv").write_text("a,b")


asyncio.run(main())
`;
const story = { name: "story.txt", text: "one two three" };
const python = (source: string, files: (typeof story)[] = []) =>
  encodeProgram({ language: "python", seed: 1, source, ...(files.length > 0 && { files }) });

/** Drop files on the left half of the page, or on the right one. */
async function drop(page: Page, half: "left" | "right", files: Record<string, string>): Promise<void> {
  await page.evaluate(
    ([half, files]) => {
      const dataTransfer = new DataTransfer();
      for (const [name, text] of Object.entries(files)) dataTransfer.items.add(new File([text], name));
      const clientX = innerWidth * (half === "left" ? 0.25 : 0.75);
      for (const type of ["dragenter", "dragover", "drop"])
        document.body.dispatchEvent(
          new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer, clientX }),
        );
    },
    [half, files] as const,
  );
}

const filesButton = (page: Page): Locator => page.getByRole("button", { name: /^Files: / });

/** Open the dialog, as a person finds it where no file is yet. */
async function openDialog({ page }: LoopscopePage): Promise<Locator> {
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page
    .getByRole("dialog")
    .getByRole("button", { name: /… files$/ })
    .click();
  return page.getByRole("dialog", { name: "Files" });
}

test("a dropped file is read, written ones are downloaded and kept, and the link has all of them", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(python(source));
  await drop(page, "left", { "story.txt": story.text });
  await expect(page.getByText("story.txt is now a file of this program.")).toBeVisible();
  await expect(filesButton(page)).toHaveText("1 file");
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("3 words");
  await expect(filesButton(page)).toHaveText("1 file, 2 written");

  await filesButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Files" });
  await dialog.getByRole("button", { name: "out/count.txt", exact: true }).click();
  await expect(dialog.getByText("13", { exact: true })).toBeVisible();
  await expectNoViolations(loopscope);
  const [one] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download made.csv" }).click(),
  ]);
  expect([one.suggestedFilename(), await readFile(await one.path(), "utf8")]).toEqual(["made.csv", "a,b"]);
  const [all] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Download all" }).click(),
  ]);
  const zip = unzipSync(await readFile(await all.path()));
  expect(Object.entries(zip).map(([name, bytes]) => [name, strFromU8(bytes)])).toEqual([
    ["made.csv", "a,b"],
    ["out/count.txt", "13"],
  ]);
  const events = await loopscope.readEvents();
  await dialog.getByRole("button", { name: "Keep made.csv with the program" }).click();
  await expect(dialog.getByText("Kept", { exact: true })).toBeVisible();
  // The run that wrote the others is still there.
  expect(await loopscope.readEvents()).toEqual(events);

  const link = new URL(page.url()).hash;
  await page.evaluate(() => sessionStorage.clear());
  await loopscope.open(link);
  await expect(page.getByText("It comes with story.txt, made.csv.")).toBeVisible();
  await expect(filesButton(page)).toHaveText("2 files");
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("3 words");
  await expect(filesButton(page)).toHaveText("2 files, 1 written");
});

test("by keyboard a text file is written, renamed, removed, and is back after Undo", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(python('print(open("a.txt").read())'));
  const dialog = await openDialog(loopscope);
  const row = (name: string) => dialog.getByRole("button", { name, exact: true });
  await row("New text file").press("Enter");
  await expect(dialog.getByRole("textbox", { name: "Name" })).toBeFocused();
  await page.keyboard.type("../a.txt");
  await page.keyboard.press("Tab");
  await page.keyboard.type("hello");
  await row("Save").press("Enter");
  await expect(dialog.getByRole("alert").filter({ hasText: "Each part of a name" })).toBeVisible();
  await dialog.getByRole("textbox", { name: "Name" }).fill("b.txt");
  await page.keyboard.press("Enter");
  await row("b.txt").press("Enter");
  await dialog.getByRole("textbox", { name: "Name" }).fill("a.txt");
  await page.keyboard.press("Enter");
  await expect(row("b.txt")).toHaveCount(0);
  await expect(dialog.getByText("a.txt saved.")).toBeVisible();
  await row("Remove a.txt").press("Enter");
  await expect(row("a.txt")).toHaveCount(0);
  await row("Undo").press("Enter");
  await expect(row("a.txt")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("hello");
  // Each change gave the program another link; it is one program of the person's all the same.
  await page.reload();
  await loopscope.idle();
  await expect(filesButton(page)).toHaveText("1 file");
  await page.locator("body").press("e");
  await expect(page.getByRole("dialog").getByText('print(open("a.txt").read())')).toHaveCount(1);
});

test("a dropped program opens on the left half, and is a module of the program on the right", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(python("import helper\nprint(helper.answer)"));
  const helper = "answer = 6 * 7\n";
  await drop(page, "right", { "helper.py": helper });
  await expect(filesButton(page)).toHaveText("1 file");
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("42");
  await drop(page, "left", { "notes.md": "# Notes", "data.json": "[1]" });
  await expect(filesButton(page)).toHaveText("3 files");
  await drop(page, "left", { "helper.py": helper });
  await expect.poll(() => loopscope.readProgram()).toBe(helper);
  await expect(filesButton(page)).toHaveCount(0);
});

test("a file too large for the link stays in the browser, and the page says so", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(python('import os\nprint(os.path.getsize("big.txt"))'));
  await drop(page, "right", { "big.txt": "x".repeat(300_000) });
  await expect(filesButton(page)).toHaveText("1 file");
  await filesButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Files" });
  await expect(dialog.getByText("It leaves out big.txt")).toBeVisible();
  await page.keyboard.press("Escape");
  await loopscope.button("Share").click();
  await expect(page.getByRole("dialog").getByText("It leaves out big.txt")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.reload();
  await loopscope.idle();
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("300000");
  await drop(page, "right", { "more.txt": "x".repeat(900_000) });
  await expect(page.getByRole("alert").filter({ hasText: "The limit is 1.0 MB" })).toBeVisible();
});

test("Reset brings back an example without the files that were added, and Undo both", async ({
  loopscope,
  page,
}) => {
  await loopscope.open("?example=gather");
  const text = await loopscope.readProgram();
  await loopscope.write("print(open('a.txt').read())");
  await drop(page, "right", { "a.txt": "hello" });
  await expect(filesButton(page)).toHaveText("1 file");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await expect(filesButton(page)).toHaveCount(0);
  await page.getByRole("button", { name: "Undo reset" }).click();
  await expect(filesButton(page)).toHaveText("1 file");
  await page.reload();
  await loopscope.idle();
  await expect(filesButton(page)).toHaveText("1 file");
  await page.getByRole("button", { name: "Reset", exact: true }).click();
  await page.reload();
  await loopscope.idle();
  expect(await loopscope.readProgram()).toBe(text);
  await expect(filesButton(page)).toHaveCount(0);
});

test("an example comes with its file, and one whose file is changed is a program of the person's", async ({
  loopscope,
  page,
}) => {
  await loopscope.open("?example=order-report");
  await expect(filesButton(page)).toHaveText("1 file");
  await loopscope.run();
  await expect(filesButton(page)).toHaveText("1 file, 1 written");
  await loopscope.button("Share").click();
  const link = page.getByRole("dialog").getByRole("textbox", { name: "Link" }).first();
  await expect(link).toHaveValue(/\?example=order-report&lang=python$/);
  await page.keyboard.press("Escape");

  await filesButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Files" });
  await dialog.getByRole("button", { name: "report.csv", exact: true }).click();
  await expect(dialog.getByText("Cleo,lamps,packed")).toBeVisible();
  await dialog.getByRole("button", { name: "orders.csv", exact: true }).click();
  await dialog.getByRole("textbox", { name: "Text" }).fill("name,item,count\nEve,maps,1\n");
  await page.keyboard.press("Tab");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.keyboard.press("Escape");
  await loopscope.idle();
  expect(await loopscope.readConsole()).toContain("Eve gets 1 maps");
  expect(new URL(page.url()).hash).toMatch(/^#v\d/);
  await page.reload();
  await loopscope.idle();
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("Eve gets 1 maps");
});

test("after Stop there is what the program had flushed", async ({ loopscope, page }) => {
  await loopscope.open(
    python(`log = open("log.txt", "w")
log.write("begun")
log.flush()
log.write(", not flushed")
while True:
    pass
`),
  );
  await loopscope.button("Run").click();
  await expect(filesButton(page)).toHaveText("1 file written");
  await loopscope.press("Stop");
  await filesButton(page).click();
  const dialog = page.getByRole("dialog", { name: "Files" });
  await dialog.getByRole("button", { name: "log.txt", exact: true }).click();
  await expect(dialog.getByText("begun", { exact: true })).toBeVisible();
  await expect(dialog.getByText("The run was stopped.")).toBeVisible();
});

test.describe("in TypeScript", () => {
  test.use({ withGuests: false, withMonaco: false });

  test("the dialog says that there are no files", async ({ loopscope }) => {
    await loopscope.open("?example=semaphore&lang=typescript");
    const dialog = await openDialog(loopscope);
    await expect(dialog.getByText("Only Python programs have files.")).toBeVisible();
  });
});
