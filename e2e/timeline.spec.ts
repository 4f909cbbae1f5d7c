import { expect, test } from "./loopscope-page.ts";

test.use({ withGuests: false, withMonaco: false });

test("a press on the timeline goes to that time, on both axes", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("Home");
  const canvas = loopscope.region("Timeline").locator("canvas");
  const { width, height } = (await canvas.boundingBox()) ?? { width: 0, height: 0 };
  await canvas.click({ position: { x: width * 0.6, y: height * 0.7 } });
  await loopscope.idle();
  const byTime = await loopscope.readPlayhead();
  expect(byTime.text).toMatch(/, [01]\.\d{3} s/);
  await loopscope.region("Timeline").getByText("steps").click();
  await canvas.click({ position: { x: width * 0.6, y: height * 0.7 } });
  await loopscope.idle();
  const byStep = await loopscope.readPlayhead();
  const length = Number(await loopscope.playhead.getAttribute("max")) + 1;
  expect(byStep.value / length).toBeGreaterThan(0.4);
  expect(byStep.value / length).toBeLessThan(0.7);
  await expect(page.getByRole("img", { name: /tasks over/ })).toBeVisible();
});

test("a line of the console leads to its moment", async ({ loopscope }) => {
  await loopscope.openPaused();
  await loopscope.movePlayhead("End");
  await loopscope.region("Console").getByText("Hello, world! 9").click();
  expect((await loopscope.readPlayhead()).text).toContain("outputWritten");
});

test("by keys a part of the run is looked at, and moved; the cursor stays", async ({ loopscope, page }) => {
  await loopscope.open("?example=semaphore&at=resourceReleased:worker-2:1");
  const strip = loopscope.region("Timeline").getByRole("slider", { name: "Visible range" });
  await expect(strip).toHaveCount(0);
  const { value } = await loopscope.readPlayhead();
  for (let i = 0; i < 3; i++) await page.locator("body").press("+");
  const first = await strip.getAttribute("aria-valuetext");
  expect(first).toMatch(/^0\.\d+ s to \d\.\d+ s$/);
  await strip.press("ArrowRight");
  await expect(strip).not.toHaveAttribute("aria-valuetext", first ?? "");
  await strip.press("ArrowLeft");
  await expect(strip).toHaveAttribute("aria-valuetext", first ?? "");
  await strip.press("Home");
  await expect(strip).toHaveAttribute("aria-valuetext", /^0 s to/);
  expect((await loopscope.readPlayhead()).value).toBe(value);
  await page.locator("body").press("f");
  await expect(strip).toHaveCount(0);
});

test.describe("in a program of its own", () => {
  test.use({ withGuests: true });

  const MANY = `import asyncio

async def hello(n):
    print(n)

async def main():
    async with asyncio.TaskGroup() as group:
        for n in range(120):
            group.create_task(hello(n), name=f"hello-{n}")

asyncio.run(main())
`;

  test("where not all lanes are in sight, that of the task which runs is, and that of a selected one", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused();
    await loopscope.write(MANY);
    await loopscope.run();
    const lane = (name: string) => loopscope.region("Timeline").getByRole("button", { name, exact: true });
    await loopscope.movePlayhead("Home");
    for (let i = 0; i < 36; i++) await page.locator("body").press("o");
    await loopscope.idle();
    expect((await loopscope.readPlayhead()).text).toContain("hello-35 writes");
    await expect(lane("hello-35")).toBeInViewport();
    await expect(lane("hello-2")).toHaveCount(0);
    await loopscope.findTask("hello-2");
    await page.locator("body").press("o");
    await expect(lane("hello-2")).toBeInViewport();
  });
});
