// The scrubber: the whole run under the playhead, with its stops and warnings.

import { expect, test } from "./loopscope-page.ts";

test.use({ withGuests: false, withMonaco: false });

test("stops and warnings are marks with names, reached by one Tab and by arrows, and lead to their events", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await app.openPaused("?example=deadlock&lang=typescript");
  await page.keyboard.press("Home");
  const marks = page.getByRole("group", { name: "Stops, warnings and signals" }).getByRole("button");
  await expect(marks.first()).toHaveAccessibleName(/^Stop 1 of 5: Ada takes the pan/);
  await app.playhead.focus();
  await page.keyboard.press("Tab");
  await expect(marks.first()).toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(marks.nth(1)).toBeFocused();
  // Neither the arrows nor Enter do what they do elsewhere on the page.
  expect((await app.readPlayhead()).value).toBe(-1);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("group", { name: "Tour" }).getByRole("img")).toHaveAccessibleName(
    "Stop 2 of 5",
  );
  await page.keyboard.press("End");
  await page.keyboard.press("Tab");
  await expect(marks.last()).not.toBeFocused();

  const warning = page
    .getByRole("group", { name: "Stops, warnings and signals" })
    .getByRole("button", { name: /^Warning: Deadlock: Ada holds/ });
  await warning.click();
  await app.idle();
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText("Deadlock");
});

test("a tip says how long the ready queue is, under the pointer and for keys at the playhead", async ({
  loopscope: app,
}) => {
  const { page } = app;
  await app.openPaused("?example=hello-world&lang=typescript");
  const { x, y, width } = (await app.playhead.boundingBox())!;
  const tip = page.getByText(/^(\d+|No) callbacks? ready at [\d.]+ s$/);
  await expect(tip).toHaveCount(0);
  await page.mouse.move(x + width * 0.15, y + 28);
  await expect(tip).toBeVisible();
  await page.mouse.move(0, 0);
  await expect(tip).toHaveCount(0);
  await app.playhead.focus();
  for (let i = 0; i < 3; i++) await app.movePlayhead("ArrowRight");
  await expect(tip).toHaveText(/^\d callbacks? ready at 0 s$/);
});
