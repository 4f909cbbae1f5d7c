// Examples with libraries: they play as they were recorded, without any wheel, and run with the wheels that the page finds.

import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { tourOf } from "../src/examples/tours.ts";
import { withLibraries } from "../src/examples/with-libraries.ts";
import type { Entry } from "../src/examples/example.ts";
import { expect, test } from "./loopscope-page.ts";

const folder = "node_modules/.cache/loopscope/wheels";
const haveWheels = existsSync(`${folder}/lock.json`);
const livescore = withLibraries.entries.find(({ id }) => id === "livescore") as Entry;

test.describe("as it was recorded", () => {
  test.use({ withGuests: false, withMonaco: false });

  test("Livescore opens from the gallery, and plays to the last stop of its tour", async ({ loopscope }) => {
    const { page } = loopscope;
    await loopscope.open("?example=hello-world&lang=typescript");
    await page.getByRole("button", { name: "Examples" }).click();
    const gallery = page.getByRole("dialog", { name: "Examples" });
    await gallery.getByRole("searchbox", { name: "Filter" }).fill("redis");
    await gallery.getByRole("button", { name: /^Livescore/ }).click();
    await loopscope.idle();
    expect(page.url()).toContain("?example=livescore");
    expect(await loopscope.readProgram()).toContain("from redis.asyncio import Redis");
    await page.keyboard.press("Home");
    for (const { caption } of tourOf(livescore)) {
      await page.keyboard.press("PageDown");
      await expect(page.getByRole("paragraph").filter({ hasText: caption })).toBeVisible();
    }
    await page.keyboard.press("End");
    await expect(loopscope.region("Console")).toContainText("Eve reads 2:1");
  });

  test("it is in Python only, and the switch of languages says so", async ({ loopscope }) => {
    const { page } = loopscope;
    await loopscope.openPaused("?example=crawler");
    await page.getByRole("radio", { name: "TypeScript" }).click({ force: true });
    await expect(page.getByText("This example is in Python only.")).toBeVisible();
    await expect(page.getByRole("radio", { name: "Python" })).toBeChecked();
    expect(page.url()).toContain("?example=crawler");
    expect(await loopscope.readProgram()).toContain("ClientSession");
  });
});

test("Livescore is edited and runs again with the wheels of the folder beside the page", async ({
  loopscope,
}) => {
  test.skip(!haveWheels, "skipped, as there are no wheels here: npm run wheels");
  const { page } = loopscope;
  const asked: string[] = [];
  await page.route("**/wheels/*", (route) => {
    const file = basename(new URL(route.request().url()).pathname);
    asked.push(file);
    return route.fulfill({
      body: readFileSync(`${folder}/${file}`),
      contentType: file.endsWith(".json") ? "application/json" : "application/octet-stream",
    });
  });
  await loopscope.openPaused("?example=livescore");
  const recorded = await page.evaluate(() => window.loopscope.events());
  expect(asked).toEqual([]);
  await loopscope.run();
  expect(asked).toContain("redis-6.4.0-py3-none-any.whl");
  expect(await page.evaluate(() => window.loopscope.events())).toEqual(recorded);

  await loopscope.write((await loopscope.readProgram()).replace("2:1", "1:2"));
  await loopscope.run();
  await loopscope.movePlayhead("End");
  await expect(loopscope.region("Console")).toContainText("Eve reads 1:2");
});

test("without the wheels it still plays; a run says what is missing, and leads to the packages", async ({
  loopscope,
}) => {
  const { page } = loopscope;
  loopscope.expectProblems(/404|lock\.json/);
  await loopscope.openPaused("?example=crawler");
  const recorded = await loopscope.readEvents();
  await loopscope.run();
  expect(await loopscope.readEvents()).toEqual(recorded);
  await expect(page.getByText("aiohttp is not here. This is the example’s recorded run.")).toBeVisible();

  await loopscope.write(`${await loopscope.readProgram()}# mine\n`);
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("aiohttp is not in Python's standard library");
  await page.getByRole("button", { name: "Packages …" }).click();
  await expect(page.getByRole("dialog", { name: "Packages" })).toContainText("aiohttp");
});
