import { expect, test } from "./loopscope-page.ts";

const PROGRAM = `import asyncio

gate = asyncio.Semaphore(20)

async def fetch(n):
    async with gate:
        await asyncio.sleep(0.1)
        if n == 217:
            raise ConnectionError(n)

async def main():
    tasks = [asyncio.create_task(fetch(n)) for n in range(437)]
    await asyncio.gather(*tasks, return_exceptions=True)

asyncio.run(main())
`;

test("of 438 tasks the failed one is found in one press, and others by words", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused();
  await loopscope.write(PROGRAM);
  await loopscope.run();
  const tasks = loopscope.region("Tasks");
  await expect(tasks).toContainText("Done 438");
  await expect(loopscope.tokens("Tasks").filter({ hasText: "fetch" }).first()).toContainText("fetch · 219");
  await tasks.getByRole("button", { name: "1 failed" }).click();
  await loopscope.idle();
  expect((await loopscope.readPlayhead()).text).toContain("taskDone");
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText("ConnectionError: 217");

  const timeline = loopscope.region("Timeline");
  await timeline.getByRole("button", { name: "Find a task" }).click();
  const field = page.getByRole("searchbox", { name: "Find a task" });
  await field.fill("waiting gate");
  await expect(timeline.getByRole("status")).toHaveText(/^\d{3}$/);
  await field.fill("failed fetch");
  await expect(timeline.getByRole("status")).toHaveText("1");
  await field.press("Escape");

  await loopscope.movePlayhead("End");
  await timeline.getByRole("button", { name: "Fold done" }).click();
  await expect(timeline.getByRole("button", { name: "436 folded" })).toBeVisible();
  await expect(timeline.getByRole("button", { name: "fetch · 219", exact: true })).toBeVisible();
});
