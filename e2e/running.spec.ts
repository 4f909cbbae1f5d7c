import { expect, test } from "./loopscope-page.ts";

test("hello world runs by itself, and prints in timer order", async ({ loopscope }) => {
  await loopscope.open();
  await loopscope.movePlayhead("End");
  const output = await loopscope.readConsole();
  expect(output.match(/Hello, world! \d/g)).toHaveLength(10);
  // The ten and their main, without the tasks with which asyncio.run cleans up.
  await expect(loopscope.tokens("Tasks")).toHaveCount(11);
  await expect(loopscope.tokens("Ready queue")).toHaveCount(0);
  await expect(loopscope.tokens("Timers")).toHaveCount(0);
  const end = await loopscope.readPlayhead();
  expect(end.text).toContain(`of ${end.value + 1}`);
});

test.describe("at a moment of a recorded run", () => {
  test.use({ withGuests: false, withMonaco: false });

  test("ten tasks are ready while main waits for them; when all ten sleep, ten timers wait", async ({
    loopscope,
  }) => {
    await loopscope.open("?example=hello-world&at=taskSuspended:Task-1:1");
    expect(await loopscope.readTokens("Ready queue")).toEqual(
      Array.from({ length: 10 }, (_, i) => `hello-${i}`),
    );
    expect(await loopscope.readTokens("Timers")).toHaveLength(0);
    await loopscope.open("?example=hello-world&at=taskSuspended:hello-9:1");
    expect(await loopscope.readTokens("Ready queue")).toHaveLength(0);
    expect(await loopscope.readTokens("Timers")).toHaveLength(10);
  });

  test("a step back undoes a step forward, everywhere in the picture", async ({ loopscope, page }) => {
    await loopscope.openPaused("?example=semaphore");
    await loopscope.playhead.focus();
    const seen = [await loopscope.readState()];
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press("ArrowRight");
      seen.push(await loopscope.readState());
    }
    expect(seen.map(({ playhead }) => playhead.value)).toEqual(seen.map((_, i) => i - 1));
    for (let i = 59; i >= 0; i--) {
      await page.keyboard.press("ArrowLeft");
      expect(await loopscope.readState()).toEqual(seen[i]);
    }
    await loopscope.press("Step forward");
    expect(await loopscope.readState()).toEqual(seen[1]);
    await loopscope.press("Step back");
    expect(await loopscope.readState()).toEqual(seen[0]);
  });

  test("three workers hold a permit and the others are in line", async ({ loopscope }) => {
    await loopscope.open("?example=semaphore&at=taskSuspended:worker-6:1");
    expect(await loopscope.readTokens("Timers")).toHaveLength(3);
    const tasks = loopscope.region("Tasks");
    await expect(tasks.getByRole("list", { name: "Permits" }).getByRole("listitem")).toHaveText([
      "held by worker-0",
      "held by worker-1",
      "held by worker-2",
    ]);
    await expect(tasks.getByRole("list", { name: "In line" }).getByRole("listitem")).toHaveText([
      "worker-3",
      "worker-4",
      "worker-5",
      "worker-6",
    ]);
  });
});

test("an edited program runs as edited", async ({ loopscope }) => {
  await loopscope.openPaused();
  await loopscope.write(
    "import asyncio\n\nasync def main():\n    await asyncio.sleep(1)\n    print('edited')\n\nasyncio.run(main())\n",
  );
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("edited");
  expect((await loopscope.readPlayhead()).text).toContain("1.000 s");
});
