// Signals: a person sends Ctrl-C at a moment of a Python program, and the run is made anew with it.

import { expect, test } from "./loopscope-page.ts";

const example = "?example=cancellation&lang=python";

test("Ctrl-C at the playhead runs the program again with it, the link carries it, and it can be taken back", async ({
  loopscope,
  page,
}) => {
  await loopscope.open(`${example}&at=taskStepped:hall:2`);
  const { text } = await loopscope.readPlayhead();
  await page.getByRole("button", { name: "Send a signal" }).click();
  const menu = page.getByRole("dialog", { name: "Send a signal" });
  await expect(menu).toContainText("Send at 1.000 s");
  await menu.getByRole("button", { name: "Ctrl-C" }).click();
  await loopscope.idle();
  await expect(page).toHaveURL(/signals=SIGINT@1/);
  await expect(page.getByText("Failed: KeyboardInterrupt").first()).toBeVisible();
  // The moment that was looked at is still there.
  expect((await loopscope.readPlayhead()).text).toContain(
    text.slice(text.indexOf(",") + 1, text.indexOf(":")),
  );
  const events = await loopscope.readEvents();
  expect(events).toContainEqual(expect.objectContaining({ kind: "signalRaised", time: 1, origin: "person" }));

  await page.reload();
  await loopscope.idle();
  await expect(page.getByText("Failed: KeyboardInterrupt").first()).toBeVisible();
  expect(await loopscope.readEvents()).toEqual(events);

  await page.getByRole("button", { name: "Send a signal" }).click();
  await menu.getByRole("button", { name: "Take back Ctrl-C at 1.000 s" }).click();
  await loopscope.idle();
  await expect(page.getByText("Done in 2.5 s").first()).toBeVisible();
  expect(page.url()).not.toContain("signals");
});

test("by keyboard alone the menu opens, is left and sends", async ({ loopscope, page }) => {
  await loopscope.openPaused(example);
  const button = page.getByRole("button", { name: "Send a signal" });
  const menu = page.getByRole("dialog", { name: "Send a signal" });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(menu.getByRole("button", { name: "Ctrl-C" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(menu.getByRole("button", { name: "SIGTERM" })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();
  expect(page.url()).not.toContain("signals");
  await page.keyboard.press("Enter");
  await expect(menu.getByRole("button", { name: "Ctrl-C" })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await loopscope.idle();
  await expect(page).toHaveURL(/signals=SIGTERM@/);
});

test("the key K sends Ctrl-C, and a link of one's own program has it", async ({ loopscope, page }) => {
  await loopscope.openPaused(example);
  await loopscope.write(`import time

try:
    time.sleep(5)
except KeyboardInterrupt:
    print("interrupted at", time.monotonic())
`);
  await loopscope.run();
  await loopscope.idle();
  await page.locator("body").press("Home");
  await page.locator("body").press("k");
  await loopscope.idle();
  await expect(loopscope.region("Console")).toContainText("interrupted at 0.0");
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page
    .getByRole("dialog", { name: "Share this program" })
    .getByRole("textbox")
    .first()
    .inputValue();
  expect(link).toContain("#v2.");
  await page.goto("about:blank");
  await page.goto(link);
  await loopscope.run();
  await loopscope.idle();
  await expect(loopscope.region("Console")).toContainText("interrupted at 0.0");
});

test("a phone has room for the button", async ({ loopscope, page }) => {
  for (const width of [430, 375, 360, 320]) {
    await page.setViewportSize({ width, height: 740 });
    await loopscope.openPaused(example);
    const [play, inspector] = await Promise.all(
      ["Play", "Inspector"].map((name) => page.getByRole("button", { name, exact: true }).boundingBox()),
    );
    // All in one row.
    expect(Math.abs((play?.y ?? 0) - (inspector?.y ?? 99))).toBeLessThan(20);
    await page.getByRole("button", { name: "Send a signal" }).click();
    const menu = page.getByRole("dialog", { name: "Send a signal" });
    await expect(menu.getByRole("button", { name: "Ctrl-C" })).toBeInViewport();
    await page.keyboard.press("Escape");
  }
});
