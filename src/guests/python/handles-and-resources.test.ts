/** Resources, handles and futures in the trace. */
import { describe, expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";
import { fieldsOfEvents } from "../../testing/fields-of-events.ts";

describe("a resource", () => {
  test("records the tasks that wait, acquire and release, and the free permits", async () => {
    const events = await fieldsOfEvents(
      `
import asyncio

class Pool:
    def __init__(self):
        self.gate = asyncio.BoundedSemaphore(2)

async def use(pool):
    async with pool.gate:
        await asyncio.sleep(1)

async def main():
    pool = Pool()
    async with asyncio.TaskGroup() as group:
        for name in "abc":
            group.create_task(use(pool), name=name)

asyncio.run(main())
`,
      ["resourceCreated", "resourceWaited", "resourceAcquired", "resourceReleased"],
      ["time", "type", "name", "taskName", "line", "value"],
    );
    expect(events).toEqual([
      "resourceCreated 0 BoundedSemaphore gate 6 2",
      "resourceCreated 0 TaskGroup  14 0",
      "resourceAcquired 0 a 9 1",
      "resourceAcquired 0 b 9 0",
      "resourceWaited 0 c 9 0",
      // Given back, and at once handed on to the next in line.
      "resourceReleased 1 a 9 0",
      "resourceReleased 1 b 9 1",
      "resourceAcquired 1 c 9 1",
      "resourceReleased 2 c 9 2",
    ]);
  });

  test("is no longer waited for by a task that was cancelled: it is suspended elsewhere or done", async () => {
    const events = await fieldsOfEvents(
      `
import asyncio

async def use(lock):
    try:
        async with lock:
            pass
    except asyncio.CancelledError:
        await asyncio.sleep(1)

async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    task = asyncio.create_task(use(lock), name="gives up")
    await asyncio.sleep(0)
    task.cancel()
    await task
    lock.release()

asyncio.run(main())
`,
      ["resourceWaited", "resourceReleased", "taskSuspended", "taskDone", "taskCancelRequested"],
      ["taskName", "on", "reason", "value"],
    );
    expect(events.filter((line) => !line.startsWith("taskSuspended Task-1"))).toEqual([
      "resourceWaited gives up 0",
      "taskSuspended gives up 1 Lock",
      "taskCancelRequested gives up",
      "taskSuspended gives up  sleep",
      "taskDone gives up None",
      "resourceReleased Task-1 1",
      "taskDone Task-1 None",
    ]);
  });

  test("gets a permit back that was given to a task that is cancelled", async () => {
    const events = await fieldsOfEvents(
      `
import asyncio

async def main():
    gate = asyncio.Semaphore(0)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(gate.acquire(), name=name) for name in "ab"]
        await asyncio.sleep(0)
        gate.release()
        tasks[0].cancel()
        await asyncio.sleep(0)
        tasks[1].cancel()

asyncio.run(main())
`,
      ["resourceWaited", "resourceAcquired", "resourceReleased"],
      ["taskName", "value"],
    );
    expect(events).toEqual([
      "resourceWaited a 0",
      "resourceWaited b 0",
      "resourceReleased Task-1 0",
      // What "a" was given went on to "b" at once, and was left over when "b", too, was cancelled.
      "resourceReleased b 1",
    ]);
  });

  test("is named after what it is assigned to", async () => {
    const events = await fieldsOfEvents(
      `
import asyncio
from asyncio import Lock

class Many:
    def __init__(self):
        self.own = Lock()
        self.pair = Lock(), Lock()
        for name in "ab":
            local = Lock()

shared = asyncio.Lock()
Many()
Lock()
`,
      ["resourceCreated"],
      ["name", "line"],
    );
    expect(events).toEqual([
      "resourceCreated shared 12",
      "resourceCreated own 7",
      "resourceCreated  8",
      "resourceCreated  8",
      "resourceCreated local 10",
      "resourceCreated local 10",
      "resourceCreated  14",
    ]);
  });

  test("of a library is named with the class that has it, also of one with a package named asyncio", async () => {
    const events = await fieldsOfEvents(
      `
text = """
import asyncio

class Pool:
    def __init__(self):
        self._lock = asyncio.Lock()

def prepare():
    free = asyncio.Event()
"""
exec(compile(text, "/lib/site-packages/redis/asyncio/pool.py", "exec"))
pool = Pool()
prepare()
`,
      ["resourceCreated"],
      ["name", "line"],
    );
    expect(events).toEqual(["resourceCreated Pool._lock 13", "resourceCreated free 14"]);
  });
});

describe("handles and futures", () => {
  test("a handle is cancelled only if it did not run, and has the line that scheduled it", async () => {
    const events = await fieldsOfEvents(
      `
import asyncio
from functools import partial

def work(): pass

async def main():
    loop = asyncio.get_running_loop()
    ran, timer, soon = loop.call_soon(work), loop.call_later(1, partial(work)), loop.call_soon(print)
    soon.cancel()
    await asyncio.sleep(0)
    ran.cancel()
    timer.cancel()
    timer.cancel()
    due = [loop.call_later(0.5, lambda: due[1].cancel()), loop.call_later(0.5, work)]
    await asyncio.sleep(0.6)
    due[0].cancel()

asyncio.run(main())
`,
      ["handleScheduled", "handleCancelled", "timerScheduled", "timerDue"],
      ["time", "name", "taskName", "line"],
    );
    expect(events.filter((line) => !/Task-[23]|_run_until_complete_cb/.test(line))).toEqual([
      "handleScheduled 0 Task-1 Task-1 19",
      "handleScheduled 0 work  9",
      "timerScheduled 0 work Task-1 9",
      "handleScheduled 0 print  9",
      "handleCancelled 0 print ",
      "handleScheduled 0 Task-1 Task-1 ",
      "handleCancelled 0 work Task-1",
      "timerScheduled 0 main.<locals>.<lambda> Task-1 15",
      "timerScheduled 0 work Task-1 15",
      "timerScheduled 0 sleep Task-1 16",
      "timerDue 0.5 main.<locals>.<lambda> Task-1",
      "timerDue 0.5 work Task-1",
      "handleCancelled 0.5 work Task-1",
      "timerDue 0.6 sleep Task-1",
      "handleScheduled 0.6 Task-1 Task-1 ",
    ]);
  });

  test("a future is done when its waiters are woken, and not before", async () => {
    const events = await fieldsOfEvents(
      `
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_soon(print, future)
    loop.call_soon(future.add_done_callback, print)
    await asyncio.sleep(0)
    future.set_result(1)
    await future

asyncio.run(main())
`,
      ["futureCreated", "futureDone", "handleStarted"],
      ["future", "taskName", "line", "outcome", "name"],
    );
    expect(events.slice(0, 6)).toEqual([
      "handleStarted Task-1 Task-1",
      "futureCreated 1 Task-1 6",
      "handleStarted  print",
      "handleStarted  Future.add_done_callback",
      "handleStarted Task-1 Task-1",
      "futureDone 1 result",
    ]);
  });

  test("`_ready` and `_scheduled` behave as CPython's lists", async () => {
    const { stdout } = await runPython(`
import asyncio
from asyncio import events

loop = asyncio.new_event_loop()
print(bool(loop._ready), len(loop._scheduled))
first, timer = loop.call_soon(print, "first"), loop.call_later(2, print, "timer")
earlier = loop.call_at(1, print, "earlier")
loop.call_soon(print, "cancelled").cancel()
loop._ready.append(events.Handle(print, ("appended",), loop, None))
foreign = events.Handle(print, ("never",), loop, None)
loop._ready.append(foreign)
foreign.cancel()
print(len(loop._ready), loop._ready[0] is first, [h._args for h in loop._ready])
print(loop._scheduled[0] is earlier, list(loop._scheduled) == [earlier, timer], timer._scheduled)
while loop._ready or loop._scheduled:
    loop._run_once()
    print(loop.time())
print(len(loop._ready), timer._scheduled)
loop.call_soon(print)
loop.close()
print(len(loop._ready), loop)
`);
    expect(stdout.split("\n")).toEqual([
      "False 0",
      "3 True [('first',), ('appended',), None]",
      "True True True",
      "first",
      "appended",
      "0.0",
      "earlier",
      "1.0",
      "timer",
      "2.0",
      "0 False",
      "0 <_UnixSelectorEventLoop running=False closed=True debug=False>",
      "",
    ]);
  });
});

test("get_event_loop() creates a loop, as it used to, and warns", async () => {
  const run = await runPython(`
import asyncio

async def main():
    print(asyncio.get_event_loop() is loop)

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`);
  expect(run).toMatchObject({ outcome: "ok", stdout: "True\n" });
  expect(run.events.find((event) => event.kind === "warningRaised")).toMatchObject({ line: 7 });
});

test("what the program holds of the library has the names of CPython's classes", async () => {
  const { stdout } = await runPython(`
import asyncio, threading

async def main():
    loop = asyncio.get_running_loop()
    print(loop)
    held = [loop, loop.call_soon(len, ""), loop.call_later(1, print), asyncio.current_task()]
    for each in [*held, threading.Lock(), threading.RLock()]:
        print(type(each))

asyncio.run(main())
`);
  // As Python 3.14 prints them on Linux.
  expect(stdout.split("\n")).toEqual([
    "<_UnixSelectorEventLoop running=True closed=False debug=False>",
    "<class 'asyncio.unix_events._UnixSelectorEventLoop'>",
    "<class 'asyncio.events.Handle'>",
    "<class 'asyncio.events.TimerHandle'>",
    "<class '_asyncio.Task'>",
    "<class '_thread.lock'>",
    "<class '_thread.RLock'>",
    "",
  ]);
});

test("cancelling a handle of call_soon_threadsafe from another thread waits until it has run", async () => {
  const run = await runPython(`import asyncio, threading, time
def main():
    loop = asyncio.new_event_loop()
    started = threading.Event()
    def callback():
        started.set()
        time.sleep(1)
        print("callback ends")
    def other():
        handle = loop.call_soon_threadsafe(callback)
        print(type(handle).__name__, type(handle).__module__, isinstance(handle, asyncio.Handle))
        started.wait()
        handle.cancel()
        print("cancelled", handle.cancelled())
        loop.set_debug(True)
        source = loop.call_soon_threadsafe(print, "in debug mode")._source_traceback
        print(source[-1].name, source[-1].filename)
        never = loop.call_soon_threadsafe(print, "never")
        print(str(never).split(" ")[0])
        never.cancel()
        loop.call_soon_threadsafe(loop.stop)
    thread = threading.Thread(target=other)
    thread.start()
    loop.run_forever()
    thread.join()
    loop.close()

main()
threading.Thread(target=main).start()
`);
  const once =
    "_ThreadSafeHandle asyncio.events True\ncallback ends\ncancelled True\nother program.py\n<_ThreadSafeHandle\nin debug mode\n";
  expect(run).toMatchObject({ outcome: "ok", stdout: once + once, stderr: "" });
});
