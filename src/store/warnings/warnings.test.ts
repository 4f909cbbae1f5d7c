/** Findings of the checks in runs of real programs, and programs without one. */
import { describe, expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import { bootPython } from "../../testing/run-python.ts";
import type { TraceStore } from "../trace-store.ts";

async function record(main: string): Promise<{ store: TraceStore; source: string }> {
  const body = main.trim().replaceAll(/^/gm, "    ");
  const source = `import asyncio, time\nfrom asyncio import *\nasync def main():\n${body}\nasyncio.run(main())\n`;
  return { store: recordProgram(await bootPython(), source, 1).store, source };
}

/** Each warning as its diagnosis, the code in its line, and its message. `main` is the body of a program. */
async function warningsIn(main: string): Promise<string[][]> {
  const { store, source } = await record(main);
  return store.warnings.all.map(({ diagnosis, line, message }) => [
    diagnosis,
    (source.split("\n")[line - 1] ?? "").trim(),
    message,
  ]);
}

describe("a blocking call", () => {
  test("blocks the loop, and is reported once for a line", async () => {
    expect(await warningsIn(`for _ in range(3): time.sleep(0.5)`)).toEqual([
      [
        "blockingCall",
        "for _ in range(3): time.sleep(0.5)",
        expect.stringContaining(
          "time.sleep on line 4 blocks the event loop 3 times, for 1.5 s in all: no other task",
        ),
      ],
    ]);
  });

  test("of a library, which blocks several times, has no number of times", async () => {
    const [found] = await warningsIn(
      `from urllib.request import urlopen\nfor _ in range(2): urlopen("http://example.com")`,
    );
    expect(found?.[2]).toMatch(
      /^urllib\.request\.urlopen on line 5 blocks the event loop, for 0\.\d+ s in all: no other task/,
    );
  });

  test("does no harm in a thread", async () => {
    expect(await warningsIn(`await to_thread(time.sleep, 1)`)).toEqual([]);
  });
});

describe("a lock held across a sleep", () => {
  const holder = `
lock = Lock()
async def holds():
    async with lock:
        await sleep(1)
        print("done")
`;
  test("is reported if others wait, from before or during the sleep", async () => {
    const found = await warningsIn(`${holder}
await gather(create_task(holds(), name="a"), create_task(holds(), name="b"), create_task(holds(), name="c"))`);
    expect(found).toEqual([
      [
        "heldLock",
        "await sleep(1)",
        expect.stringMatching(/^a sleeps on line 7 while holding lock, so b must wait\./),
      ],
    ]);
  });

  test("is not reported if no task waits, nor if it is a semaphore", async () => {
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
        expect.stringContaining("; slow keeps running, and its result or error will be lost."),
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
        expect.stringContaining("stubborn was cancelled on line 5 but caught CancelledError"),
      ],
    ]);
  });

  test("is not swallowed by clean-up, by a timeout, or by awaiting a cancelled task", async () => {
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

describe("a mistake that the interpreter finds late", () => {
  /** The times at which the program made its mistakes. */
  const timesIn = async (main: string) => {
    const { store } = await record(main);
    return store.warnings.all.map(({ diagnosis, index }) => `${diagnosis} at ${store.trace.time(index)}`);
  };
  const fetches = "async def fetch(): await sleep(1)";

  test("is dated when a coroutine was created, not when it was collected", async () => {
    expect(
      await timesIn(`${fetches}\nawait sleep(1)\nkept = fetch()\nawait sleep(1)\nawait sleep(1)`),
    ).toEqual(["neverAwaited at 1"]);
    expect(await timesIn(`${fetches}\nawait sleep(1)\nfetch()\nawait sleep(1)`)).toEqual([
      "neverAwaited at 1",
    ]);
  });

  test("is dated when a task failed, not when its error was lost", async () => {
    const fails = "async def fails():\n    await sleep(1)\n    1 / 0";
    expect(await timesIn(`${fails}\ntask = create_task(fails())\nawait sleep(5)\ndel task`)).toEqual([
      "neverRetrieved at 1",
    ]);
  });

  test("is not told a second time in the interpreter's words", async () => {
    const { store } = await record(`import sys\n${fetches}\nfetch()\nprint("mine", file=sys.stderr)`);
    const texts = store.outputs.map((index) => store.trace.label(index));
    expect(texts.join("")).toContain("RuntimeWarning: coroutine");
    const left = store.outputs.filter((index) => !store.warnings.rawReports.has(index));
    expect(left.map((index) => store.trace.label(index))).toEqual(["mine\n"]);
  });
});

describe("a deadlock", () => {
  test("names the tasks of the cycle, with what each holds and wants", async () => {
    const found = await warningsIn(`
left = Lock()
right = Lock()
async def takes(first, second):
    async with first:
        await sleep(1)
        async with second: pass
await gather(create_task(takes(left, right), name="a"), create_task(takes(right, left), name="b"))`);
    // That each slept with its lock was no fault of its own.
    expect(found).toHaveLength(1);
    expect(found.at(-1)).toEqual([
      "deadlock",
      "async with second: pass",
      "Deadlock: a holds left and waits for right; b holds right and waits for left. Neither can continue. Acquire both locks in the same order everywhere.",
    ]);
  });

  test("of a task that waits for itself", async () => {
    expect(await warningsIn("lock = Lock()\nasync with lock:\n    async with lock: pass")).toEqual([
      [
        "deadlock",
        "async with lock: pass",
        "Deadlock: main holds lock and waits for lock again. main can never continue. Release lock before acquiring it again.",
      ],
    ]);
    const [[, , message] = []] = await warningsIn(`
async def one(): await second
async def two(): await first
first, second = create_task(one(), name="first"), create_task(two(), name="second")
await sleep(1)
await first`);
    expect(message).toContain("first waits for second on line 4; second waits for first on line 5.");
  });

  test("of two tasks that wait for one another, one through a group", async () => {
    const [[, code, message] = []] = await warningsIn(`
async def child(): await parent
async def gathers(): await gather(create_task(child(), name="child"), sleep(1))
parent = create_task(gathers(), name="parent")
await parent`);
    expect(code).toContain("await gather");
    expect(message).toContain("parent waits for child on line 5 (gather); child waits for parent on line 4.");
  });

  test("without a cycle names the wait that nothing will end", async () => {
    expect(await warningsIn("ready = Event()\nawait ready.wait()")).toEqual([
      [
        "deadlock",
        "await ready.wait()",
        "Deadlock: main waits for ready to be set on line 5, but no task can run and no timer is pending.",
      ],
    ]);
  });

  test("in Queue.join shows the join, not the workers that wait for an item", async () => {
    const worker = `
q = Queue()
async def worker():
    while True: await q.get()
q.put_nowait(1)`;
    const [[, code, message] = []] = await warningsIn(`${worker}
task = create_task(worker())
await q.join()`);
    expect(code).toBe("await q.join()");
    expect(message).toBe(
      "Line 9 waits in q.join(), but no code calls q.task_done(). Call q.task_done() once for each item.",
    );
    const [[, , left] = []] = await warningsIn(`${worker}\nawait q.join()`);
    expect(left).toBe("Line 8 waits in q.join(), but 1 item is still in q and no task will take it out.");
  });
});
