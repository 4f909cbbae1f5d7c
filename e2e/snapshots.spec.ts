// The snapshot of Python's memory that a first visit leaves in the browser, and from which the next one begins.

import type { Page } from "@playwright/test";
import { expect, type LoopscopePage, test } from "./loopscope-page.ts";

const program = "import sys\nprint(sys.copyright.split()[0], hash('a'))\n";

/** What the program has printed. */
async function printed(loopscope: LoopscopePage): Promise<string> {
  const events = (await loopscope.readEvents()) as { kind: string; text?: string }[];
  return events.map(({ text = "" }) => text).join("");
}

/** Waits until a snapshot is kept; returns its size. */
async function sizeOfKept(page: Page): Promise<number> {
  const kept = await page.waitForFunction(async () => {
    const storage = await caches.open("loopscope-snapshots");
    const [only, ...others] = await storage.keys();
    if (!only || others.length > 0) return 0;
    return (await (await storage.match(only))?.blob())?.size ?? 0;
  });
  return Number(await kept.jsonValue());
}

/** Changes each place of a text in the kept snapshot, to another of its length; without a text, all of the snapshot. */
async function change(page: Page, change?: { from: string; to: string }): Promise<void> {
  await page.evaluate(async (change) => {
    const storage = await caches.open("loopscope-snapshots");
    const [address] = await storage.keys();
    const response = address && (await storage.match(address));
    if (!address || !response) throw new Error("nothing is kept");
    const bytes = new Uint8Array(await response.arrayBuffer());
    const [from, to] = [change?.from ?? "", change?.to ?? ""].map((text) => new TextEncoder().encode(text));
    if (!change) bytes.fill(7);
    else
      for (let at = bytes.indexOf(from![0]!); at >= 0; at = bytes.indexOf(from![0]!, at + 1))
        if (from!.every((byte, i) => bytes[at + i] === byte)) bytes.set(to!, at);
    await storage.put(address, new Response(bytes));
  }, change);
}

test("a second visit begins from what the first has left, and a damaged snapshot is replaced", async ({
  loopscope,
  page,
}) => {
  const run = async () => {
    await loopscope.open("?example=hello-world&run=click");
    await loopscope.write(program);
    await loopscope.run();
    return printed(loopscope);
  };
  const first = await run();
  expect(first).toContain("Copyright");
  const size = await sizeOfKept(page);
  expect(size).toBeGreaterThan(20e6);

  await change(page, { from: "Copyright (c) 2001 Python", to: "Elsewhere (c) 2001 Python" });
  expect(await run()).toBe(first.replace("Copyright", "Elsewhere"));

  await change(page);
  expect(await run()).toBe(first);
  await expect.poll(() => sizeOfKept(page)).toBe(size);
  expect(await run()).toBe(first);
});

test("after Stop the next program runs in a fresh interpreter", async ({ loopscope }) => {
  await loopscope.open("?example=hello-world&run=click");
  await loopscope.write("import sys\nsys.copyright = 'Changed'\nwhile True: pass");
  await loopscope.button("Run").click();
  await loopscope.button("Stop").click();
  await expect(loopscope.button("Stop")).toHaveCount(0);
  await loopscope.write(program);
  await loopscope.run();
  expect(await printed(loopscope)).toContain("Copyright");
});
