/** Threads in a trace: their events, and their view of the program. */
import { describe, expect, test } from "vitest";
import { threadPrograms } from "../../testing/threads/corpus.ts";
import { bootPython, runPython, type PythonRun } from "../../testing/run-python.ts";
import { expectOutput, runThreads } from "../../testing/run-threads.ts";

/** `time kind name-or-text` of the events of some kinds. */
function linesOf({ events }: PythonRun, kinds: RegExp): string[] {
  return events
    .filter((event) => kinds.test(event.kind))
    .map(({ time, kind, name, text }) => `${time} ${kind} ${String(name ?? text).trimEnd()}`);
}

describe("a trace", () => {
  test("records when threads begin and end, in the order of all events", async () => {
    const result = await runThreads(`
def work(n):
    print("begin", n)
    time.sleep(n)
    print("end", n)
async def main():
    await asyncio.gather(asyncio.to_thread(work, 2), asyncio.to_thread(work, 1))
asyncio.run(main())
`);
    expect(linesOf(result, /thread(Started|Ended)|output/)).toEqual([
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
    const { events } = await runThreads(`
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

  test("names the call and line where a thread is suspended in a generator", async () => {
    const { events } = await runThreads(`
def items():
    time.sleep(1)
    yield 1
def work():
    next(items())
    for _ in items(): pass
    list(items())
threading.Thread(target=work).start()
`);
    const found = events.filter((event) => event.kind === "threadSuspended" && event.thread !== 0);
    expect(found.map(({ call, line }) => `${String(call)} ${String(line)}`)).toEqual(
      Array<string>(3).fill("time.sleep 6"),
    );
  });

  test("names the call and line where a thread is suspended in a property, an operator, a cache or a text", async () => {
    const { events } = await runThreads(`
import functools
class Slow:
    @property
    def value(self): time.sleep(1)
    __len__ = __add__ = lambda self, other=1: time.sleep(1) or 1
@functools.cache
def cached(): time.sleep(1)
def work():
    slow = Slow()
    slow.value, len(slow), slow + 1, cached()
    exec("time.sleep(1)")
threading.Thread(target=work).start()
`);
    const found = events.filter((event) => event.kind === "threadSuspended" && event.thread !== 0);
    expect(found.map(({ call, line }) => `${String(call)} ${String(line)}`)).toEqual(
      [8, 9, 9, 11, 15].map((line) => `time.sleep ${line}`),
    );
  });

  test("has a line for a thread's output, and no task", async () => {
    const { events } = await runThreads(
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

  test("names the tasks that threads work for, and those that they wait for", async () => {
    const { events } = await runThreads(`
async def answer():
    await asyncio.sleep(1)
    return 42
def ask(loop):
    print(asyncio.run_coroutine_threadsafe(answer(), loop).result())
def ask_late(loop):
    future = asyncio.run_coroutine_threadsafe(answer(), loop)
    time.sleep(0.5)
    print(*map(lambda f: f.result(), [future]))
async def main():
    loop = asyncio.get_running_loop()
    for target in ask, ask_late:
        threading.Thread(target=target, args=(loop,)).start()
    await asyncio.to_thread(time.sleep, 2)
    loop.run_in_executor(None, print, 7)
asyncio.run(main())
`);
    const found = events.filter(({ kind }) => kind === "resultAwaited" || kind === "threadStarted");
    expect(found.map(({ time, kind, thread, taskName }) => [time, kind, thread, taskName])).toEqual([
      [0, "threadStarted", 1, null],
      [0, "threadStarted", 2, null],
      [0, "threadStarted", 3, "Task-1"],
      [0, "resultAwaited", 1, "Task-2"],
      [0.5, "resultAwaited", 2, "Task-3"],
      [2, "threadStarted", 3, "Task-1"],
    ]);
  });

  test("names the task and the thread of each line that tasks of three loops write", async () => {
    const { events } = await runPython(
      threadPrograms["each of three loops runs its own tasks, in a thread of its own"]!,
    );
    const names = new Map(
      events.filter(({ kind }) => kind === "threadStarted").map(({ thread, name }) => [thread, name]),
    );
    const outputs = events.filter(({ kind }) => kind === "outputWritten");
    expect(outputs).toHaveLength(9);
    for (const { text, thread, taskName } of outputs)
      expect(String(text)).toContain(` ${String(names.get(thread) ?? "MainThread")} ${String(taskName)}`);
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
    const result = await runThreads(
      "def fail():\n    1 / 0\nthreading.Thread(target=fail).start()\nprint('on')",
    );
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
    const [one, two] = [await runThreads(source), await runThreads(source)];
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
    const result = await runThreads(
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

test("a thread has a number of the system's from its start on; the main thread has the process's", () =>
  expectOutput(
    `
import os
own = lambda: print(threading.get_native_id() == threading.current_thread().native_id)
thread = threading.Thread(target=own)
print(thread.native_id)
thread.start()
thread.join()
own()
print(threading.main_thread().native_id == os.getpid() != thread.native_id)
`,
    "None",
    "True",
    "True",
    "True",
  ));
