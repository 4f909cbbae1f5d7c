/** Loops that read the clock until it is late enough: time passes in them, by what they compute, and in no others. */
import { describe, expect, test } from "vitest";
import { runPython, type PythonRun } from "../../testing/run-python.ts";

const blocks = (run: PythonRun) =>
  run.events
    .filter(({ kind }) => kind === "loopBlocked")
    .map(({ time, duration, call, line, taskName }) => [time, duration, call, line, taskName]);

/** Output of a program that is one function `main`, with `fib` to compute. */
const inMain = (body: string) => `
import asyncio, time
from datetime import datetime, timedelta

def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)

async def main():
    loop, n = asyncio.get_running_loop(), 0
${body.replaceAll(/^/gm, "    ")}

asyncio.run(main())
`;

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

  test.each([
    ["start = time.perf_counter()\nwhile time.perf_counter() - start < 1:\n    fib(18)"],
    ["end = loop.time() + 1\nwhile loop.time() < end:\n    fib(10)"],
    ["end = time.monotonic_ns() + 10**9\nwhile time.monotonic_ns() < end:\n    sum(range(10_000))"],
    ["end = time.time() + 1\nwhile True:\n    now = time.time()\n    if now >= end:\n        break"],
    ["end = time.time() + 1\nwhile time.time() < end:\n    print(end='.')"],
    ["end, tasks = time.time() + 1, set()\nwhile time.time() < end:\n    loop.call_soon(int)"],
    ["done, end = False, time.time() + 1\nwhile not done and time.time() < end:\n    fib(9)"],
    ["end = time.thread_time() + 1\nwhile time.thread_time() < end: pass"],
  ])("%s", async (body) => {
    const source = inMain(`${body}\nassert 1 <= loop.time() < 1.05, loop.time()`);
    const run = await runPython(source);
    expect(run).toMatchObject({ outcome: "ok", stderr: "" });
    expect(await runPython(source)).toEqual(run);
  });

  test("each of several waits ends in time", async () => {
    const run = await runPython(
      inMain(`
for _ in range(100):
    end = loop.time() + 0.005
    while loop.time() < end: pass
assert 0.5 <= loop.time() < 0.52, loop.time()
`),
    );
    expect(run).toMatchObject({ outcome: "ok", stderr: "" });
  });

  test("the memory of Python may grow, also while it calls the system", async () => {
    const run = await runPython(
      inMain(`
import os
kept = []
for _ in range(8):
    kept.append(bytearray(1 << 23))
    open("left", "w").close()
    os.remove("left")
    end = loop.time() + 0.1
    while loop.time() < end: pass
assert 0.8 <= loop.time() < 0.83, loop.time()
`),
    );
    expect(run).toMatchObject({ outcome: "ok", stderr: "" });
  });

  test("more work in a turn leaves time for fewer turns", async () => {
    const run = await runPython(
      inMain(`
for size in (12, 16):
    n, end = 0, loop.time() + 0.25
    while loop.time() < end:
        fib(size)
        n += 1
    print(n)
`),
    );
    const [small, large] = run.stdout.split("\n").map(Number) as [number, number];
    expect(small).toBeGreaterThan(2 * large);
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

  test("in a thread, which stays awake until another can run", async () => {
    const run = await runPython(`
import asyncio, threading, time
def spin():
    end = time.monotonic() + 2
    while time.monotonic() < end:
        pass
def sleeper():
    for _ in range(5):
        time.sleep(0.3)
async def main():
    other = threading.Thread(target=sleeper)
    other.start()
    await asyncio.to_thread(spin)
    other.join()
    print(round(time.monotonic(), 1))
asyncio.run(main())
`);
    expect(run).toMatchObject({ outcome: "ok", stdout: "2.0\n" });
    const suspensions = run.events.filter(({ kind }) => kind === "threadSuspended").length;
    expect(suspensions).toBeLessThan(20);
    // Whenever the loop waits, it waits in one piece from event to event.
    const advances = run.events.filter(({ kind }) => kind === "clockAdvanced");
    expect(advances.length).toBeLessThan(30);
    for (const { time, from } of advances) expect(from).toBeLessThan(Number(time));
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

describe("a loop of tasks that spins ends as it does natively:", () => {
  test.each([
    ["end = loop.time() + 1\nwhile loop.time() < end:\n    await asyncio.sleep(0)"],
    [
      "timer = loop.call_later(1, int)\nwhile loop.time() < timer.when():\n    n += 1\n    await asyncio.sleep(0)",
    ],
    ["sleeper = loop.create_task(asyncio.sleep(1))\nwhile not sleeper.done():\n    await asyncio.sleep(0)"],
    [
      "done = asyncio.Event()\nloop.call_later(1, done.set)\nwhile True:\n    if done.is_set(): break\n    await asyncio.sleep(0)",
    ],
    ["end = loop.time() + 1\nwhile loop.time() < end:\n    fib(15)\n    await asyncio.sleep(0)"],
  ])("%s", async (body) => {
    const source = inMain(`${body}\nassert 1 <= loop.time() < 1.05, loop.time()`);
    const run = await runPython(source);
    expect(run).toMatchObject({ outcome: "ok", stderr: "" });
    const warnings = run.events.filter(({ kind }) => kind === "warningRaised");
    expect(warnings.map(({ diagnosis }) => diagnosis)).toEqual(body.includes("fib") ? [] : ["busyWait"]);
    expect(run.events.length).toBeGreaterThan(2000);
    expect(run.events.length).toBeLessThan(20_000);
    expect(await runPython(source)).toEqual(run);
  });

  test("others run meanwhile at their times", async () => {
    const run = await runPython(
      inMain(`
async def tick():
    for _ in range(3):
        await asyncio.sleep(0.25)
        print(loop.time())
ticker = asyncio.create_task(tick())
while not ticker.done():
    await asyncio.sleep(0)
`),
    );
    expect(run).toMatchObject({ outcome: "ok", stdout: "0.25\n0.5\n0.75\n", time: 0.75 });
  });

  test("rounds with work of their own take the time of their iterations", async () => {
    const run = await runPython(
      inMain(`
loop.call_later(5, print, "never")
for n in range(5000): await asyncio.sleep(0)
assert 0.05 < loop.time() < 0.1, loop.time()
`),
    );
    expect(run).toMatchObject({ outcome: "ok", stdout: "" });
  });

  test("rounds with work of their own do not jump to a thread's deadline", async () => {
    const run = await runPython(`
import asyncio, threading, time

async def main():
    stop = threading.Event()
    waiter = asyncio.create_task(asyncio.to_thread(stop.wait, 30))
    for n in range(5000):
        await asyncio.sleep(0)
    stop.set()
    print(await waiter, 0.05 < time.monotonic() < 0.1)

asyncio.run(main())
`);
    expect(run).toMatchObject({ outcome: "ok", stdout: "True True\n" });
  });
});

describe("a spin that nothing can end is reported, with its task and line:", () => {
  test.each([
    ["while True:\n    await asyncio.sleep(0)", 11],
    ["done = False\nwhile not done:\n    n += 1\n    await asyncio.sleep(0)", 13],
    ["event = asyncio.Event()\nwhile not event.is_set(): await asyncio.sleep(0)", 11],
  ])("%s", async (body, line) => {
    const run = await runPython(inMain(body));
    expect(run).toMatchObject({
      outcome: "limit",
      line,
      error: `livelock: no timer is pending and nothing else can run, so this never ends: main spins on line ${line}`,
    });
    expect(run.events.length).toBeLessThan(10_000);
  });

  test.each([
    ["one that counts", "while n < 5000:\n    n += 1\n    await asyncio.sleep(0)"],
    [
      "one beside a task that works",
      "other = loop.create_task(asyncio.to_thread(time.sleep, 1))\nwhile not other.done():\n    await asyncio.sleep(0)",
    ],
  ])("but not %s", async (_name, body) => {
    expect(await runPython(inMain(body))).toMatchObject({ outcome: "ok" });
  });
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
      "where each round lets others run",
      "for i in range(900):\n    time.perf_counter()\n    await asyncio.sleep(0)",
    ],
  ])("%s", async (_name, body) => {
    const run = await runPython(inTask(body));
    expect(run).toMatchObject({ outcome: "ok", stdout: "goes on 0.5\ntick 1.0\n" });
    expect(blocks(run)).toEqual([]);
  });
});
