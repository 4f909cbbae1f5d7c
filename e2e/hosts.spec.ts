// Hosts that answer in the simulated network, and the plan of their faults.
import { expectNoViolations } from "./find-violations.ts";
import { expect, test } from "./loopscope-page.ts";

const client = `import asyncio


async def ask():
    reader, writer = await asyncio.open_connection("redis", 6379)
    writer.write(b"SET a 1\\r\\n")
    print(await reader.readline())
    await asyncio.sleep(2)
    writer.write(b"GET a\\r\\n")
    print(await reader.readline())
    writer.close()


asyncio.run(ask())
`;

test("a Redis answers, and a person plans by keyboard that it crashes", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=lock");
  await loopscope.write(client);
  await loopscope.run();
  expect(await loopscope.readConsole()).toContain("Redis is simulated here");
  expect(await loopscope.readConsole()).toContain("b'+OK");

  await page.getByRole("button", { name: "Settings", exact: true }).press("Enter");
  await page.getByRole("dialog", { name: "Settings" }).getByRole("button", { name: "hosts" }).press("Enter");
  const hosts = page.getByRole("dialog", { name: "Hosts" });
  await hosts.getByRole("button", { name: "Add a fault" }).press("Enter");
  await hosts.getByRole("combobox", { name: "What happens in fault 1" }).selectOption("crash");
  const time = hosts.getByRole("textbox", { name: "Time in seconds of fault 1" });
  await time.fill("-1");
  await time.press("Enter");
  await expect(hosts.getByRole("alert")).toContainText("A fault has a time from 0 s");
  await expect(time).toHaveValue("1");
  await expectNoViolations(loopscope);
  await page.keyboard.press("Escape");
  await expect(hosts).toBeHidden();
  await loopscope.idle();
  expect(await loopscope.readConsole()).not.toContain("b'$1");
});
