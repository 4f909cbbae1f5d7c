import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { encodeProgram } from "../src/share/permalink.ts";
import { expect, holdBack, LoopscopePage, test } from "./loopscope-page.ts";

const root = fileURLToPath(new URL("..", import.meta.url));

/** The trace that the headless recorder prints of a program of this repository. */
async function recordHeadless(path: string): Promise<object[]> {
  const args = ["run", "--silent", "trace", "--", path];
  const { stdout } = await promisify(execFile)("npm", args, { cwd: root, maxBuffer: 2 ** 28 });
  return (JSON.parse(stdout) as { events: object[] }).events;
}

for (const example of ["hello-world", "semaphore"]) {
  for (const [language, extension] of [
    ["python", "py"],
    ["typescript", "ts"],
  ] as const) {
    test(`${example} in ${language} leaves the same trace in the page as without one`, async ({
      loopscope,
    }) => {
      const headless = recordHeadless(`src/examples/${language}/${example}.${extension}`);
      await loopscope.openPaused(`?example=${example}&lang=${language}`);
      const recorded = await loopscope.readEvents();
      // Another run in between distinguishes the recorded run from one executed here.
      const source = await loopscope.readProgram();
      await loopscope.write(
        language === "python" ? "print(1)\n" : 'import { print } from "asyncio";\nprint(1);\n',
      );
      await loopscope.run();
      expect(await loopscope.readConsole()).toContain("1");
      await loopscope.write(source);
      await loopscope.run();
      const ran = await loopscope.readEvents();
      expect(ran).toEqual(await headless);
      expect(recorded).toEqual(ran);
    });
  }
}

for (const [language, last, foreign] of [
  ["python", /python_stdlib/, /typescript/],
  ["typescript", /typescript-compiler/, /pyodide|python/],
] as const) {
  test(`a program in ${language} loads nothing of the other language`, async ({ loopscope, page }) => {
    const requests: string[] = [];
    page.on("request", (request) => requests.push(new URL(request.url()).pathname));
    await loopscope.openPaused(`?example=hello-world&lang=${language}`);
    await page.locator(".monaco-editor").first().waitFor();
    await loopscope.run();
    await expect.poll(() => requests.some((path) => last.test(path))).toBe(true);
    expect(requests.filter((path) => foreign.test(path))).toEqual([]);
  });
}

test("an edited program is not lost by switching", async ({ loopscope }) => {
  const program = "import asyncio\n\nasyncio.run(asyncio.sleep(1))\n";
  await loopscope.openPaused();
  await loopscope.write(program);
  await loopscope.switchTo("TypeScript");
  expect(await loopscope.readProgram()).toContain("async function hello");
  await loopscope.switchTo("Python");
  expect(await loopscope.readProgram()).toBe(program);
});

test("a program from a link has no counterpart; the page says so and keeps it", async ({
  loopscope,
  page,
  context,
}) => {
  const program = 'import { print } from "asyncio";\nprint("from a link");\n';
  await loopscope.openPaused("?lang=typescript");
  await loopscope.write(program);
  await loopscope.button("Share").click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  const another = new LoopscopePage(await context.newPage());
  await another.page.goto(link);
  await another.idle();
  await expect(another.language("TypeScript")).toBeChecked();
  expect(await another.readProgram()).toBe(program);
  expect(await another.readConsole()).not.toContain("from a link");
  await expect(another.page.getByText("A program from a link")).toBeVisible();
  await another.run();
  expect(await another.readConsole()).toContain("from a link");
  await another.switchTo("Python");
  await expect(
    another.page.getByRole("alert").filter({ hasText: "Your program is in TypeScript only" }),
  ).toBeVisible();
  await another.switchTo("TypeScript");
  expect(await another.readProgram()).toBe(program);
});

test("a link in TypeScript says what it waits for, and what to do if that cannot be had", async ({
  loopscope,
  page,
  context,
}) => {
  loopscope.expectProblems(/typescript-compiler/);
  const source = 'import { print } from "asyncio";\nprint("compiled");\n';
  await page.route("**/typescript-compiler*", (route) => route.abort());
  await loopscope.open(encodeProgram({ language: "typescript", source, seed: 1 }));
  await loopscope.run();
  const sentence = "The TypeScript compiler could not be loaded: check the connection";
  await expect(loopscope.region("Console")).toContainText(sentence);

  // In this order no request gets through in between.
  const release = await holdBack(context, /typescript-compiler/);
  await page.unroute("**/typescript-compiler*");
  await loopscope.button("Run").click();
  // Below the stage the same is said after a while; over it, at once.
  const cover = page.getByRole("status").filter({ has: page.getByRole("progressbar") });
  await expect(cover).toContainText("Loading the TypeScript compiler: 0 %");
  release();
  await loopscope.idle();
  expect(await loopscope.readConsole()).toContain("compiled");
});

test.describe("a program in TypeScript", () => {
  test.beforeEach(({ loopscope }) => loopscope.openPaused("?example=hello-world&lang=typescript"));

  test("runs as edited; wrong types are underlined and do not keep it", async ({ loopscope, page }) => {
    await loopscope.write(
      'import { print, run, sleep } from "asyncio";\n\nasync function main() {\n  await sleep(1);\n  const n: number = "text";\n  print(n);\n}\n\nrun(main);\n',
    );
    await expect(page.locator(".squiggly-error")).toHaveCount(1, { timeout: 20_000 });
    await loopscope.run();
    expect(await loopscope.readConsole()).toContain("text");
    expect((await loopscope.readPlayhead()).text).toContain("1.000 s");
  });

  test("is warned of a forgotten await, before it runs and after", async ({ loopscope, page }) => {
    await loopscope.write(
      'import { print } from "asyncio";\nasync function work() {\n  print("never");\n}\nwork();\n',
    );
    await expect(page.locator(".squiggly-warning")).toHaveCount(1, { timeout: 20_000 });
    await loopscope.run();
    expect(await loopscope.readEvents()).toContainEqual(
      expect.objectContaining({ kind: "warningRaised", diagnosis: "neverAwaited", line: 5 }),
    );
  });

  test("with a syntax error shows it at its line, and the last trace stays", async ({ loopscope }) => {
    const before = await loopscope.readPlayhead();
    await loopscope.write('import { print } from "asyncio";\nprint("x";\n');
    await loopscope.run();
    await expect(loopscope.region("Editor")).toContainText(/Line 2:\s*SyntaxError: '\)' expected\./);
    await expect(loopscope.region("Console")).toContainText("SyntaxError: ')' expected.");
    expect((await loopscope.readPlayhead()).value).toBe(before.value);
  });

  test("shows what it can import", async ({ loopscope }) => {
    await loopscope.write('import fs from "node:fs";\nfs;\n');
    await loopscope.run();
    await expect(loopscope.region("Editor")).toContainText(
      'Module "node:fs" is not available here. A program can import "asyncio".',
    );
  });

  test("is stopped in an endless loop; what was recorded stays, and the next run works", async ({
    loopscope,
  }) => {
    const good =
      'import { print, sleep } from "asyncio";\nprint("before");\nawait sleep(1);\n// here\nprint("after");\n';
    await loopscope.write(good.replace("// here", "while (true);"));
    await loopscope.button("Run").click();
    await expect(loopscope.region("Console")).toContainText("before");
    await loopscope.button("Stop").click();
    await loopscope.idle();
    await expect(loopscope.region("Console")).toContainText("Stopped");
    await expect(loopscope.region("Console")).toContainText("before");
    await loopscope.write(good);
    await loopscope.run();
    expect(await loopscope.readConsole()).toContain("after");
  });

  test("finds nothing of the program before it", async ({ loopscope }) => {
    await loopscope.write("(Array.prototype as any).left = 1; (Object as any).left = 1;\n");
    await loopscope.run();
    await loopscope.write(
      'import { print } from "asyncio";\nprint("left" in Array.prototype, "left" in Object);\n',
    );
    await loopscope.run();
    expect(await loopscope.readConsole()).toContain("false false");
  });

  test("reaches nothing outside of its sandbox", async ({ loopscope, context }) => {
    const requests: string[] = [];
    context.on("request", (request) => requests.push(request.url()));
    loopscope.expectProblems(/canary|Content Security Policy|violates/i);
    // Text that becomes code would see the worker's own globals; the policy would not let it, either.
    await loopscope.write(
      'import { print } from "asyncio";\nfor (const text of ["fetch(\'/canary\')", "this", "self.postMessage(1)"])\n  for (const make of [() => (print as any).constructor("return " + text)(), () => (0, eval)(text)])\n    try { print(make()); } catch (error) { print((error as Error).message); }\ntry { await import("/canary.js" as string); } catch (error) { print((error as Error).message); }\nprint(typeof self, typeof globalThis, typeof importScripts, "probed");\n',
    );
    await loopscope.run();
    const output = await loopscope.readConsole();
    expect(output).toContain("undefined undefined function probed");
    expect(output.match(/\(\) is not available here\. A program cannot turn text into code/g)).toHaveLength(
      6,
    );
    expect(requests.filter((url) => url.includes("canary"))).toEqual([]);
  });
});

test.describe("as they were recorded", () => {
  test.use({ withGuests: false });

  test("switching shows the counterpart at the same event, and back", async ({ loopscope, page }) => {
    await loopscope.openPaused("?example=semaphore");
    await loopscope.movePlayhead("Home");
    await loopscope.movePlayhead("PageUp", 3);
    const { playhead, ...picture } = await loopscope.readState();
    await loopscope.switchTo("TypeScript");
    expect(await loopscope.readProgram()).toContain("new Semaphore(3)");
    expect(page.url()).toContain("?example=semaphore&lang=typescript");
    const there = await loopscope.readState();
    expect(there.playhead.value).toBe(playhead.value);
    expect([there.ready, there.running, there.timers]).toEqual([
      picture.ready,
      picture.running,
      picture.timers,
    ]);
    await loopscope.press("Step forward");
    await loopscope.switchTo("Python");
    expect(await loopscope.readProgram()).toContain("asyncio.Semaphore(3)");
    expect((await loopscope.readPlayhead()).value).toBe(playhead.value + 1);
  });
});
