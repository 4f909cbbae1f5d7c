import { expect, test } from "./loopscope-page.ts";

test.describe("of a recorded run", () => {
  test.use({ withGuests: false, withMonaco: false });

  test("the outcome stands beside Run wherever the cursor is, and is the last sentence", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused();
    const verdict = page.getByRole("button", { name: "Done in 0.439 s" });
    await expect(verdict).toBeVisible();
    const caption = page.getByRole("paragraph").filter({ hasText: "Done in 0.439 s" });
    await expect(caption).toHaveCount(0);
    await verdict.click();
    await expect(caption).toHaveCount(1);
    expect((await loopscope.readPlayhead()).text).toContain("loopStopped");
  });

  test("output that is not reached is counted", async ({ loopscope }) => {
    await loopscope.openPaused();
    const output = loopscope.region("Console").getByRole("log");
    await expect(output).toHaveText("10 lines to come");
    await loopscope.movePlayhead("End");
    await expect(output).not.toContainText("to come");
  });

  test("a press on a deadlock leads to its warning", async ({ loopscope, page }) => {
    await loopscope.openPaused("?example=deadlock");
    await page.getByRole("button", { name: /^Deadlock at .* wait for each other$/ }).click();
    const inspector = page.getByRole("region", { name: "Inspector" });
    await expect(inspector).toContainText("What to do");
    await expect(inspector).toContainText("About deadlock");
  });
});

test.describe("of a program of its own", () => {
  const FAILS = `import asyncio

async def bad():
    raise ValueError("no")

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(asyncio.sleep(1))
        group.create_task(bad(), name="worst")

asyncio.run(main())
`;

  test("a failure names the place, and a press leads to the task; its traceback is one line", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused();
    await loopscope.write(FAILS);
    await loopscope.run();
    const output = loopscope.region("Console").getByRole("log");
    await expect(output.getByTitle("Go to this moment")).toHaveCount(1);
    await expect(output).not.toContainText("line 4, in bad");
    await output.getByRole("button", { name: "Traceback" }).click();
    await expect(output).toContainText('File "program.py", line 4, in bad');

    const text = "Failed: ValueError in bad(), line 4";
    await expect(page.getByRole("status").filter({ hasText: text })).toHaveCount(1);
    await page.getByRole("button", { name: text }).click();
    await expect(page.getByRole("region", { name: "Inspector" })).toContainText("worst");
    expect((await loopscope.readPlayhead()).text).toContain("taskDone");
  });
});
