/** What the checks find in runs of real programs, and where they stay silent. */
import { describe, expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import { bootPython } from "../../testing/run-python.ts";

/** Each warning as its diagnosis, the code in its line, and its message. `main` is the body of a program. */
async function warningsIn(main: string): Promise<string[][]> {
  const body = main.trim().replaceAll(/^/gm, "    ");
  const source = `import asyncio, time\nfrom asyncio import *\nasync def main():\n${body}\nasyncio.run(main())\n`;
  const { store } = recordProgram(await bootPython(), source, 1);
  return store.warnings.all.map(({ diagnosis, line, message }) => [
    diagnosis,
    (source.split("\n")[line - 1] ?? "").trim(),
    message,
  ]);
}

describe("a blocking call", () => {
  test("stops the loop, once told for a line", async () => {
    expect(await warningsIn(`for _ in range(3): time.sleep(0.5)`)).toEqual([
      [
        "blockingCall",
        "for _ in range(3): time.sleep(0.5)",
        expect.stringContaining("stops the whole loop for 0.5 s"),
      ],
    ]);
  });

  test("harms nobody in a thread", async () => {
    expect(await warningsIn(`await to_thread(time.sleep, 1)`)).toEqual([]);
  });
});

describe("a lock held across a sleep", () => {
  const holder = `
lock = Lock()
async def holds():
    async with lock:
        await sleep(1)
`;
  test("is told if others wait, who come before or during the sleep", async () => {
    const found = await warningsIn(`${holder}
await gather(create_task(holds(), name="a"), create_task(holds(), name="b"), create_task(holds(), name="c"))`);
    expect(found).toEqual([
      [
        "heldLock",
        "await sleep(1)",
        expect.stringMatching(/^a sleeps while it holds lock, and b waits for it/),
      ],
    ]);
  });

  test("is no matter if nobody waits, nor if it is a semaphore", async () => {
    expect(await warningsIn(`${holder}\nawait holds()\nawait holds()`)).toEqual([]);
    const semaphore = holder.replace("Lock()", "Semaphore(1)");
    expect(await warningsIn(`${semaphore}\nawait gather(holds(), holds())`)).toEqual([]);
  });
});

describe("a gather that fails", () => {
  const tasks = `
async def fails():
    await sleep(1)
    raise ValueError("no")
async def works():
    await sleep(3)
`;
  test("leaves its other children running", async () => {
    const found = await warningsIn(`${tasks}
try: await gather(fails(), create_task(works(), name="slow"))
except ValueError: await sleep(5)`);
    expect(found).toEqual([
      [
        "leftSiblings",
        'try: await gather(fails(), create_task(works(), name="slow"))',
        expect.stringContaining("slow goes on"),
      ],
    ]);
  });

  test("does not with return_exceptions, nor if all others are done", async () => {
    expect(await warningsIn(`${tasks}\nawait gather(fails(), works(), return_exceptions=True)`)).toEqual([]);
    expect(
      await warningsIn(`${tasks}\ntry: await gather(fails(), sleep(0.5))\nexcept ValueError: pass`),
    ).toEqual([]);
  });
});

describe("a cancellation", () => {
  test("is swallowed by a task that catches it and returns", async () => {
    const found = await warningsIn(`
async def stubborn():
    try: await sleep(9)
    except CancelledError: pass
task = create_task(stubborn(), name="stubborn")
await sleep(1)
task.cancel()
await task`);
    expect(found).toEqual([
      [
        "swallowedCancellation",
        "try: await sleep(9)",
        expect.stringContaining("stubborn was asked to cancel"),
      ],
    ]);
  });

  test("is not by clean-up, by a timeout, or by whoever awaits a cancelled task", async () => {
    const found = await warningsIn(`
async def tidy():
    try: await sleep(9)
    finally: await sleep(1)
task = create_task(tidy())
await sleep(1)
task.cancel()
try: await task
except CancelledError: pass
try:
    async with timeout(1): await sleep(5)
except TimeoutError: pass`);
    expect(found).toEqual([]);
  });
});

describe("a deadlock", () => {
  test("is told as the circle of those who wait for one another", async () => {
    const found = await warningsIn(`
left = Lock()
right = Lock()
async def takes(first, second):
    async with first:
        await sleep(1)
        async with second: pass
await gather(create_task(takes(left, right), name="a"), create_task(takes(right, left), name="b"))`);
    expect(found.at(-1)).toEqual([
      "deadlock",
      "async with second: pass",
      "a waits for right in line 9, which b holds; b waits for left in line 9, which a holds. None of them can ever go on. Take them in the same order everywhere.",
    ]);
  });

  test("of one that waits for itself", async () => {
    expect(await warningsIn("lock = Lock()\nasync with lock:\n    async with lock: pass")).toEqual([
      [
        "deadlock",
        "async with lock: pass",
        expect.stringContaining("waits for lock in line 6, which it holds itself"),
      ],
    ]);
    const [[, , message] = []] = await warningsIn(`
async def one(): await second
async def two(): await first
first, second = create_task(one(), name="first"), create_task(two(), name="second")
await sleep(1)
await first`);
    expect(message).toContain("first awaits second in line 4; second awaits first in line 5.");
  });

  test("of one that waits for what waits for it, through a group", async () => {
    const [[, code, message] = []] = await warningsIn(`
async def child(): await parent
async def gathers(): await gather(create_task(child(), name="child"), sleep(1))
parent = create_task(gathers(), name="parent")
await parent`);
    expect(code).toContain("await gather");
    expect(message).toContain("parent awaits child in line 5 (gather); child awaits parent in line 4.");
  });

  test("without a circle names what nobody is left to do", async () => {
    expect(await warningsIn("ready = Event()\nawait ready.wait()")).toEqual([
      [
        "deadlock",
        "await ready.wait()",
        expect.stringContaining("Task-1 waits for ready to be set in line 5, but nothing is ready"),
      ],
    ]);
  });
});
