// Settings of a program's network: they make a new run, and its link carries them.
import { expectNoViolations } from "./find-violations.ts";
import { expect, test } from "./loopscope-page.ts";

const example = "?example=echo&lang=python";

test("a change makes a new run, the address has it, and a reset can be undone", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused(example);
  await loopscope.region("Wire").getByRole("button", { name: "Network settings" }).click();
  const dialog = page.getByRole("dialog", { name: "Network" });
  const latency = dialog.getByRole("textbox", { name: "Latency of localhost, in ms" });
  await expect(latency).toHaveValue("0.1");
  await expectNoViolations(loopscope);
  await latency.fill("250");
  await latency.press("Enter");
  await loopscope.idle();
  await expect(page).toHaveURL(/network=localhost.latency=0.25$/);
  const events = (await loopscope.readEvents()) as { kind: string }[];
  expect(events.find(({ kind }) => kind === "connectionOpened")).toMatchObject({ time: 0.5 });

  await dialog.getByRole("button", { name: "Reset" }).click();
  await expect(latency).toHaveValue("0.1");
  await expect(page).not.toHaveURL(/network/);
  await dialog.getByRole("button", { name: "Undo reset" }).click();
  await expect(latency).toHaveValue("250");
  await latency.fill("-1");
  await latency.press("Tab");
  await expect(dialog.getByRole("alert")).toHaveText("The latency of localhost must be 0 to 3600 seconds.");
  await expect(latency).toHaveValue("250");
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();

  await page.reload();
  await loopscope.idle();
  expect(await loopscope.readEvents()).toEqual(events);
  await expect(loopscope.region("Wire").getByRole("button", { name: "Own network settings" })).toBeVisible();
});

test("a link of one's own program has the settings; without previews no byte is shown", async ({
  loopscope,
  page,
}) => {
  await loopscope.openPaused("?example=lock");
  await loopscope.write(`import socket

a, b = socket.socketpair()
a.send(b"secret words")
print(len(b.recv(99)))
`);
  await loopscope.run();
  await loopscope.idle();
  // By keyboard, from the dialog of all settings.
  await page.getByRole("button", { name: "Settings", exact: true }).click();
  await page.getByRole("button", { name: "Default … network settings" }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Network" });
  await dialog.getByRole("group", { name: "Previews of bytes" }).getByText("Off").click();
  await loopscope.idle();
  await page.keyboard.press("Escape");
  expect(JSON.stringify(await loopscope.readEvents())).not.toContain("secret");
  await page.getByRole("button", { name: "Share" }).click();
  const share = page.getByRole("dialog", { name: "Share this program" });
  const link = await share.getByRole("textbox").first().inputValue();
  expect(link).toContain("#v2.");
  await page.goto("about:blank");
  await page.goto(link);
  await loopscope.run();
  await loopscope.idle();
  const sent = ((await loopscope.readEvents()) as { kind: string }[]).find(
    ({ kind }) => kind === "bytesSent",
  );
  expect(sent).toMatchObject({ bytes: 12, preview: "" });
});
