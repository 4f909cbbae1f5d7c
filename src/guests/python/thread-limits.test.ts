/** Threads where they cannot be suspended, where they touch the loop of another, and where all wait for ever. */
import { describe, expect, test } from "vitest";
import { expectOutput, runThreads } from "../../testing/run-threads.ts";

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

  test.each([
    ["no loader", "None"],
    ["a loader without `get_source`", "object()"],
    ["a loader that has no text", "type('Loader', (), {'get_source': lambda self, name: None})()"],
  ])("calls a function of a module with %s", async (_, loader) => {
    await expectOutput(
      `
import sys, types
made = types.ModuleType("made")
made.__loader__ = ${loader}
sys.modules["made"] = made
exec(compile("def double(x):\\n    return 2 * x", "made.py", "exec"), vars(made))
async def main():
    print(await asyncio.to_thread(made.double, 21))
asyncio.run(main())
`,
      "42",
    );
  });

  test("is named with that function where another thread has to run", async () => {
    const { stderr, outcome } = await runThreads(`
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
    const { stderr } = await runThreads(`
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
    const { stdout, error } = await runThreads(`
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

  test("such as the function that begins a task eagerly", async () => {
    const { stderr } = await runThreads(`
async def block():
    time.sleep(1)
async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(block())
threading.Thread(target=lambda: asyncio.run(main())).start()
time.sleep(0.5)
`);
    expect(stderr).toContain(
      "ThreadCannotWait: Thread-1 (<lambda>) waits in time.sleep on line 6, inside of asyncio.create_task(), which",
    );
  });

  test("such as its event loop, in a callback that asyncio calls by another", async () => {
    const { stderr } = await runThreads(`
async def main():
    loop = asyncio.get_running_loop()
    loop._ready.append(loop.call_later(9, time.sleep, 1))
    await asyncio.sleep(0.1)
threading.Thread(target=lambda: asyncio.run(main())).start()
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
    const result = await runThreads(changed("event.set()"));
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
    const result = await runThreads(changed("loop.call_soon_threadsafe(event.set)"));
    expect(result).toMatchObject({ outcome: "ok", stdout: "1.0\n" });
    expect(result.events.filter(({ kind }) => kind === "warningRaised")).toEqual([]);
  });

  test("raises in debug mode", async () => {
    const source = changed("loop.call_soon(print)").replace("main())\n", "main(), debug=True)\n");
    expect((await runThreads(source)).stderr).toContain("RuntimeError: Non-thread-safe operation");
  });
});

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
    [
      "jobs.join()",
      "1 item is taken from the queue and never marked done with task_done(); 2 items are still in it.",
    ],
    ["done.get()", ""],
    ["asyncio.run(coroutine())", "1 item is taken"],
  ])("that names the thread which failed: %s", async (waits, unfinished) => {
    const { error, outcome } = await runThreads(`
jobs, done = queue.Queue(), queue.Queue()
def work():
    while True:
        job = jobs.get()
        done.put(10 // job)
        jobs.task_done()
async def coroutine(): jobs.join()
for job in (5, 0, 2, 1): jobs.put(job)
threading.Thread(target=work, daemon=True).start()
time.sleep(1)
done.get()
${waits}
`);
    expect(outcome).toBe("deadlock");
    expect(error).toContain("Thread-1 (work) failed on line 9 with ZeroDivisionError: division by zero.");
    expect(error).toContain(unfinished);
  });

  test.each([
    ["Queue.get", "queue.Queue()\n\nqueue.Queue().get()"],
    ["Event.wait", "\n\nthreading.Event().wait()"],
  ])("%s", async (call, source) => {
    expect(await runThreads(source)).toMatchObject({
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
    expect(await runThreads(`${source}thread.join()`)).toMatchObject({
      outcome: "deadlock",
      error: `deadlock: the main thread waits in Thread.join, and no other thread will end that wait; ${wait}.`,
      line: 11,
    });
    expect(await runThreads(source)).toMatchObject({
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
    const result = await runThreads(`a, b = threading.Lock(), threading.Lock()
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
    const result = await runThreads(
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
