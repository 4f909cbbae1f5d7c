import { encodeProgram } from "../src/share/permalink.ts";
import { expect, test } from "./loopscope-page.ts";

test("a syntax error names its line and leaves the last good trace", async ({ loopscope }) => {
  await loopscope.openPaused();
  const before = await loopscope.readPlayhead();
  await loopscope.write("import asyncio\nprint('x'\n");
  await loopscope.run();
  await expect(loopscope.region("Console")).toContainText("SyntaxError: '(' was never closed");
  await expect(loopscope.region("Editor")).toContainText("'(' was never closed");
  expect((await loopscope.readPlayhead()).value).toBe(before.value);
});

test("an uncaught exception shows the program's own lines", async ({ loopscope }) => {
  await loopscope.openPaused();
  await loopscope.write(
    "import asyncio\n\nasync def main():\n    await asyncio.sleep(0)\n    1 / 0\n\nasyncio.run(main())\n",
  );
  await loopscope.run();
  await loopscope.region("Console").getByRole("button", { name: "Traceback" }).click();
  const output = await loopscope.readConsole();
  expect(output).toContain("ZeroDivisionError: division by zero");
  expect(output).toContain('File "program.py", line 5, in main');
  expect(output).not.toContain("runners.py");
});

test("a program that breaks the interpreter says so, and the next run has a new one", async ({
  loopscope,
}) => {
  // What the interpreter itself says as it breaks.
  loopscope.expectProblems(/fatal error|Maximum call stack size exceeded/);
  await loopscope.openPaused();
  await loopscope.write(
    "class Node:\n    def __repr__(self):\n        return repr(self)\n\nprint('before')\nprint(Node())\n",
  );
  await loopscope.run();
  const output = await loopscope.readConsole();
  expect(output).toContain("before");
  expect(output).toContain("RecursionError: maximum recursion depth exceeded");
  await loopscope.write("import asyncio\n\nasync def main():\n    print('again')\n\nasyncio.run(main())\n");
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("again");
});

test("a program that changes files of Python runs the same again at once, in a new interpreter", async ({
  loopscope,
}) => {
  await loopscope.openPaused();
  await loopscope.write(
    "import os\n\nfile = '/lib/python3.14/left.py'\nprint('was there:', os.path.exists(file))\nopen(file, 'w').close()\n",
  );
  for (let run = 0; run < 3; run++) {
    await loopscope.run();
    expect(await loopscope.readConsole()).toContain("was there: False");
  }
});

test("a deadlock names the task that waits, and the fix", async ({ loopscope }) => {
  await loopscope.openPaused();
  await loopscope.write(
    "import asyncio\n\nasync def main():\n    lock = asyncio.Lock()\n    await lock.acquire()\n    await lock.acquire()\n\nasyncio.run(main())\n",
  );
  await loopscope.run();
  await expect(loopscope.region("Console")).toContainText(
    "Deadlock: main holds lock and waits for lock again.",
  );
  await expect(loopscope.page.getByText("nothing can run again").first()).toBeVisible();
});

test("an endless loop: the page answers, Stop works at once, what was recorded stays, the next run works", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused();
  const good =
    "import asyncio\n\nasync def main():\n    print('before')\n    await asyncio.sleep(1)\n    # here\n\nasyncio.run(main())\n";
  await loopscope.write(good.replace("# here", "while True: pass"));
  await loopscope.button("Run").click();
  await expect(loopscope.region("Console")).toContainText("before");
  await expect(loopscope.button("Stop")).toBeEnabled();
  const took = await page.evaluate(async () => {
    const start = performance.now();
    const stop = [...document.querySelectorAll("button")].find(({ ariaLabel }) => ariaLabel === "Stop");
    stop?.click();
    while (stop?.ariaLabel === "Stop") await new Promise(requestAnimationFrame);
    return performance.now() - start;
  });
  console.log(`Stop took ${took.toFixed(0)} ms`);
  await loopscope.idle();
  await expect(loopscope.region("Console")).toContainText("Stopped");
  await expect(loopscope.region("Console")).toContainText("before");
  await loopscope.write(good);
  await loopscope.run();
  expect((await loopscope.readPlayhead()).text).toContain("1.000 s");
});

test("a million callbacks end at the cap, which is said", async ({ loopscope, page }) => {
  await loopscope.openPaused();
  await loopscope.write(
    "import asyncio\n\nasync def main():\n    for _ in range(1_000_000):\n        await asyncio.sleep(0)\n\nasyncio.run(main())\n",
  );
  await loopscope.button("Run").click();
  await expect(loopscope.button("Run")).toBeVisible({ timeout: 50_000 });
  await loopscope.movePlayhead("End");
  await expect(loopscope.region("Console")).toContainText("1,000,000 events");
  await expect(page.getByText("1,000,000 / 1,000,000")).toBeVisible();
});

test("a regular expression without its end, and thirty escapes, open at once", async ({
  loopscope,
  page,
}) => {
  const source = `const r = /${"\\a".repeat(30)}`;
  await page.goto(`./${encodeProgram({ language: "typescript", source, seed: 1 })}`, { timeout: 20_000 });
  await loopscope.idle();
  expect(await loopscope.readProgram()).toBe(source);
});

test("no value in the browser's storage keeps the page or the gallery from opening", async ({
  loopscope,
  page,
}) => {
  await page.addInitScript(() => {
    // The sandbox has no storage.
    if (self.origin === "null") return;
    const program = { language: "python", source: "print('kept')", seed: 1 };
    sessionStorage.setItem("loopscope-tab", "null");
    localStorage.setItem("loopscope-settings", "null");
    localStorage.setItem("loopscope-draft.a", "null");
    localStorage.setItem("loopscope-draft.b", JSON.stringify({ origin: 7, program, changed: "yesterday" }));
  });
  await loopscope.openPaused("?example=semaphore");
  await page.getByRole("button", { name: "Examples" }).click();
  const kept = page.getByRole("region", { name: "Your programs" });
  await expect(kept.getByRole("button", { name: "print('kept')" }).first()).toContainText("some time ago");
});
