import { expect, test } from "./loopscope-page.ts";

const program = "import asyncio\n\nasync def main():\n    print('héllo 🐍')\n\nasyncio.run(main())\n";

test("a shared link opens the very program, and runs it only when asked", async ({ loopscope, page }) => {
  await loopscope.openPaused();
  await loopscope.write(program);
  await loopscope.button("Share").click();
  const link = await page.getByRole("textbox", { name: "Link" }).inputValue();
  expect(link).toMatch(/#v1\./);
  await loopscope.open(link.slice(link.indexOf("#")));
  expect(await loopscope.readProgram()).toBe(program);
  expect(await loopscope.readConsole()).not.toContain("héllo");
  await expect(page.getByText("A program from a link")).toBeVisible();
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("héllo 🐍");
});

for (const [what, hash, sentence] of [
  ["damaged", "#v1.abc.def", /damaged/],
  ["newer", "#v9.abc.def", /newer/],
] as const) {
  test(`a ${what} link gives one sentence and leaves the program alone`, async ({ loopscope, page }) => {
    await loopscope.openPaused();
    await loopscope.write(program);
    await page.evaluate((hash) => (location.hash = hash), hash);
    await expect(page.getByRole("alert").filter({ hasText: sentence })).toBeVisible();
    expect(await loopscope.readProgram()).toBe(program);
  });
}

test("an example that does not exist is said, and the first is opened", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=nonsense");
  await expect(page.getByRole("alert").filter({ hasText: 'no example "nonsense"' })).toBeVisible();
  expect(await loopscope.readProgram()).toContain("async def hello");
});
