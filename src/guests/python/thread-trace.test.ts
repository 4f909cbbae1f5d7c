/** Threads in a trace: their events, their view of the program, and what they cannot do. */
import { describe, expect, test } from "vitest";
import { threadPrograms } from "../../testing/threads/corpus.ts";
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

  test("names the call and line where a thread is suspended in a generator", async () => {
    const { events } = await run(`
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
    const { events } = await run(`
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

  test("names the tasks that threads work for, and those that they wait for", async () => {
    const { events } = await run(`
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

describe("a thread inside of a function that cannot be suspended", () => {
  test("waits there while no other thread has to run", () =>
    expectOutput(
      `
def slow(x):
    time.sleep(1)
    return x
def work():
    time.sleep(1)
    print(sorted([2, 1], key=slow), time.monotonic())
threading.Thread(target=work).start()
`,
      "[1, 2] 3.0",
    ));

  test("is named with that function where another thread has to run", async () => {
    const { stderr, outcome } = await run(`
import json
def work():
    json.loads("[1]", parse_int=lambda text: time.sleep(1) or 1)
threading.Thread(target=work).start()
time.sleep(0.5)
print("main")
`);
    expect(outcome).toBe("ok");
    expect(stderr).toContain(
      "ThreadCannotWait: Thread-1 (work) waits in time.sleep on line 7, inside of json.loads(), which cannot be " +
        "suspended here, while MainThread has to run. Call time.sleep outside of json.loads()",
    );
  });

  test("is named with the function behind an attribute or an operator that the program's text does not name", async () => {
    const { stderr } = await run(`
class Slow: pass
def slow(*_): time.sleep(1)
type.__setattr__(Slow, "x", property(slow))
type.__setattr__(Slow, "__ad" + "d__", slow)
threading.Thread(target=lambda: Slow().x).start()
threading.Thread(target=lambda: Slow() + 1).start()
time.sleep(0.5)
`);
    expect(stderr).toContain("inside of `Slow().x` (slow), which cannot");
    expect(stderr).toContain("inside of `Slow() + 1` (slow), which cannot");
  });

  test("must not leave a generator to others that it has begun in their place", async () => {
    const { stdout, error } = await run(`
def numbers():
    time.sleep(1)
    yield 1
    yield 2
made = numbers()
thread = threading.Thread(target=lambda: print(next(made)))
thread.start()
thread.join()
print(next(made))
`);
    expect(stdout).toBe("1\n");
    expect(error).toContain("numbers() was begun by a thread");
  });

  test("such as its event loop, in a coroutine that blocks", async () => {
    const { stderr } = await run(`
async def block():
    time.sleep(1)
threading.Thread(target=lambda: asyncio.run(block())).start()
time.sleep(0.5)
`);
    expect(stderr).toContain("inside of a callback or coroutine of its event loop");
  });
});

describe("another thread's call of the loop", () => {
  const changed = (call: string) => `
async def main():
    loop, event = asyncio.get_running_loop(), asyncio.Event()
    def work():
        time.sleep(1)
        ${call}
    threading.Thread(target=work).start()
    loop.call_later(3, print, "awake")
    await event.wait()
    print(loop.time())
asyncio.run(main())
`;

  test("does not wake the loop, and is warned of", async () => {
    const result = await run(changed("event.set()"));
    expect(result).toMatchObject({ outcome: "ok", stdout: "3.0\nawake\n" });
    expect(result.events.filter(({ kind }) => kind === "warningRaised")).toMatchObject([
      {
        time: 1,
        line: 9,
        diagnosis: "notThreadsafe",
        message:
          "Thread-1 (work) uses the event loop of another thread on line 9: Event.set() does not wake the loop up. Use " +
          "`loop.call_soon_threadsafe(…)`.",
      },
    ]);
  });

  test("by call_soon_threadsafe wakes it, without a warning", async () => {
    const result = await run(changed("loop.call_soon_threadsafe(event.set)"));
    expect(result).toMatchObject({ outcome: "ok", stdout: "1.0\n" });
    expect(result.events.filter(({ kind }) => kind === "warningRaised")).toEqual([]);
  });

  test("raises in debug mode", async () => {
    const source = changed("loop.call_soon(print)").replace("main())\n", "main(), debug=True)\n");
    expect((await run(source)).stderr).toContain("RuntimeError: Non-thread-safe operation");
  });
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

test("a loop that turns until another thread does something lets it do that", () =>
  expectOutput(
    `
done = False
def work():
    global done
    time.sleep(1)
    done = True
def watch():
    while not done: pass
    print("watched", round(time.monotonic(), 1))
threading.Thread(target=watch).start()
threading.Thread(target=work).start()
while not done: pass
print("done", round(time.monotonic(), 1))
`,
    "watched 1.0",
    "done 1.0",
  ));

describe("the main thread that waits for ever is a deadlock", () => {
  test.each([
    ["Queue.get", "queue.Queue()\n\nqueue.Queue().get()"],
    ["Event.wait", "\n\nthreading.Event().wait()"],
  ])("%s", async (call, source) => {
    expect(await run(source)).toMatchObject({
      outcome: "deadlock",
      error: `deadlock: the main thread waits in ${call}, and no other thread will end that wait.`,
      line: 6,
    });
  });

  test("with the waits of the other threads", async () => {
    const source = `
lock = threading.Lock()
lock.acquire()
def work():
    with lock: pass
thread = threading.Thread(target=work)
thread.start()
`;
    const wait = "Thread-1 (work) waits in Lock.acquire on line 8";
    expect(await run(`${source}thread.join()`)).toMatchObject({
      outcome: "deadlock",
      error: `deadlock: the main thread waits in Thread.join, and no other thread will end that wait; ${wait}.`,
      line: 11,
    });
    expect(await run(source)).toMatchObject({
      outcome: "deadlock",
      error: `deadlock: ${wait}, and no other thread will end that wait.`,
      line: 8,
    });
  });

  test.each([
    [
      "of two threads",
      "threading.Thread(target=one, name='one').start()\ntwo()",
      "one waits on line 8 for the lock that MainThread acquired on line 10; MainThread waits on line 12 for the lock " +
        "that one acquired on line 6. Acquire both locks in the same order everywhere.",
    ],
    [
      "of a thread and itself",
      "threading.Thread(target=again, name='one').start()",
      "one waits on line 15 for the lock that it acquired on line 14. Release a lock before acquiring it again, or use " +
        "threading.RLock.",
    ],
    [
      "of the main thread and itself",
      "again()",
      "MainThread waits on line 15 for the lock that it acquired on line 14. Release a lock before acquiring it again, or " +
        "use threading.RLock.",
    ],
    [
      "of threads that tasks wait for",
      `async def main():
    await asyncio.gather(asyncio.to_thread(one), asyncio.to_thread(two))
asyncio.run(main())`,
      "asyncio_0 waits on line 8 for the lock that asyncio_1 acquired on line 10; asyncio_1 waits on line 12 for the " +
        "lock that asyncio_0 acquired on line 6. Acquire both locks in the same order everywhere.",
    ],
  ])("with its circle of locks: %s", async (_, start, cause) => {
    const result = await run(`a, b = threading.Lock(), threading.Lock()
def one():
    with a:
        time.sleep(1)
        with b: pass
def two():
    with b:
        time.sleep(1)
        with a: pass
def again():
    with a:
        with a: pass
${start}`);
    expect(result.error).toBe(
      `deadlock: Lock.acquire on line ${String(result.line)} blocks for ever. ${cause}`,
    );
    expect(result.events.at(-1)).toMatchObject({ kind: "callBlocked", line: result.line, cause });
  });

  test.each([
    [
      "Lock.acquire",
      "lock.acquire()",
      "hold · 2 has held the lock since line 12. A timer is due at 1 s, but its callback cannot run meanwhile. Use " +
        "asyncio.Lock and `async with` in coroutines.",
    ],
    [
      "Queue.get",
      "queue.Queue().get()",
      "Only another thread, or a callback of this loop, could end that wait. A timer is due at 1 s, but its callback " +
        "cannot run meanwhile. Use asyncio.Queue in coroutines.",
    ],
    [
      "Future.result",
      "asyncio.run_coroutine_threadsafe(asyncio.sleep(0), loop).result()",
      "Only another thread, or a callback of this loop, could end that wait. A timer is due at 1 s, but its callback " +
        "cannot run meanwhile. In a coroutine, await asyncio.wrap_future(…), or the coroutine itself.",
    ],
  ])("with its cause, where it blocks the event loop: %s", async (call, statement, cause) => {
    const result = await run(
      `
lock = threading.Lock()
async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(hold())
    await asyncio.sleep(0)
    ${statement}
async def hold():
    with lock:
        await asyncio.sleep(1)
asyncio.run(main())
`,
    );
    expect(result).toMatchObject({ outcome: "deadlock", line: 10, time: 0 });
    expect(result.error).toBe(`deadlock: ${call} on line 10 blocks the event loop for ever. ${cause}`);
    expect(result.events.at(-1)).toMatchObject({ kind: "callBlocked", call, line: 10, task: 1, cause });
  });
});
