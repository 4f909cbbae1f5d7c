// Examples play as the build has recorded them, before any guest is there.

import { expect, GUESTS, holdBack, test } from "./loopscope-page.ts";

for (const language of ["python", "typescript"] as const) {
  test(`an example in ${language} plays while its guest is on its way, and can be run then`, async ({
    loopscope,
    context,
  }) => {
    const release = await holdBack(context, GUESTS);
    await loopscope.openPaused(`?example=timeout&lang=${language}`);
    await loopscope.movePlayhead("End");
    await expect(loopscope.region("Console")).toContainText("took too long");
    const recorded = await loopscope.readEvents();
    expect(recorded.length).toBeGreaterThan(50);
    await loopscope.button("Run").click();
    await expect(loopscope.button("Stop")).toBeVisible();
    release();
    await loopscope.idle();
    await expect(loopscope.button("Run")).toBeEnabled();
    expect(await loopscope.readEvents()).toEqual(recorded);
  });

  test(`an example in ${language} whose recorded run cannot be had is run`, async ({ loopscope, page }) => {
    loopscope.expectProblems(/ERR_FAILED/);
    await page.route(/\/timeout-[^/]*\.js$/, (route) => route.abort());
    await loopscope.open(`?example=timeout&lang=${language}`);
    await loopscope.movePlayhead("End");
    await expect(loopscope.region("Console")).toContainText("took too long");
  });
}

test("what was changed is run, not what was recorded", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=timeout&lang=typescript");
  await loopscope.write('import { print } from "asyncio";\nprint("changed");\n');
  await page.reload();
  await loopscope.idle();
  await loopscope.movePlayhead("End");
  expect(await loopscope.readConsole()).toContain("changed");
});

test("the link to a moment of an example needs no guest", async ({ loopscope, context }) => {
  await holdBack(context, GUESTS);
  await loopscope.open("?example=semaphore&at=resourceWaited:worker-3:1&task=worker-3");
  expect((await loopscope.readPlayhead()).text).toContain("worker-3");
  expect(await loopscope.readEvents()).not.toEqual([]);
});
