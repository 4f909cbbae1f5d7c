// Layout on screens of every size.

import type { Locator } from "@playwright/test";
import { expect, test } from "./loopscope-page.ts";

test.use({ withGuests: false });

test("at no width is anything cut off at the side, with all that the header can have", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=semaphore&lang=typescript");
  await loopscope.write("// mine\n");
  await page.getByRole("button", { name: "Reset" }).click();
  await page.getByRole("button", { name: "Undo reset" }).waitFor();
  for (const width of [320, 390, 700, 701, 880, 881, 1040, 1041, 1150, 1500]) {
    await page.setViewportSize({ width, height: 700 });
    await loopscope.idle();
    const [right, scrollWidth] = await page.evaluate(() => [
      Math.max(
        ...[...document.querySelectorAll("header button")].map((b) => b.getBoundingClientRect().right),
      ),
      document.documentElement.scrollWidth,
    ]);
    expect(right, `${width} px`).toBeLessThanOrEqual(width);
    expect(scrollWidth, `${width} px`).toBeLessThanOrEqual(width);
  }
});

for (const [name, width, height] of [
  ["a small desk", 1024, 700],
  ["a large desk", 2560, 1440],
] as const) {
  test(`on ${name} each part has its place, and a long sentence has room`, async ({ loopscope, page }) => {
    await page.setViewportSize({ width, height });
    await loopscope.open("?example=semaphore&at=resourceReleased:worker-2:1&task=worker-4");
    const names = ["Editor", "Console", "Timers", "Timeline", "Inspector"];
    const boxes = await Promise.all(
      names.map(async (name) => {
        const region = page.getByRole("region", { name });
        // The inspector may be longer than its place, in which it scrolls.
        const place = name === "Inspector" ? region.locator("..") : region;
        return { name, ...(await place.boundingBox())! };
      }),
    );
    for (const [i, a] of boxes.entries()) {
      for (const b of boxes.slice(i + 1)) {
        const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
        const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
        expect(Math.min(across, down), `${a.name} over ${b.name}`).toBeLessThanOrEqual(1);
      }
    }
    const sentence = page.locator(".caption p");
    const [text, caption] = [
      (await sentence.boundingBox())!,
      (await page.locator(".caption").boundingBox())!,
    ];
    expect(text.y).toBeGreaterThanOrEqual(caption.y);
    expect(text.y + text.height).toBeLessThanOrEqual(caption.y + caption.height);
    const timeline = boxes.find(({ name }) => name === "Timeline")!;
    expect(caption.y + caption.height).toBeLessThanOrEqual(timeline.y);
  });
}

test("a laptop's low window has room for the Wire, its caption and the timeline", async ({
  loopscope,
  page,
}) => {
  await page.setViewportSize({ width: 1366, height: 625 });
  await loopscope.open("?example=chat&at=bytesArrived:1");
  const box = async (region: Locator) => (await region.boundingBox())!;
  const wire = await box(page.getByRole("region", { name: "Wire" }));
  const caption = await box(page.locator(".caption"));
  const timeline = await box(page.getByRole("region", { name: "Timeline" }));
  const controls = await box(page.getByRole("group", { name: "Playback" }));
  expect(wire.y + wire.height).toBeLessThanOrEqual(caption.y + 1);
  expect(caption.y + caption.height).toBeLessThanOrEqual(timeline.y + 1);
  expect(timeline.y + timeline.height).toBeLessThanOrEqual(controls.y + 1);
  expect(timeline.height).toBeGreaterThan(70);
});

test("stage mode fills a phone's screen, and no more", async ({ loopscope, page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await loopscope.open("?example=semaphore&lang=typescript&present=1&at=resourceReleased:worker-2:1");
  const { y, height } = (await page.getByRole("contentinfo").boundingBox())!;
  expect(y + height).toBe(844);
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(844);
});

test("type grows with the window: loop, caption, code, output and timeline", async ({ loopscope, page }) => {
  await loopscope.open("?example=semaphore&lang=typescript&at=resourceReleased:worker-2:1");
  await page.locator(".monaco-editor .view-line").first().waitFor();
  const parts = [".token .label", ".caption p", ".view-line", "[role=log]", "[aria-label=Timeline] li"];
  const sizes = () =>
    page.evaluate(
      (parts) =>
        parts.map((part) => parseFloat(getComputedStyle(document.querySelector(part) as Element).fontSize)),
      parts,
    );
  const small = await sizes();
  await page.setViewportSize({ width: 2560, height: 1440 });
  await loopscope.idle();
  const growth = (await sizes()).map((size, i) => size / (small[i] ?? 1));
  for (const factor of growth) expect(factor).toBeGreaterThanOrEqual(1.5);
  expect(growth[0]).toBeGreaterThan(1.9);
});

test.describe("of a program of its own", () => {
  test.use({ withGuests: true });

  const longTexts = `
import asyncio
N = "n" * 300
async def ${"a_long_name_".repeat(10)}(q):
    await q.get()
    await asyncio.sleep(1e300)
async def main():
    q = asyncio.Queue()
    task = asyncio.create_task(${"a_long_name_".repeat(10)}(q), name=N)
    await q.put(N)
    print("=" * 80)
    print("word " * 400)
    await asyncio.sleep(1)
    task.cancel()
    asyncio.get_running_loop().call_soon(lambda: None)
    await asyncio.sleep(1)
    raise type(N, (Exception,), {})(N)
asyncio.run(main())
`;

  test("no text is so long that the page scrolls sideways, at any event, on a desk and a phone", async ({
    loopscope,
    page,
  }) => {
    await loopscope.open("?example=hello-world&run=click");
    await loopscope.write(longTexts);
    await loopscope.run();
    const { length } = await loopscope.readEvents();
    for (const [width, height] of [
      [1280, 720],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await loopscope.movePlayhead("Home");
      for (let i = 0; i < length; i++) {
        await loopscope.movePlayhead("ArrowRight");
        const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect(await overflow(), `event ${i} at ${width} px`).toBeLessThanOrEqual(0);
        const caption = await page.locator(".caption").boundingBox();
        expect(caption?.height, `event ${i} at ${width} px`).toBeLessThan(160);
      }
    }
  });
});
