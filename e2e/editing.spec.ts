// The editor as an editor: what the program has stays, and what is typed follows it.

import { expect, test, type LoopscopePage } from "./loopscope-page.ts";

test.use({ withGuests: false });

/** A text in the full editor, with the caret at its end. */
async function edit(app: LoopscopePage, source: string, address = "?example=hello-world"): Promise<void> {
  await app.openPaused(address);
  await app.page.locator(".monaco-editor .view-line").first().waitFor();
  await app.write(source);
  await app.page.keyboard.press("ControlOrMeta+End");
}

for (const [name, level] of [
  ["tabs", "\t"],
  ["two spaces", "  "],
  ["eight spaces", "        "],
] as const) {
  test(`${name} are left alone, and what is typed follows`, async ({ loopscope, page }) => {
    const source = `async def main():\n${level}if True:\n${level}${level}pass`;
    await edit(loopscope, source);
    await page.keyboard.press("Enter");
    // One level, or two while the editor has not read yet what came all at once.
    while (!(await loopscope.readProgram()).endsWith("\n")) await page.keyboard.press("Backspace");
    await page.keyboard.type("if False:");
    await page.keyboard.press("Enter");
    await page.keyboard.type("1");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.type("2");
    expect(await loopscope.readProgram()).toBe(`${source}\nif False:\n${level}1\n${level}${level}2`);
  });
}

test("Ctrl G goes to a line", async ({ loopscope, page }) => {
  const lines = Array.from({ length: 200 }, (_, i) => `print(${i + 1})`);
  await edit(loopscope, lines.join("\n"));
  await page.keyboard.press("Control+g");
  const box = page.getByRole("textbox", { name: /Go to line/ });
  await box.waitFor();
  await page.keyboard.type("120");
  await page.keyboard.press("Enter");
  await expect(box).toBeHidden();
  await expect(loopscope.region("Editor").getByText("print(120)", { exact: true })).toBeInViewport();
  await page.keyboard.type("x = ");
  expect((await loopscope.readProgram()).split("\n")[119]).toBe("x = print(120)");
});

test.describe("by touch", () => {
  test.use({ withGuests: true, viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });

  test("a program is edited in a plain editor: Monaco is neither used nor downloaded", async ({
    loopscope,
    page,
  }) => {
    const requested: string[] = [];
    page.on("request", (request) => requested.push(new URL(request.url()).pathname.split("/").at(-1) ?? ""));
    await loopscope.openPaused("?example=semaphore&lang=typescript");
    const program = page.getByRole("textbox", { name: "Program" });
    await loopscope.showPane("Program");
    await program.tap();
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type('import { print } from "asyncio";\nif (true) {\nprint("by thumb");\n');
    const typed = 'import { print } from "asyncio";\nif (true) {\n  print("by thumb");\n  ';
    expect(await loopscope.readProgram()).toBe(typed);
    await page.keyboard.press("Backspace");
    await page.keyboard.press("Backspace");
    await page.keyboard.type("}");
    await loopscope.button("Run").tap();
    await loopscope.idle();
    await loopscope.showPane("Console");
    expect(await loopscope.readConsole()).toContain("by thumb");
    await loopscope.showPane("Program");

    await loopscope.region("Editor").getByText("3", { exact: true }).tap();
    const inspector = page.getByRole("region", { name: "Inspector" });
    await expect(inspector).toContainText('print("by thumb");');
    await expect(program).toHaveJSProperty("scrollTop", 0);
    expect(await page.evaluate(() => visualViewport?.scale)).toBe(1);
    expect(requested.filter((name) => /^(MonacoEditor|editor|codicon)/.test(name))).toEqual([]);
  });
});
