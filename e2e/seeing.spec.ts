import { expect, test } from "./loopscope-page.ts";

test.use({ withGuests: false });

test("the inspector shows the selection, and Escape closes it", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("Home");
  await loopscope.movePlayhead("PageUp", 6);
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toHaveCount(0);
  await loopscope.region("Timeline").getByRole("button", { name: "worker-4" }).click();
  await expect(inspector).toContainText("worker-4");
  await expect(inspector).toContainText("Created");
  await expect(inspector).toContainText("by main, line 17, to run worker()");
  await inspector.getByRole("button", { name: "main" }).first().click();
  await expect(inspector).toContainText("to run main(), as Task-1");
  await page.keyboard.press("Escape");
  await expect(inspector).toHaveCount(0);
});

test("a line of output and a callback have sections, too", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("End");
  await loopscope.region("Console").getByText("out 0").click();
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText("Why at that time?");
  await expect(inspector).toContainText("Output");
});

test("a key opens the inspector, which says what to select and draws the await tree", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("Home");
  await loopscope.movePlayhead("PageDown", 2);
  await page.locator("body").press("i");
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText("Select a task");
  await expect(inspector).toContainText("Await tree");
  await page.locator("body").press("i");
  await expect(inspector).toHaveCount(0);
});

test("W walks back from wake to wake, to the beginning", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("End");
  await loopscope.findTask("worker-6");
  const places: number[] = [];
  for (;;) {
    const { value } = await loopscope.readPlayhead();
    if (value === places.at(-1)) break;
    places.push(value);
    await page.locator("body").press("w");
    await loopscope.idle();
  }
  expect(places.length).toBeGreaterThan(4);
  expect(places).toEqual(places.toSorted((a, b) => b - a));
  expect(places.at(-1)).toBe(0);
});

test("steps of each size go forwards and back the same way", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("Home");
  const walk = async (key: string) => {
    const texts: string[] = [];
    for (let i = 0; i < 4; i++) {
      await page.locator("body").press(key);
      await loopscope.idle();
      texts.push((await loopscope.readPlayhead()).text);
    }
    return texts;
  };
  for (const [forwards, backwards, kind] of [
    [".", ",", "iterationStarted"],
    ["o", "Shift+O", "outputWritten"],
    ["]", "[", "task"],
  ] as const) {
    await loopscope.movePlayhead("Home");
    const there = await walk(forwards);
    for (const text of there) expect(text).toContain(kind);
    expect((await walk(backwards)).slice(0, 3)).toEqual(there.slice(0, 3).reverse());
  }
});

test("? shows the keys, in a dialog that Escape closes", async ({ loopscope, page }) => {
  await loopscope.openPaused();
  await page.locator("body").press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toBeVisible();
  await expect(keys).toContainText("forward and back by one iteration of the loop");
  await page.keyboard.press("Escape");
  await expect(keys).toHaveCount(0);
});

test("a task is found by its name, and zoomed to", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=semaphore");
  await page.locator("body").press("/");
  await page.getByRole("searchbox", { name: "Find a task" }).fill("ER-5");
  await expect(loopscope.region("Timeline").getByRole("button", { name: "worker-5" })).toHaveAttribute(
    "aria-pressed",
    "true",
  );
  await page.keyboard.press("Escape");
  await page.locator("body").press("z");
  await expect(loopscope.region("Timeline").getByRole("button", { name: "Fit" })).toBeVisible();
  await page.locator("body").press("f");
  await expect(loopscope.region("Timeline").getByRole("button", { name: "Fit" })).toHaveCount(0);
});

test("the transcript tells all events up to the cursor, and can be copied", async ({
  loopscope,
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("End");
  await loopscope.region("Console").getByRole("button", { name: "transcript" }).click();
  const transcript = page.getByRole("log", { name: "Transcript" });
  await expect(transcript).toContainText("The event loop stops.");
  await transcript.getByText("The event loop stops.").first().click();
  expect((await loopscope.readPlayhead()).text).toContain("loopStopped");
  await loopscope.movePlayhead("End");
  await loopscope.region("Console").getByRole("button", { name: "Copy" }).click();
  await expect(loopscope.region("Console")).toContainText("Copied");
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const lines = copied.trimEnd().split("\n");
  // What repeats at one moment has one line.
  expect(lines.filter((line, i) => line === lines[i - 1])).toEqual([]);
  const length = Number(await loopscope.playhead.getAttribute("max")) + 1;
  expect(lines.length).toBeGreaterThan(0.95 * length);
  expect(copied).toContain("worker-3 continues");
});

test("a timer is selected by its dot on the axis, and its task by its token", async ({ loopscope, page }) => {
  await loopscope.open("?example=hello-world&at=timerScheduled:hello-2:1");
  const inspector = page.getByRole("region", { name: "Inspector" });
  await loopscope.region("Timers").getByRole("button", { name: "Timer of hello-0" }).click();
  await expect(inspector).toContainText("to come due, at");
  await loopscope.tokens("Timers").filter({ hasText: "hello-0" }).getByText("hello-0").click();
  await expect(inspector).toContainText("hello-0 sleeps");
});

test("the ready queue has two rows at most, below its heading, at every event", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused();
  const max = Number(await loopscope.playhead.getAttribute("max"));
  for (let event = 0; event <= max; event++) {
    await loopscope.playhead.fill(String(event));
    const rows = await page.evaluate(() => {
      const queue = document.querySelector("[aria-label='Ready queue']") as HTMLElement;
      const tops = [...queue.querySelectorAll("li")].map((token) => token.getBoundingClientRect().top);
      const heading = queue.querySelector("h2") as HTMLElement;
      const isBelow = tops.every((top) => top >= heading.getBoundingClientRect().bottom - 2);
      return { count: new Set(tops.map(Math.round)).size, isBelow };
    });
    expect([event, rows.count <= 2, rows.isBelow]).toEqual([event, true, true]);
  }
});

test("a task under the pointer is highlighted in every view", async ({ loopscope }) => {
  await loopscope.open("?example=semaphore&at=handleEnded:worker-3:1");
  const dot = loopscope.region("Editor").getByRole("button", { name: "worker-3" });
  const token = loopscope.region("Tasks").getByRole("listitem").getByText("worker-3").locator("..");
  const outlineOf = (locator: typeof dot) =>
    expect.poll(() => locator.evaluate((node) => getComputedStyle(node).outlineStyle));
  await outlineOf(token).toBe("none");
  await dot.hover();
  await outlineOf(token).toBe("solid");
  await token.hover();
  await outlineOf(dot.locator("span")).toBe("solid");
  await loopscope.region("Timeline").getByRole("button", { name: "worker-3" }).hover();
  await outlineOf(token).toBe("solid");
  await outlineOf(dot.locator("span")).toBe("solid");
});

test("the number of a line leads to its visits, and each visit to its moment", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=semaphore");
  await loopscope.movePlayhead("End");
  await page.locator(".monaco-editor .line-numbers", { hasText: /^8$/ }).click();
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText("7 visits");
  await expect(inspector).toContainText("await asyncio.sleep(random.uniform(0.4, 1))");
  await inspector.getByRole("button", { name: "0.000" }).first().click();
  expect((await loopscope.readPlayhead()).text).toContain("worker-0 stops at line 8");
});

test.describe("in a program of its own", () => {
  test.use({ withGuests: true });

  const CROWD = `import asyncio

async def nothing():
    pass

async def main():
    crowd = [asyncio.create_task(nothing(), name=f"task-{i}") for i in range(50_000)]
    await asyncio.sleep(1)

asyncio.run(main())
`;

  test("50,000 ready callbacks show the first, the last, the true count and how they came, with few nodes at any size", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused();
    await loopscope.write(CROWD);
    await loopscope.button("Run").click();
    await loopscope.button("Run").and(page.locator(":enabled")).waitFor();
    await loopscope.movePlayhead("Home");
    const max = Number(await loopscope.playhead.getAttribute("max"));
    // All tasks are created when main first waits; none has run.
    const made = await page.evaluate(() =>
      window.loopscope.events().findIndex((event) => "kind" in event && event.kind === "taskSuspended"),
    );
    const queue = loopscope.region("Ready queue");
    for (const size of [
      { width: 390, height: 844 },
      { width: 1280, height: 720 },
      { width: 2560, height: 1440 },
    ]) {
      await page.setViewportSize(size);
      for (const moment of [made / 2, made, made + 1000, (made + max) / 2, max]) {
        await loopscope.playhead.fill(String(Math.round(moment)));
        await loopscope.idle();
        const nodes = await page.evaluate(() => document.querySelectorAll("*").length);
        expect(nodes, `at ${size.width} × ${size.height}, event ${moment}`).toBeLessThan(3000);
      }
      await loopscope.playhead.fill(String(made));
      await loopscope.idle();
      await expect(queue).toContainText("50,000");
      const texts = await loopscope.readTokens("Ready queue");
      expect([texts[0], texts.at(-1)]).toEqual(["task-0", "task-49999"]);
      const hidden = texts.map((text) => /^\+ ([\d,]+) more$/.exec(text)?.[1]).find(Boolean) ?? "";
      expect(Number(hidden.replace(",", "")) + texts.length - 1).toBe(50_000);
      await expect(queue.getByRole("img", { name: "Length of the queue so far" })).toBeVisible();
    }
  });

  const BLOCKING = `import asyncio, time

async def work():
    time.sleep(0.2)

async def main():
    await asyncio.gather(work(), asyncio.sleep(0.1))
    print("done")

asyncio.run(main())
`;

  test("a warning in the console leads to its moment and says what to do; N leads there", async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused();
    await loopscope.write(BLOCKING);
    await loopscope.run();
    await loopscope.movePlayhead("Home");
    await expect(loopscope.region("Console")).not.toContainText("blocks the event loop");
    await page.locator("body").press("n");
    await loopscope.idle();
    expect((await loopscope.readPlayhead()).text).toContain("loopBlocked");
    await loopscope.movePlayhead("End");
    await loopscope.region("Console").getByText("blocks the event loop for").click();
    expect((await loopscope.readPlayhead()).text).toContain("loopBlocked");
    const inspector = page.getByRole("region", { name: "Inspector" });
    await expect(inspector).toContainText("blocking call");
    await expect(inspector).toContainText("What to do");
  });
});
