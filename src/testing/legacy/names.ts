/** Names that asyncio no longer has, and uvloop. */
import { saidOf, type OldProgram } from "./legacy-program.ts";

const said = saidOf;

export const names: OldProgram[] = [
  {
    name: "getattr(asyncio, 'async')",
    source: `
import asyncio

async def work():
    await asyncio.sleep(1)
    return "work"

async def main():
    task = getattr(asyncio, "async")(work())
    print(await task)

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    modern: `
import asyncio

async def work():
    await asyncio.sleep(1)
    return "work"

async def main():
    task = asyncio.ensure_future(work())
    print(await task)

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
`,
    notices: [
      [12, said.getEventLoop],
      [9, said.async],
    ],
  },
  {
    name: "JoinableQueue",
    source: `
import asyncio

@asyncio.coroutine
def worker(queue):
    while True:
        item = yield from queue.get()
        yield from asyncio.sleep(1)
        print("done", item)
        queue.task_done()

@asyncio.coroutine
def main():
    queue = asyncio.JoinableQueue()
    for item in "abc":
        queue.put_nowait(item)
    workers = [asyncio.Task(worker(queue)) for _ in range(2)]
    yield from queue.join()
    for w in workers:
        w.cancel()

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    modern: `
import asyncio

async def worker(queue):

    while True:
        item = await queue.get()
        await asyncio.sleep(1)
        print("done", item)
        queue.task_done()

async def main():

    queue = asyncio.Queue()
    for item in "abc":
        queue.put_nowait(item)
    workers = [asyncio.create_task(worker(queue)) for _ in range(2)]
    await queue.join()
    for w in workers:
        w.cancel()

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
`,
    notices: [
      [4, said.coroutine],
      [22, said.getEventLoop],
      [14, said.joinableQueue],
    ],
  },
  {
    name: "Task.all_tasks and Task.current_task",
    source: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    print(asyncio.Task.current_task().get_name())

async def main():
    for n in range(1, 4):
        asyncio.ensure_future(work(n))
    pending = asyncio.Task.all_tasks() - {asyncio.Task.current_task()}
    print(len(pending), all(isinstance(task, asyncio.Task) for task in pending))
    await asyncio.gather(*pending)

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
print(asyncio.Task.current_task())
`,
    modern: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    print(asyncio.current_task().get_name())

async def main():
    for n in range(1, 4):
        asyncio.ensure_future(work(n))
    pending = asyncio.all_tasks() - {asyncio.current_task()}
    print(len(pending), all(isinstance(task, asyncio.Task) for task in pending))
    await asyncio.gather(*pending)

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
print(asyncio.current_task(loop))
`,
    notices: [
      [15, said.getEventLoop],
      [11, said.allTasks],
      [11, said.currentTask],
    ],
  },
  {
    name: "cancelling all tasks at the end",
    source: `
import asyncio

async def forever(n):
    while True:
        await asyncio.sleep(n)
        print(n)

loop = asyncio.new_event_loop()
for n in (1, 2):
    loop.create_task(forever(n))
loop.call_later(2.5, loop.stop)
loop.run_forever()
pending = asyncio.Task.all_tasks(loop=loop)
for task in pending:
    task.cancel()
loop.run_until_complete(asyncio.gather(*pending, loop=loop, return_exceptions=True))
print([task.cancelled() for task in pending])
loop.close()
`,
    modern: `
import asyncio

async def forever(n):
    while True:
        await asyncio.sleep(n)
        print(n)

loop = asyncio.new_event_loop()
for n in (1, 2):
    loop.create_task(forever(n))
loop.call_later(2.5, loop.stop)
loop.run_forever()
pending = sorted(asyncio.all_tasks(loop), key=asyncio.Task.get_name)
for task in pending:
    task.cancel()
loop.run_until_complete(asyncio.gather(*pending, return_exceptions=True))
print([task.cancelled() for task in pending])
loop.close()
`,
    notices: [
      [14, said.allTasks],
      [17, said.loop],
    ],
  },
  {
    name: "asyncio.compat and the exceptions of asyncio.futures",
    source: `
import asyncio

async def main():
    task = asyncio.ensure_future(asyncio.sleep(5))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.futures.CancelledError:
        print("cancelled", asyncio.compat.PY35)

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    modern: `
import asyncio

async def main():
    task = asyncio.ensure_future(asyncio.sleep(5))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled", True)

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
`,
    notices: [
      [13, said.getEventLoop],
      [10, said.exceptions],
      [11, said.compat],
    ],
  },
  {
    name: "the cancelled error of concurrent.futures",
    source: `
import asyncio
from concurrent.futures import CancelledError

@asyncio.coroutine
def main():
    task = asyncio.ensure_future(asyncio.sleep(5))
    yield from asyncio.sleep(1)
    task.cancel()
    try:
        yield from task
    except CancelledError:
        print("cancelled")

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    modern: `
import asyncio
from asyncio import CancelledError

async def main():

    task = asyncio.ensure_future(asyncio.sleep(5))
    await asyncio.sleep(1)
    task.cancel()
    try:
        await task
    except CancelledError:
        print("cancelled")

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
`,
    notices: [
      [3, said.exceptions],
      [5, said.coroutine],
      [15, said.getEventLoop],
    ],
  },
  {
    name: "a child watcher",
    source: `
import asyncio

async def main():
    with asyncio.SafeChildWatcher() as watcher:
        watcher.attach_loop(asyncio.get_event_loop())
        asyncio.set_child_watcher(watcher)
    print(asyncio.get_child_watcher().is_active())

asyncio.run(main())
`,
    modern: `
import asyncio

async def main():



    print(True)

asyncio.run(main())
`,
    notices: [[5, said.childWatcher]],
  },
  {
    name: "uvloop.install()",
    source: `
import asyncio
try:
    import uvloop
    uvloop.install()
except ImportError:
    print("no uvloop")

async def main():
    await asyncio.sleep(1)
    return type(asyncio.get_running_loop()).__module__

print(asyncio.run(main()))
`,
    modern: `
import asyncio






async def main():
    await asyncio.sleep(1)
    return "uvloop"

print(asyncio.run(main()))
`,
    notices: [[4, said.uvloop]],
  },
  {
    name: "uvloop.run(main())",
    source: `
import asyncio, uvloop

async def main():
    await asyncio.sleep(1)
    print(isinstance(asyncio.get_running_loop(), uvloop.Loop))

uvloop.run(main())
`,
    modern: `
import asyncio

async def main():
    await asyncio.sleep(1)
    print(True)

asyncio.run(main())
`,
    notices: [[2, said.uvloop]],
  },
  {
    name: "uvloop by hand",
    source: `
import asyncio
from uvloop import EventLoopPolicy, new_event_loop

asyncio.set_event_loop(new_event_loop())
loop = asyncio.get_event_loop()
print(loop.run_until_complete(asyncio.sleep(1, "one")))
loop.close()
`,
    modern: `
import asyncio

asyncio.set_event_loop(asyncio.new_event_loop())

loop = asyncio.get_event_loop()
print(loop.run_until_complete(asyncio.sleep(1, "one")))
loop.close()
`,
    notices: [[3, said.uvloop]],
  },
];
