import { expect, test } from "./loopscope-page.ts";

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
