/** Loops that wait by reading the clock: time passes in them, and in no other computation. */
import { describe, expect, test } from "vitest";
import { runPython, type PythonRun } from "../../testing/run-python.ts";

const blocks = (run: PythonRun) =>
  run.events
    .filter(({ kind }) => kind === "loopBlocked")
    .map(({ time, duration, call, line, taskName }) => [time, duration, call, line, taskName]);

const inTask = (body: string) => `
import asyncio, time
from datetime import datetime, timedelta

async def ticks():
    await asyncio.sleep(1)
    print("tick", asyncio.get_running_loop().time())

async def main():
    ticker = asyncio.create_task(ticks())
    await asyncio.sleep(0.5)
${body.replaceAll(/^/gm, "    ")}
    print("goes on", time.monotonic())
    await ticker

asyncio.run(main())
`;

describe("a busy loop ends when its time is over, and is recorded as one block:", () => {
  test.each([
    ["time.time", "end = time.time() + 2\nwhile time.time() < end:\n    pass", 14],
    ["perf_counter", "start = time.perf_counter()\nwhile time.perf_counter() - start < 2:\n    pass", 14],
    ["datetime", "end = datetime.now() + timedelta(seconds=2)\nwhile datetime.now() < end:\n    pass", 14],
    [
      "that works meanwhile",
      "end = time.time() + 2\nwhile time.time() < end:\n    for i in range(700):\n        i * i",
      15,
    ],
  ])("%s", async (_name, body, lastLine) => {
    const source = inTask(body);
    const run = await runPython(source);
    expect(run).toMatchObject({ outcome: "ok", stdout: "goes on 2.5\ntick 2.5\n", time: 2.5 });
    expect(blocks(run)).toEqual([[2.5, 2, "a busy loop", expect.any(Number), "Task-1"]]);
    const line = Number(blocks(run)[0]![3]);
    expect(line).toBeGreaterThanOrEqual(13);
    expect(line).toBeLessThanOrEqual(lastLine);
    expect(await runPython(source)).toEqual(run);
  });

  test("in a thread, beside the loop", async () => {
    const run = await runPython(`
import asyncio, time

def wait():
    end = time.time() + 2
    while time.time() < end:
        pass
    return time.time() - end

async def main():
    print(await asyncio.gather(asyncio.to_thread(wait), asyncio.to_thread(wait)), time.monotonic())

asyncio.run(main())
`);
    expect(run).toMatchObject({ outcome: "ok", stdout: "[0.0, 0.0] 2.0\n" });
    expect(blocks(run)).toEqual([]);
  });

  test("while a thread's result is on its way", async () => {
    const run = await runPython(`
import time
from concurrent.futures import ThreadPoolExecutor

with ThreadPoolExecutor() as pool:
    future = pool.submit(time.sleep, 1)
    while not future.done():
        time.monotonic()
    print(time.monotonic())
`);
    expect(run).toMatchObject({ outcome: "ok", stdout: "1.0\n" });
  });
});

test("time passes in an event loop of the program, whose selector does not wait", async () => {
  const run = await runPython(`
import asyncio

class Selector:
    def select(self, timeout): return []

class Loop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        self._selector = Selector()
    def _process_events(self, events): pass
    def _write_to_self(self): pass

async def main():
    await asyncio.sleep(0.01)
    return asyncio.get_running_loop().time()

with asyncio.Runner(loop_factory=Loop) as runner:
    print(0.01 <= runner.run(main()) < 0.02)
`);
  expect(run).toMatchObject({ outcome: "ok", stdout: "True\n", stderr: "" });
});

describe("no time passes", () => {
  test.each([
    ["in a computation", "total = 0\nfor i in range(20_000):\n    total += i"],
    [
      "in one that is measured",
      "for i in range(5_000): pass\nstart = time.time()\nfor i in range(20_000): pass\nassert time.time() == start",
    ],
    ["where the clock is read now and then", "for i in range(900):\n    time.perf_counter()"],
    [
      "where each round is told or lets others run",
      "for i in range(3000):\n    time.perf_counter()\n    await asyncio.sleep(0)",
    ],
  ])("%s", async (_name, body) => {
    const run = await runPython(inTask(body));
    expect(run).toMatchObject({ outcome: "ok", stdout: "goes on 0.5\ntick 1.0\n" });
    expect(blocks(run)).toEqual([]);
  });
});
