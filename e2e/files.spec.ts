// Files that are dropped on the page, or chosen: programs and traces.

import { readFile } from "node:fs/promises";
import { expect, type LoopscopePage, test } from "./loopscope-page.ts";

/** Drop a file on the middle of the page, as a person who drags it there. */
async function drop({ page }: LoopscopePage, name: string, content: string): Promise<void> {
  await page.evaluate(
    ([name, content]) => {
      const target = document.elementFromPoint(innerWidth / 4, innerHeight / 2) ?? document.body;
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], name));
      for (const type of ["dragenter", "dragover", "drop"])
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
    },
    [name, content] as const,
  );
}

const program = `import { print, run, sleep } from "asyncio";

async function main() {
  await sleep(2);
  print("from a file");
}

run(main());
`;

test("a dropped program opens, runs when asked to, and is there again after a reload", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=semaphore&lang=typescript");
  await drop(loopscope, "my queue.ts", program);
  await expect(page.getByRole("heading", { name: "A program from the file my queue.ts" })).toBeVisible();
  expect(await loopscope.readProgram()).toBe(program);
  await loopscope.idle();
  expect(await loopscope.readConsole()).not.toContain("from a file");
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("from a file");
  await page.reload();
  await loopscope.idle();
  expect(await loopscope.readProgram()).toBe(program);
});

test("a program is chosen by the keyboard, in the language that it is in", async ({ loopscope, page }) => {
  // Asked for first: the browser has to know that a test chooses before it shows a chooser.
  const chosen = page.waitForEvent("filechooser");
  await loopscope.open("?example=semaphore&lang=python&run=click");
  await page.locator("body").press("e");
  const button = page.getByRole("dialog").getByRole("button", { name: "Open a file" });
  await button.focus();
  await page.keyboard.press("Enter");
  const chooser = await chosen;
  const source = 'import { print } from "asyncio";\nprint("mine");\n';
  await chooser.setFiles({ name: "a.ts", mimeType: "text/plain", buffer: Buffer.from(source) });
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect.poll(() => loopscope.readProgram()).toBe(source);
  await expect(loopscope.language("TypeScript")).toBeChecked();
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("mine");
});

test("a downloaded trace plays without anything being run, with its program, its output and its end", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?lang=typescript");
  await loopscope.write(program);
  await loopscope.run();
  const events = await loopscope.readEvents();
  const source = await loopscope.readProgram();
  await loopscope.button("Share").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "The trace", exact: true }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");

  await loopscope.openPaused("?example=lock&lang=typescript");
  const requests: string[] = [];
  page.on("request", (request) => requests.push(request.url()));
  await drop(loopscope, "trace.json", text);
  await expect.poll(() => loopscope.readProgram()).toBe(source);
  await loopscope.idle();
  expect(await loopscope.readEvents()).toEqual(events);
  expect((await loopscope.readPlayhead()).text).toContain("2.000 s");
  expect(await loopscope.readConsole()).toContain("from a file");
  await expect(loopscope.button("Run")).toBeVisible();
  await expect(page.getByText("A program from")).toHaveCount(0);
  expect(requests.filter((url) => /pyodide|typescript-worker/.test(url))).toEqual([]);
  // A reload does not run the program either, as someone else may have written it.
  await page.reload();
  await loopscope.idle();
  expect(await loopscope.readProgram()).toBe(source);
  expect(await loopscope.readConsole()).not.toContain("from a file");
});

test("a trace of an error in a program of an example's stops there, in its line", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=unheard-error&lang=typescript");
  await loopscope.movePlayhead("End");
  const console = await loopscope.readConsole();
  await loopscope.button("Share").click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "The trace", exact: true }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  await page.keyboard.press("Escape");
  await drop(loopscope, "trace.json", text);
  await loopscope.idle();
  expect(page.url()).toContain("?example=unheard-error&lang=typescript");
  expect(await loopscope.readConsole()).toBe(console);
});

test.describe("where nothing is run", () => {
  test.use({ withGuests: false, withMonaco: false });

  const refused = [
    ["cat.png", "\u0000PNG", "cat.png is not a text file"],
    ["package.json", '{"name": "a package"}', "package.json is not a Loopscope trace"],
    ["half.json", '{"version": 1, "events": [', "half.json is damaged"],
    ["new.json", '{"version": 99, "events": []}', "newer Loopscope"],
    [
      "forged.json",
      '{"version": 1, "language": "python", "seed": 1, "events": [{"kind": "taskStepped", "time": 0, "task": -7}]}',
      'forged.json: This trace is damaged: event 0 (taskStepped) has a wrong "task".',
    ],
    ["long.py", "#".repeat(300_000), "long.py is too large. The limit is 256 KiB"],
  ] as const;

  test("a file that is neither is refused in a sentence, and nothing is lost", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    const [before, events] = [await loopscope.readProgram(), await loopscope.readEvents()];
    for (const [name, content, sentence] of refused) {
      await drop(loopscope, name, content);
      await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
      expect(await loopscope.readProgram(), name).toBe(before);
      expect(await loopscope.readEvents(), name).toEqual(events);
    }
  });

  test("while a file is over the page, the page says that it may be dropped, over dialogs too", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    await page.locator("body").press("e");
    const dispatch = (type: string) =>
      page.evaluate((type) => {
        const dataTransfer = new DataTransfer();
        dataTransfer.items.add(new File(["x"], "x.py"));
        const target = document.querySelector("dialog") ?? document.body;
        const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer });
        target.dispatchEvent(event);
        return event.defaultPrevented;
      }, type);
    const sign = page.getByText("Drop the file anywhere");
    expect(await dispatch("dragover")).toBe(true);
    await expect(sign).toBeVisible();
    await dispatch("dragleave");
    await expect(sign).toBeHidden();
    await dispatch("dragover");
    await dispatch("drop");
    await expect(sign).toBeHidden();
    await expect(page.getByRole("dialog")).toBeHidden();
    await expect.poll(() => loopscope.readProgram()).toBe("x");
  });
});
