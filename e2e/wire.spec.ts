// The Wire: the network of a run, on the stage.
import { expectNoViolations } from "./find-violations.ts";
import { expect, test, type LoopscopePage } from "./loopscope-page.ts";

const echo = `import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
    writer.close()


async def client():
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    writer.write(b"hello\\n")
    print(await reader.readline())
    writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 8888)
    async with server:
        await asyncio.create_task(client(), name="ada")


asyncio.run(main())
`;

async function runEcho(loopscope: LoopscopePage): Promise<void> {
  await loopscope.openPaused("?example=lock");
  await loopscope.write(echo);
  await loopscope.run();
}

/** Moves the playhead to the first event of a kind after the present one. */
async function seekTo({ page, playhead }: LoopscopePage, kind: string): Promise<void> {
  const index = await page.evaluate(
    (kind) => (window.loopscope.events() as { kind: string }[]).findIndex((event) => event.kind === kind),
    kind,
  );
  expect(index).toBeGreaterThan(0);
  await playhead.fill(String(index + 1));
}

test("a program in TypeScript has the network", async ({ loopscope }) => {
  await loopscope.openPaused("?example=lock&lang=typescript");
  await loopscope.write(`import { openConnection, print, run, startServer } from "asyncio";
async function main() {
  const server = await startServer((_, writer) => {
    writer.write("hello");
    writer.close();
  }, "localhost", 8888);
  const [reader, writer] = await openConnection("localhost", 8888);
  print(await reader.read());
  writer.close();
  server.close();
}
run(main());
`);
  await loopscope.run();
  await expect(loopscope.region("Console")).toContainText("b'hello'");
});

test("a connection that is upgraded to TLS says that this TLS is simulated", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=start-tls");
  await loopscope.write(`${await loopscope.readProgram()}# Run it here.\n`);
  await loopscope.run();
  const wire = loopscope.region("Wire");
  const connection = wire.getByRole("button", { name: /^main to / });
  await seekTo(loopscope, "handshakeStarted");
  await loopscope.idle();
  await expect(connection).toHaveAccessibleName(/TLS handshake/);
  await seekTo(loopscope, "handshakeFinished");
  await loopscope.idle();
  await expect(connection).toHaveAccessibleName(/simulated TLS/);
  await connection.click();
  await expect(page.getByRole("region", { name: "Inspector" })).toContainText("TLSv1.3");
  expect(await loopscope.readConsole()).toContain("Simulated TLS: nothing is encrypted.");
});

test("shows a run's connections, whose bytes go from one end to the other", async ({ loopscope, page }) => {
  await loopscope.openPaused("?example=lock");
  await expect(loopscope.region("Wire")).toHaveCount(0);
  await runEcho(loopscope);
  const wire = loopscope.region("Wire");
  const row = wire.getByRole("listitem").filter({ hasText: "ada" });
  await seekTo(loopscope, "bytesDeparted");
  await loopscope.idle();
  await expect(wire.getByRole("button", { name: /^server :8888: listens/ })).toBeVisible();
  await expect(row.getByRole("button", { name: /^ada to .*6 bytes on the way/ })).toBeVisible();
  await seekTo(loopscope, "bytesArrived");
  await loopscope.idle();
  await expect(row.getByRole("button", { name: /6 bytes unread/ })).toBeVisible();
  await expect(row).toContainText("6 B");
  await expectNoViolations(loopscope);
  // One stop for the keyboard; arrows lead through what is in it.
  await wire.focus();
  await page.keyboard.press("ArrowDown");
  await expect(wire.getByRole("button", { name: /^server :8888/ })).toBeFocused();
});

test("a connection's story is in the inspector", async ({ loopscope, page }) => {
  await runEcho(loopscope);
  await seekTo(loopscope, "bytesArrived");
  await loopscope
    .region("Wire")
    .getByRole("button", { name: /^ada to/ })
    .click();
  // What is selected opens the inspector.
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText("Where the time went");
  await expect(inspector).toContainText("68 65 6c 6c 6f 0a");
});

test.describe("before an audience", () => {
  test.use({ withGuests: false, withMonaco: false });

  /** The tops and bottoms of what is on the stage, in pixels. */
  const placesOf = ({ page }: LoopscopePage) =>
    page.evaluate(() => {
      const boxOf = (selector: string) => document.querySelector(selector)?.getBoundingClientRect();
      const [tasks, done, wire] = ["tasks", "done", "wire"].map((name) => boxOf(`[data-region=${name}]`));
      const timeline = boxOf("[aria-label=Timeline]");
      const [below, end] = [timeline?.height ? timeline.top : innerHeight, wire?.bottom ?? 0];
      return { tasks: tasks?.bottom ?? 0, done: done?.bottom ?? 0, wire: wire?.top ?? 0, end, below };
    });

  test("the Wire stands below the loop where the run has no timers", async ({ loopscope, page }) => {
    await loopscope.open("?example=echo&present=1");
    for (let stop = 0; stop < 3; stop++) await page.keyboard.press("PageDown");
    await loopscope.idle();
    const { tasks, wire, end, below } = await placesOf(loopscope);
    expect(wire).toBeGreaterThanOrEqual(tasks);
    expect(end).toBeLessThanOrEqual(below);
  });

  test("on a phone nothing of the stage lies on another part", async ({ loopscope, page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await loopscope.open("?example=chat&present=1");
    for (let stop = 0; stop < 4; stop++) await page.keyboard.press("PageDown");
    await loopscope.idle();
    const { done, below } = await placesOf(loopscope);
    expect(done).toBeGreaterThan(0);
    expect(done).toBeLessThanOrEqual(below);
  });
});
