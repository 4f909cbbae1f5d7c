// Deadlocks of threads: from Run to the guilty line by the keyboard, with the cause in each place that speaks of it.

import { expect, test } from "./loopscope-page.ts";

const deadlocks = {
  "two threads that take two locks in two orders": {
    guilty: "with stock:",
    verdict: "Deadlock at 0.1 s: Lock.acquire blocks for ever",
    cause:
      "Lock.acquire on line 11 blocks for ever. seller waits on line 11 for the lock that filler acquired on line 15; " +
      "filler waits on line 17 for the lock that seller acquired on line 9. Acquire both locks in the same order everywhere.",
    source: `import asyncio
import threading
import time

ledger = threading.Lock()
stock = threading.Lock()

def sell():
    with ledger:
        time.sleep(0.1)
        with stock:
            print("sold")

def refill():
    with stock:
        time.sleep(0.1)
        with ledger:
            print("refilled")

threads = [threading.Thread(target=sell, name="seller"), threading.Thread(target=refill, name="filler")]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
`,
  },
  "the main thread blocked by a lock that a task holds over an await": {
    guilty: "with lock:",
    verdict: "Deadlock at 0 s: Lock.acquire blocks for ever",
    cause:
      "Lock.acquire on line 7 blocks for ever. save · 2 has held the lock since line 7. A timer is due at 0.1 s, but " +
      "its callback cannot run meanwhile. Use asyncio.Lock and `async with` in coroutines.",
    source: `import asyncio
import threading

lock = threading.Lock()

async def save(n):
    with lock:
        await asyncio.sleep(0.1)
        print("saved", n)

async def main():
    await asyncio.gather(save(1), save(2))

asyncio.run(main())
`,
  },
};

test.use({ viewport: { width: 1280, height: 900 } });

for (const [name, { source, guilty, verdict, cause }] of Object.entries(deadlocks)) {
  test(name, async ({ loopscope, page }) => {
    await loopscope.openPaused();
    await page.locator(".monaco-editor .view-line").first().waitFor();
    await loopscope.write(source);
    await page.keyboard.press("ControlOrMeta+Enter");
    await loopscope.idle();
    await expect(page.getByRole("button", { name: verdict })).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: verdict })).toHaveCount(1);
    await page.keyboard.press("F8");
    await loopscope.idle();
    await expect.poll(() => loopscope.readShownLine()).toBe(guilty);
    expect((await loopscope.readPlayhead()).text).toContain("callBlocked");
    await expect(loopscope.region("Editor").getByText(cause)).toHaveCount(1);
    await expect(loopscope.region("Console")).toContainText(cause);
    const inspector = page.getByRole("region", { name: "Inspector" });
    for (const part of ["What to do", cause, "Code", guilty, "About deadlock"])
      await expect(inspector).toContainText(part);
    await expect(page.getByRole("paragraph").filter({ hasText: verdict })).toHaveCount(1);
  });
}
