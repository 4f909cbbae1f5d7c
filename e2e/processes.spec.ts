// Processes: on the stage, the Wire and the timeline, their story, and a deadlock with one.
import { expectNoViolations } from "./find-violations.ts";
import { expect, test, type LoopscopePage } from "./loopscope-page.ts";

/** Moves the playhead to the first event that fits. */
async function seekTo({ page, playhead }: LoopscopePage, fields: Record<string, unknown>): Promise<void> {
  const index = await page.evaluate(
    (fields) =>
      (window.loopscope.events() as Record<string, unknown>[]).findIndex((event) =>
        Object.entries(fields).every(([name, value]) => event[name] === value),
      ),
    fields,
  );
  expect(index).toBeGreaterThan(0);
  await playhead.fill(String(index + 1));
}

test("a shell and its children: what each does, and the story of one by keyboard", async ({ loopscope }) => {
  await loopscope.openPaused("?example=child-lines");
  await seekTo(loopscope, { kind: "processSuspended", process: 101 });
  await loopscope.page.locator("body").press("ArrowRight");
  const processes = loopscope.region("Tasks").getByRole("list", { name: "Processes" });
  await expect(processes.getByRole("listitem")).toHaveText([/sh 101\s*waits for sleep 102/, /sleep 102/]);
  await expect(loopscope.region("Wire").getByRole("listitem")).toContainText("sh 101 to main");

  const name = (text: string) => processes.getByRole("button", { name: text });
  await loopscope.region("Tasks").focus();
  while (!(await name("sh 101").evaluate((button) => button === document.activeElement)))
    await loopscope.page.keyboard.press("ArrowDown");
  await loopscope.page.keyboard.press("Enter");
  const inspector = loopscope.page.getByRole("region", { name: "Inspector" });
  await expect(inspector).toContainText(/Process\s*sh 101/);
  await expect(inspector).toContainText("by main, line 22");
  await expect(inspector).toContainText("It waits for sleep 102 to end.");
  await expect(inspector).toContainText("line 1");
  await expectNoViolations(loopscope);

  await loopscope.movePlayhead("End");
  await expect(inspector).toContainText("with status 4");
  await expect(processes.getByRole("listitem").first()).toContainText("exit 4");
});

test("the lanes of processes are folded by a button", async ({ loopscope }) => {
  await loopscope.openPaused("?example=child-lines");
  const timeline = loopscope.region("Timeline");
  const fold = timeline.getByRole("button", { name: "4 processes" });
  await expect(timeline.getByRole("button", { name: "sleep 103" })).toBeVisible();
  await fold.press("Enter");
  await expect(timeline.getByRole("button", { name: "sleep 103" })).toHaveCount(0);
  await expect(fold).toHaveAttribute("aria-pressed", "false");
  await fold.press("Enter");
  await timeline.getByRole("button", { name: "sleep 103" }).click();
  await expect(loopscope.page.getByRole("region", { name: "Inspector" })).toContainText(
    /Process\s*sleep 103\s*not started yet/,
  );
});

test("a pipe that is full because no task reads it, to the deadlock and its fix", async ({ loopscope }) => {
  await loopscope.openPaused("?example=child-lines");
  await loopscope.write(`import asyncio
from asyncio.subprocess import PIPE

async def main():
    seq = await asyncio.create_subprocess_exec("seq", "100000", stdout=PIPE)
    print(await seq.wait())

asyncio.run(main())
`);
  await loopscope.run();
  await loopscope.movePlayhead("End");
  await expect(loopscope.page.getByText("main waits for seq 101, which cannot write").first()).toBeVisible();
  await expect(loopscope.region("Console")).toContainText("its stdout pipe is full");
  await expect(loopscope.region("Tasks")).toContainText("its pipe is full");
  await expect(loopscope.region("Wire").getByRole("listitem")).toContainText("full");
  await expectNoViolations(loopscope);
});
