import { expect, test } from "./loopscope-page.ts";

test("hello world runs by itself, plays to its end, and prints in timer order", async ({ loopscope }) => {
  await loopscope.open();
  const output = await loopscope.readConsole();
  expect(output.match(/Hello, world! \d/g)).toHaveLength(10);
  // The ten, their main, and the two with which asyncio.run cleans up.
  await expect(loopscope.tokens("Tasks")).toHaveCount(13);
  await expect(loopscope.tokens("Ready queue")).toHaveCount(0);
  await expect(loopscope.tokens("Timers")).toHaveCount(0);
  const end = await loopscope.readPlayhead();
  expect(end.text).toContain(`of ${end.value + 1}`);
});

test("at the first iteration ten tasks are ready; later ten timers wait", async ({ loopscope }) => {
  await loopscope.openPaused();
  await loopscope.seekTo((state) => state.ready.length === 10);
  expect(await loopscope.readTokens("Ready queue")).toEqual(
    Array.from({ length: 10 }, (_, i) => `hello-${i}`),
  );
  await loopscope.seekTo((state) => state.timers.length === 10);
  expect(await loopscope.readTokens("Timers")).toHaveLength(10);
});

test("a step back undoes a step forward, everywhere in the picture", async ({ loopscope }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("Home");
  const seen = [await loopscope.readState()];
  for (let i = 0; i < 60; i++) {
    await loopscope.press("Step forward");
    seen.push(await loopscope.readState());
  }
  for (let i = 59; i >= 0; i--) {
    await loopscope.press("Step back");
    expect(await loopscope.readState()).toEqual(seen[i]);
  }
});

test("three workers hold a permit and the others stand in line", async ({ loopscope }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.seekTo(
    (state) => state.timers.length === 3 && state.ready.length === 0 && state.running.length === 0,
  );
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

test("play, pause and speed move the one playhead", async ({ loopscope, page }) => {
  await loopscope.openPaused();
  await loopscope.movePlayhead("Home");
  await page.getByRole("combobox", { name: "Speed" }).selectOption("16");
  await loopscope.button("Play").click();
  await loopscope.idle();
  const { value } = await loopscope.readPlayhead();
  expect(value).toBeGreaterThan(200);
  await expect(loopscope.button("Play")).toBeVisible();
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
