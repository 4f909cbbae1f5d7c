// Cursor after a run: at the beginning, playing, or at the moment that the person was looking at.

import { expect, test } from "./loopscope-page.ts";

const moment = "?example=semaphore&lang=typescript&at=taskSuspended:worker-1:1&task=worker-1";

test("the cursor stays at the same moment after an edit and a run, and after the next", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(moment);
  const before = await loopscope.readState();
  expect(before.playhead.text).toContain("worker-1 stops at line 8");
  const source = await loopscope.readProgram();
  await loopscope.write(
    source.replace("\n\n", '\n\nimport { currentTask } from "asyncio";\n\ncurrentTask;\n\n'),
  );
  for (const run of [() => loopscope.run(), () => page.keyboard.press("ControlOrMeta+Enter")]) {
    await run();
    await loopscope.idle();
    const after = await loopscope.readState();
    // Four lines were added above it.
    after.playhead.text = after.playhead.text.replace("line 12", "line 8");
    expect([after.playhead, after.tasks, after.timers]).toEqual([
      before.playhead,
      before.tasks,
      before.timers,
    ]);
    await expect(loopscope.button("Play")).toBeVisible();
  }
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText("worker-1");
});

test("after watching to the end, the next run begins at its beginning", async ({ loopscope, page }) => {
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await loopscope.open(moment);
  await loopscope.movePlayhead("End");
  await loopscope.button("Run").click();
  await loopscope.button("Pause").click();
  const { value } = await loopscope.readPlayhead();
  expect(value).toBeLessThan(Number(await loopscope.playhead.getAttribute("max")));
});
