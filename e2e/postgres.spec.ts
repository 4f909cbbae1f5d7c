// PostgreSQL in the page: its engine is loaded after a click that says its size, and answers an unmodified pg8000.

import { existsSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import type { Page } from "@playwright/test";
import { expectNoViolations } from "./find-violations.ts";
import { expect, test } from "./loopscope-page.ts";

const folder = "node_modules/.cache/loopscope/wheels";

const program = `import asyncio
import pg8000.native


def ask(number):
    with pg8000.native.Connection("postgres", host="localhost", password="secret") as database:
        database.run("CREATE TABLE IF NOT EXISTS visits (number int, at timestamptz)")
        database.run("INSERT INTO visits VALUES (:number, now())", number=number)
        return database.run("SELECT number, at::text FROM visits ORDER BY number")


async def main():
    for number in range(2):
        print(await asyncio.to_thread(ask, number))


asyncio.run(main())
`;

const client = `import asyncio


async def main():
    try:
        reader, writer = await asyncio.open_connection("localhost", 5432)
    except ConnectionRefusedError as error:
        return print("refused")
    writer.write(bytes([0, 0, 0, 8, 4, 210, 22, 47]))
    print(await reader.read(1))
    writer.close()


asyncio.run(main())
`;

/** Serve the packed wheels beside the page; return the names of the engine's files that the page asks for. */
async function watch(page: Page): Promise<string[]> {
  await page.route("**/wheels/*", (route) => {
    const file = basename(new URL(route.request().url()).pathname);
    return route.fulfill({ body: readFileSync(`${folder}/${file}`), contentType: "application/json" });
  });
  const asked: string[] = [];
  page.on("request", (request) => {
    const file = basename(new URL(request.url()).pathname);
    if (/^(?:postgres|pglite|initdb)-/.test(file)) asked.push(file);
  });
  return asked;
}

test("pg8000 talks to PostgreSQL, after a click that says its size", async ({ loopscope }) => {
  test.skip(!existsSync(`${folder}/lock.json`), "skipped, as there are no wheels here: npm run wheels");
  const { page } = loopscope;
  const asked = await watch(page);
  await loopscope.openPaused("?example=lock");
  await loopscope.write(program);
  await loopscope.run();
  const question = page.getByRole("alert").filter({ hasText: "PostgreSQL" });
  await expect(question).toContainText(/\(\d\d MB\)/);
  expect(asked).toEqual([]);
  await expectNoViolations(loopscope);

  await question.getByRole("button", { name: "Load and run" }).press("Enter");
  await expect(question).toBeHidden();
  await loopscope.idle();
  expect(asked).toHaveLength(4);
  await loopscope.movePlayhead("End");
  const console = loopscope.region("Console");
  await expect(console).toContainText("PostgreSQL here is PGlite");
  await expect(console).toContainText("[[0, '2026-01-01 12:00:00");
  const events = await page.evaluate(() => window.loopscope.events());

  // A second run asks for nothing, and finds a new cluster.
  await loopscope.run();
  expect(await page.evaluate(() => window.loopscope.events())).toEqual(events);
  expect(asked).toHaveLength(4);
});

test("a program runs without it where a person says so, and nothing is loaded", async ({ loopscope }) => {
  const { page } = loopscope;
  const asked = await watch(page);
  await loopscope.openPaused("?example=lock");
  await loopscope.write(client);
  await loopscope.run();
  await page.getByRole("button", { name: "Run without" }).click();
  await loopscope.idle();
  expect(await loopscope.readConsole()).toContain("refused");
  expect(asked).toEqual([]);
});
