// Visitors: a program that only serves is visited, and a person may plan who comes.
import { expectNoViolations } from "./find-violations.ts";
import { expect, test } from "./loopscope-page.ts";

const servers = {
  python: `import asyncio


async def answer(reader, writer):
    print(await reader.readline())
    writer.close()


async def main():
    server = await asyncio.start_server(answer, port=8080)
    await server.serve_forever()


asyncio.run(main())
`,
  typescript: `import { print, run, startServer, type StreamReader, type StreamWriter } from "asyncio";

async function answer(reader: StreamReader, writer: StreamWriter) {
  print(await reader.readline());
  writer.close();
}

async function main() {
  const server = await startServer(answer, null, 8080);
  await server.serveForever();
}

run(main());
`,
};

for (const [language, server] of Object.entries(servers))
  test(`a server without clients in ${language} is visited; a person plans other visits, and none`, async ({
    loopscope,
    page,
  }) => {
    await loopscope.openPaused(`?example=lock&lang=${language}`);
    await loopscope.write(server);
    await loopscope.run();
    await loopscope.idle();
    await expect(page.getByText(/^Served until Ctrl-C at 3/).first()).toBeVisible();
    await page.locator("body").press("End");
    const wire = loopscope.region("Wire");
    await expect(wire).toContainText("3 visitors, as nothing else could happen");
    // A visitor's Ctrl-C is the usual end of a server, and marks no line as wrong.
    await expect(loopscope.region("Editor").locator(".problem")).toHaveCount(0);

    await wire.getByRole("button", { name: "Visitors" }).click();
    const dialog = page.getByRole("dialog", { name: "Visitors" });
    await dialog.getByRole("group", { name: "Visitors" }).getByText("Planned").click();
    await loopscope.idle();
    await expectNoViolations(loopscope);
    const path = dialog.getByRole("textbox", { name: "Path of visit 1" });
    await path.fill("about");
    await path.press("Enter");
    await expect(dialog.getByRole("alert")).toContainText("a path that begins with /");
    await expect(path).toHaveValue("/");
    await path.fill("/about");
    await path.press("Enter");
    await dialog.getByRole("button", { name: "Remove visit 2" }).click();
    await dialog.getByRole("button", { name: "Add a visit" }).click();
    await dialog.getByRole("combobox", { name: "Method of visit 2" }).selectOption("LINE");
    await loopscope.idle();
    await page.keyboard.press("Escape");
    await expect(loopscope.region("Console")).toContainText("GET /about HTTP/1.1");
    await expect(wire).toContainText("2 visitors, as planned");

    await page.getByRole("button", { name: "Share" }).click();
    const share = page.getByRole("dialog", { name: "Share this program" });
    const link = await share.getByRole("textbox").first().inputValue();
    await page.goto("about:blank");
    await page.goto(link);
    await loopscope.run();
    await loopscope.idle();
    await expect(loopscope.region("Console")).toContainText("GET /about HTTP/1.1");

    await page.getByRole("button", { name: "Settings", exact: true }).click();
    await page.getByRole("button", { name: "Changed … visitors" }).click();
    await dialog.getByText("None").click();
    await loopscope.idle();
    await page.keyboard.press("Escape");
    await expect(page.getByText(/^Deadlock/).first()).toBeVisible();
  });
