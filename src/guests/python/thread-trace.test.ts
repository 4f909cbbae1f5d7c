/** Threads in a trace: their events, their view of the program, and what they cannot do. */
import { describe, expect, test } from "vitest";
import { bootPython, runPython, type PythonRun } from "../../testing/run-python.ts";

const imports = `
import asyncio, contextvars, queue, threading, time
from concurrent.futures import ThreadPoolExecutor
`;

const run = (source: string) => runPython(imports + source);

/** `time kind name-or-text` of the events of some kinds. */
function linesOf({ events }: PythonRun, kinds: RegExp): string[] {
  return events
    .filter((event) => kinds.test(event.kind))
    .map(({ time, kind, name, text }) => `${time} ${kind} ${String(name ?? text).trimEnd()}`);
}

async function expectOutput(source: string, ...lines: string[]): Promise<PythonRun> {
  const result = await run(source);
  expect(result).toMatchObject({ outcome: "ok", error: null, stderr: "" });
  expect(result.stdout.trimEnd().split("\n")).toEqual(lines);
  return result;
}

describe("a trace", () => {
  test("records when threads begin and end, in the order of all events", async () => {
    const result = await run(`
def work(n):
    print("begin", n)
    time.sleep(n)
    print("end", n)
async def main():
    await asyncio.gather(asyncio.to_thread(work, 2), asyncio.to_thread(work, 1))
asyncio.run(main())
`);
    expect(linesOf(result, /thread|output/)).toEqual([
      "0 threadStarted asyncio_0",
      "0 outputWritten begin 2",
      "0 threadStarted asyncio_1",
      "0 outputWritten begin 1",
      "1 outputWritten end 1",
      "1 threadEnded asyncio_1",
      "2 outputWritten end 2",
      "2 threadEnded asyncio_0",
    ]);
  });

  test("names the call that blocks the loop, its task and line, and how long", async () => {
    const { events } = await run(`
async def main():
    with ThreadPoolExecutor() as pool:
        pool.submit(time.sleep, 2).result()
        pool.submit(time.sleep, 1)
    thread = threading.Thread(target=time.sleep, args=(3,))
    thread.start()
    time.sleep(1)
    thread.join()
asyncio.run(main())
`);
    const blocks = events.filter((event) => event.kind === "loopBlocked");
    expect(blocks.map(({ time, call, duration, line }) => [time, call, duration, line])).toEqual([
      [2, "Future.result", 2, 7],
      [3, "ThreadPoolExecutor.__exit__", 1, 6],
      [4, "time.sleep", 1, 11],
      [6, "Thread.join", 2, 12],
    ]);
    expect(blocks.map(({ taskName }) => taskName)).toEqual(["Task-1", "Task-1", "Task-1", "Task-1"]);
  });

  test("has a line for a thread's output, and no task", async () => {
    const { events } = await run(
      "async def main():\n    await asyncio.to_thread(lambda: print(1))\nasyncio.run(main())",
    );
    expect(events.find((event) => event.kind === "outputWritten")).toMatchObject({ line: 5, task: null });
  });

  test("ends where an endless thread is stopped", async () => {
    const guest = await bootPython();
    const source =
      "import threading\ndef spin():\n    while True: pass\nthreading.Thread(target=spin).start()";
    const end = guest.run(source, { seed: 1, instrument: {}, safepoint: () => guest.halt("enough") });
    expect(end).toMatchObject({ outcome: "limit", error: "enough", line: 3, time: 0 });
  });

  test("does not record the loops that threads run for themselves", async () => {
    const result = await run(`
async def inner():
    async with asyncio.Lock():
        await asyncio.sleep(1)
async def main():
    await asyncio.to_thread(asyncio.run, inner())
asyncio.run(main())
`);
    expect(linesOf(result, /taskCreated/)).not.toContain("0 taskCreated inner");
    expect(result.events.filter(({ kind }) => kind === "loopStarted")).toHaveLength(3);
    expect(result.events.filter(({ coroutine }) => coroutine === "inner")).toEqual([]);
  });
});

describe("a thread", () => {
  test("has a name and number of its own, and is not the main thread", () =>
    expectOutput(
      `
def who():
    thread = threading.current_thread()
    return thread.name, thread.ident == threading.get_ident(), thread is threading.main_thread()
async def main():
    print(await asyncio.to_thread(who))
    print(who())
asyncio.run(main())
with ThreadPoolExecutor() as one, ThreadPoolExecutor() as two:
    print(one.submit(who).result(), two.submit(who).result())
threading.Thread(target=lambda: print(who())).start()
`,
      "('asyncio_0', True, False)",
      "('MainThread', True, True)",
      "('ThreadPoolExecutor-0_0', True, False) ('ThreadPoolExecutor-1_0', True, False)",
      "('Thread-2 (<lambda>)', True, False)",
    ));

  test("copies the context for to_thread alone", () =>
    expectOutput(
      `
var = contextvars.ContextVar("var", default="none")
def change():
    before = var.get()
    var.set("changed")
    return before
async def main():
    var.set("main")
    loop = asyncio.get_running_loop()
    print(await asyncio.to_thread(change), await loop.run_in_executor(None, change), var.get())
asyncio.run(main())
`,
      "main none main",
    ));

  test("reads its own clocks", () =>
    expectOutput(
      `
import datetime
def clocks():
    time.sleep(2.5)
    return time.monotonic(), time.perf_counter(), time.time() % 60, datetime.datetime.now().second
async def main():
    job = asyncio.ensure_future(asyncio.to_thread(clocks))
    await asyncio.sleep(1)
    print(time.monotonic())
    print(await job)
asyncio.run(main())
`,
      "1.0",
      "(2.5, 2.5, 2.5, 2)",
    ));

  test("has no running loop", () =>
    expectOutput(
      `
def loops():
    for get in asyncio.get_running_loop, asyncio.get_event_loop, asyncio.current_task:
        try:
            print(get())
        except RuntimeError as error:
            print(error)
async def main():
    await asyncio.to_thread(loops)
    print(asyncio.current_task().get_name(), asyncio.get_running_loop() is asyncio.get_event_loop())
asyncio.run(main())
`,
      "no running event loop",
      "There is no current event loop in thread 'asyncio_0'.",
      "no running event loop",
      "Task-1 True",
    ));

  test("that fails writes its traceback, and the program continues", async () => {
    const result = await run("def fail():\n    1 / 0\nthreading.Thread(target=fail).start()\nprint('on')");
    expect(result).toMatchObject({ outcome: "ok", stdout: "on\n" });
    expect(result.stderr).toMatch(
      /^Exception in thread Thread-1 \(fail\):\nTraceback \(most recent call last\):\n {2}File "program.py", line 5, in fail\n/,
    );
  });

  test("waits for another one that has run", () =>
    expectOutput(
      `
def work():
    time.sleep(2)
    return "worked"
with ThreadPoolExecutor(2) as pool:
    job = pool.submit(work)
    def wait():
        time.sleep(1)
        return job.result(), time.monotonic()
    print(pool.submit(wait).result())
`,
      "('worked', 2.0)",
    ));

  test("leaves nothing behind for the next program", async () => {
    const source = `
local = threading.local()
local.x = 1
threading.Thread(target=time.sleep, args=(9,), daemon=True).start()
ThreadPoolExecutor().submit(time.sleep, 1)
print(threading.enumerate(), threading.active_count())
`;
    const [one, two] = [await run(source), await run(source)];
    expect(two.events).toEqual(one.events);
    await expectOutput("print(threading.active_count(), time.monotonic())", "1 0.0");
  });

  test("works in debug mode", () =>
    expectOutput(
      `
async def main():
    loop = asyncio.get_running_loop()
    done = asyncio.Event()
    def work():
        time.sleep(0.01)
        loop.call_soon_threadsafe(done.set)
    await asyncio.to_thread(work)
    await done.wait()
    print(loop.time())
asyncio.run(main(), debug=True)
`,
      "0.01",
    ));

  test("that is a cancelled timer does not delay the end", async () => {
    const result = await run(
      "timer = threading.Timer(9, print)\ntimer.start()\ntime.sleep(1)\ntimer.cancel()",
    );
    expect(result).toMatchObject({ outcome: "ok", stdout: "", time: 1 });
  });

  test("may be started by an eager task", () =>
    expectOutput(
      `
async def eager(n):
    await asyncio.to_thread(time.sleep, n)
    return asyncio.current_task().get_name()
async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    print(await asyncio.gather(eager(1), eager(2)), time.monotonic())
asyncio.run(main())
`,
      "['Task-2', 'Task-3'] 2.0",
    ));

  test("may make the pool unusable as it begins", () =>
    expectOutput(
      `
import logging
logging.disable()
pool = ThreadPoolExecutor(initializer=lambda: 1 / 0)
print(repr(pool.submit(print).exception()))
`,
      "BrokenThreadPool('A thread initializer failed, the thread pool is not usable anymore')",
    ));
});

describe("a thread that would have to be suspended in the middle", () => {
  const hint =
    /^ThreadCannotWait: asyncio_0 would wait in (\S+) for another thread, .*cannot be suspended here/;

  test.each([
    ["Lock.acquire", "lock.acquire()"],
    ["Condition.wait", "with condition: condition.wait()"],
    ["Event.wait", "threading.Event().wait(1)"],
    ["Barrier.wait", "threading.Barrier(2).wait()"],
    ["Queue.get", "queue.Queue().get()"],
    ["Queue.put", "q = queue.Queue(1); q.put(1); q.put(2)"],
    ["Future.result", "asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()"],
  ])("is reported at that line: %s", async (call, statement) => {
    const result = await run(`
lock, condition = threading.Lock(), threading.Condition()
lock.acquire()
async def main():
    loop = asyncio.get_running_loop()
    def work():
        ${statement}
    await asyncio.to_thread(work)
asyncio.run(main())
`);
    expect(result).toMatchObject({ outcome: "error", line: 10 });
    expect(hint.exec(result.error ?? "")?.[1]).toBe(call);
  });

  test("gets an error when its event loop would wait for other threads", async () => {
    const result = await run(`
loop = asyncio.new_event_loop()
threading.Thread(target=loop.run_forever, daemon=True).start()
print(asyncio.run_coroutine_threadsafe(asyncio.sleep(1), loop).result())
`);
    expect(result.stderr).toContain(
      "ThreadCannotWait: the event loop of Thread-1 (run_forever) has nothing left to do",
    );
    expect(result).toMatchObject({ outcome: "deadlock", line: 7 });
  });

  test("gets an error when it waits to be stopped", async () => {
    const result = await run(`
stopped = False
def work():
    while not stopped:
        time.sleep(0.01)
async def main():
    await asyncio.to_thread(work)
asyncio.run(main())
`);
    expect(result.error).toMatch(/^ThreadCannotWait: asyncio_0 has slept 10,000 times/);
    expect(result.line).toBe(8);
  });

  test("locks, conditions and barriers that are free do not block", () =>
    expectOutput(
      `
lock, recursive, condition = threading.Lock(), threading.RLock(), threading.Condition()
def work():
    with lock, recursive, recursive, condition:
        condition.notify_all()
    threading.Barrier(1).wait()
    return lock.locked()
async def main():
    print(await asyncio.gather(*(asyncio.to_thread(work) for _ in range(3))))
asyncio.run(main())
`,
      "[False, False, False]",
    ));
});

test.each([
  ["Lock.acquire", "lock = threading.Lock()\nlock.acquire()\nlock.acquire()"],
  ["Queue.get", "queue.Queue()\n\nqueue.Queue().get()"],
  ["Event.wait", "\n\nthreading.Event().wait()"],
])("the main thread that waits for ever is a deadlock: %s", async (call, source) => {
  expect(await run(source)).toMatchObject({
    outcome: "deadlock",
    error: `deadlock: the main thread waits in ${call}, and no other thread will end that wait.`,
    line: 6,
  });
});
