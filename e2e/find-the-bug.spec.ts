import { expect, test } from "./loopscope-page.ts";

/** Programs that people paste because they do not do what they should, each with a part of its guilty line. */
const bugs = {
  "a forgotten await": {
    guilty: "save(3)",
    source: `import asyncio

async def save(n):
    await asyncio.sleep(0.1)
    print("saved", n)

async def main():
    await save(1)
    await save(2)
    save(3)
    print("all saved")

asyncio.run(main())
`,
  },
  "a sleep that blocks": {
    guilty: "time.sleep(1)",
    source: `import asyncio, time

async def fetch(n):
    print("fetching", n)
    time.sleep(1)
    return n

async def main():
    print(await asyncio.gather(*(fetch(n) for n in range(3))))

asyncio.run(main())
`,
  },
  "two locks in two orders": {
    guilty: "async with b:",
    source: `import asyncio

a, b = asyncio.Lock(), asyncio.Lock()

async def there():
    async with a:
        await asyncio.sleep(0.1)
        async with b:
            print("there")

async def back():
    async with b:
        await asyncio.sleep(0.1)
        async with a:
            print("back")

async def main():
    await asyncio.gather(there(), back())

asyncio.run(main())
`,
  },
  "a queue without task_done": {
    guilty: "await q.join()",
    source: `import asyncio

async def worker(q):
    while True:
        item = await q.get()
        print("did", item)

async def main():
    q = asyncio.Queue()
    task = asyncio.create_task(worker(q))
    for n in range(3):
        q.put_nowait(n)
    await q.join()
    task.cancel()

asyncio.run(main())
`,
  },
  "a failure in a group": {
    guilty: 'raise ValueError("not a number")',
    source: `import asyncio

async def parse(text):
    await asyncio.sleep(0.1)
    if not text.isdigit():
        raise ValueError("not a number")
    return int(text)

async def main():
    async with asyncio.TaskGroup() as group:
        for text in ["1", "2", "three"]:
            group.create_task(parse(text))

asyncio.run(main())
`,
  },
};

for (const by of ["mouse", "keyboard"] as const) {
  test(`five bugs are found by ${by} alone, one action after Run`, async ({ loopscope, page }) => {
    await loopscope.openPaused("?example=semaphore");
    await page.locator(".monaco-editor .view-line").first().waitFor();
    for (const [bug, { source, guilty }] of Object.entries(bugs)) {
      await loopscope.write(source);
      const verdict = page.getByRole("button", { name: /^(Done|Failed|Deadlock|Stopped)/ });
      if (by === "mouse") await loopscope.button("Run").click();
      else await page.keyboard.press("ControlOrMeta+Enter");
      await loopscope.idle();
      await expect(verdict).toBeVisible();
      if (by === "mouse") await verdict.click();
      else await page.keyboard.press("F8");
      await expect.poll(async () => [bug, await loopscope.readShownLine()]).toEqual([bug, guilty]);
      await expect(page.getByRole("region", { name: "Inspector" })).toBeVisible();
    }
  });
}
