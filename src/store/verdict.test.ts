/** Verdicts on runs of real programs, in both languages. */
import { expect, test } from "vitest";
import { recordProgram } from "../cli/record.ts";
import { bootPython } from "../testing/run-python.ts";
import { type Verdict, verdictOf } from "./verdict.ts";

/** The verdict, with the event that it leads to as its kind and its task's name. `main` is the body of a program. */
async function verdictOn(
  main: string,
  { functions = "", cap = 100_000 } = {},
): Promise<Pick<Verdict, "outcome" | "text"> & { at: string }> {
  const body = main.trim().replaceAll(/^/gm, "    ");
  const source = `import asyncio, time\nfrom asyncio import *\n${functions.trimStart()}async def main():\n${body}\nasyncio.run(main())\n`;
  const { store, end } = recordProgram(await bootPython(), source, 1, { cap });
  const { outcome, text, index } = verdictOf(store, end);
  const { trace } = store;
  return { outcome, text, at: `${trace.kind(index)} ${trace.taskName(trace.task(index)) ?? ""}`.trim() };
}

const bad = `
async def bad():
    await sleep(0.1)
    raise ValueError("no: more")
`;

test("a program that ends by itself has the time that passed", async () => {
  expect(await verdictOn("await sleep(0.4391)")).toEqual({
    outcome: "done",
    text: "Done in 0.439 s",
    at: "loopStopped",
  });
});

test("its warnings are counted, and it leads to the first", async () => {
  expect(await verdictOn("time.sleep(1)\ntime.sleep(2)")).toEqual({
    outcome: "done",
    text: "Done in 3 s · 2 warnings",
    at: "loopBlocked Task-1",
  });
});

test("tasks that failed are counted although the program went on, and it leads to the first", async () => {
  const main = "await gather(create_task(bad(), name='b'), return_exceptions=True)";
  expect(await verdictOn(main, { functions: bad })).toEqual({
    outcome: "done",
    text: "Done in 0.1 s · 1 task failed",
    at: "taskDone b",
  });
});

test.each([
  ["a task that main awaits", "await create_task(bad(), name='b')", "b"],
  ["a coroutine that main awaits", "await bad()", "Task-1"],
  ["a child of a gather", "await gather(sleep(1), create_task(bad(), name='b'))", "b"],
  [
    "a child of a task group",
    "async with TaskGroup() as g:\n    g.create_task(sleep(1))\n    g.create_task(bad(), name='b')",
    "b",
  ],
])("a failure leads to where it began: %s", async (_, main, task) => {
  expect(await verdictOn(main, { functions: bad })).toEqual({
    outcome: "failed",
    text: "Failed: ValueError in bad(), line 5",
    at: `taskDone ${task}`,
  });
});

test("an error that was handled before is not the one that ended the program", async () => {
  const main = `
await gather(create_task(bad(), name="first"), return_exceptions=True)
await create_task(bad(), name="second")`;
  expect((await verdictOn(main, { functions: bad })).at).toBe("taskDone second");
});

test("a failure without a traceback is the error in one line", async () => {
  expect(await verdictOn("raise SystemExit(3)")).toMatchObject({
    outcome: "failed",
    text: "Failed: SystemExit, line 4",
  });
});

test.each([
  [
    "two tasks in a circle",
    "a, b = Lock(), Lock()\nawait gather(create_task(take(a, b), name='x'), create_task(take(b, a), name='y'))",
    "Deadlock at 0.1 s: x and y wait for each other",
  ],
  [
    "a lock taken twice",
    "lock = Lock()\nasync with lock, lock: pass",
    "Deadlock at 0 s: main waits for lock, which it holds",
  ],
  ["an event", "ready = Event()\nawait ready.wait()", "Deadlock at 0 s: main waits for ready to be set"],
])("a deadlock names the wait: %s", async (_, main, text) => {
  const functions = `
async def take(first, second):
    async with first:
        await sleep(0.1)
        async with second: pass
`;
  expect(await verdictOn(main, { functions })).toMatchObject({ outcome: "deadlock", text });
});

test("a run that is full names the line at which tasks stopped most often, and does not say that it never ends", async () => {
  expect(await verdictOn("for n in range(900):\n    await sleep(0)", { cap: 1200 })).toMatchObject({
    outcome: "limit",
    text: expect.stringMatching(/^Stopped at 1,2\d\d events, most of the time at line 5$/) as string,
  });
});

test("a spin that nothing can end is said to be one", async () => {
  expect(await verdictOn("await sleep(1)\nwhile True:\n    await sleep(0)")).toMatchObject({
    outcome: "limit",
    text: "Stopped at 1 s: this loop never ends (line 6)",
  });
});

test("a full run names the task that was asked to cancel and keeps running", async () => {
  const functions = `
async def stays():
    while True:
        try:
            await sleep(0.1)
        except CancelledError:
            pass
`;
  const main = "task = create_task(stays(), name='stays')\nawait sleep(0.25)";
  expect(await verdictOn(main, { functions, cap: 1200 })).toMatchObject({
    outcome: "limit",
    text: expect.stringMatching(
      /^Stopped at 1,2\d\d events: stays was asked to cancel but keeps running \(line 6\)$/,
    ) as string,
  });
});

test("a full run names the task that keeps running, and not the one that waits for it", async () => {
  const functions = `
async def stays():
    while True:
        try:
            await sleep(0.1)
        except CancelledError:
            pass
`;
  const main = "task = create_task(stays(), name='stays')\nasync with timeout(0.25):\n    await task";
  expect(await verdictOn(main, { functions, cap: 1200 })).toMatchObject({
    text: expect.stringMatching(/: stays was asked to cancel but keeps running \(line 6\)$/) as string,
  });
});

test("a run that a person stopped has the time it had reached", async () => {
  const { store } = recordProgram(await bootPython(), "import time\ntime.sleep(2)", 1);
  expect(verdictOf(store, null)).toMatchObject({ outcome: "stopped", text: "Stopped at 2 s" });
});

test("an idle loop that was interrupted has run", async () => {
  const source = "import asyncio\nasyncio.new_event_loop().run_forever()\n";
  const { store, end } = recordProgram(await bootPython(), source, 1);
  expect(verdictOf(store, end)).toMatchObject({ outcome: "done", text: "Ran until Ctrl-C at 1 s" });
});

test("a server that was visited and interrupted has served", async () => {
  const source = `import asyncio

async def main():
    server = await asyncio.start_server(lambda _, writer: writer.close(), port=8080)
    await server.serve_forever()

asyncio.run(main())
`;
  const { store, end } = recordProgram(await bootPython(), source, 1);
  expect(verdictOf(store, end)).toMatchObject({
    outcome: "done",
    text: "Served until Ctrl-C at 3 s",
    line: 0,
  });
});
