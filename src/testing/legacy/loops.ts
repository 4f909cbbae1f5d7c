/** `loop=` arguments, and loops made by `get_event_loop`. */
import { saidOf, type OldProgram } from "./legacy-program.ts";

const said = saidOf;

export const loops: OldProgram[] = [
  {
    name: "loop= in all that waits",
    source: `
import asyncio

async def work(loop, n):
    await asyncio.sleep(n, loop=loop)
    return await asyncio.sleep(n, n * 10, loop=loop)

async def main(loop):
    print(await asyncio.gather(work(loop, 1), work(loop, 2), loop=loop))
    print(await asyncio.wait_for(work(loop, 1), 5, loop=loop))
    print(await asyncio.shield(work(loop, 1), loop=loop))
    tasks = [loop.create_task(work(loop, n)) for n in (3, 1)]
    done, pending = await asyncio.wait(tasks, loop=loop, timeout=3)
    print(len(done), len(pending))
    for future in asyncio.as_completed([work(loop, 2), work(loop, 1)], loop=loop):
        print(await future)

loop = asyncio.get_event_loop()
loop.run_until_complete(main(loop))
loop.close()
`,
    notices: [
      [18, said.getEventLoop],
      [9, said.loop],
    ],
  },
  {
    name: "loop= in locks, semaphores, events and conditions",
    source: `
import asyncio

loop = asyncio.new_event_loop()
lock = asyncio.Lock(loop=loop)
event = asyncio.Event(loop=loop)
semaphore = asyncio.Semaphore(2, loop=loop)
bounded = asyncio.BoundedSemaphore(value=1, loop=loop)
condition = asyncio.Condition(loop=loop)

async def worker(n):
    await event.wait()
    async with semaphore:
        async with bounded:
            async with lock:
                print("worker", n)
                await asyncio.sleep(1)
    async with condition:
        condition.notify_all()

async def main():
    workers = [loop.create_task(worker(n)) for n in range(3)]
    await asyncio.sleep(1)
    event.set()
    async with condition:
        await condition.wait()
    print("notified")
    await asyncio.gather(*workers)

loop.run_until_complete(main())
`,
    notices: [[5, said.loop]],
  },
  {
    name: "loop= in queues",
    source: `
import asyncio

class Pipeline:
    def __init__(self, loop):
        self.loop = loop
        self.inbox = asyncio.Queue(maxsize=1, loop=self.loop)
        self.urgent = asyncio.PriorityQueue(loop=loop)
        self.stack = asyncio.LifoQueue(loop=loop)

    async def feed(self):
        for n in (3, 1, 2):
            await self.inbox.put(n)
            await self.urgent.put(n)
            await self.stack.put(n)

    async def drain(self):
        await asyncio.sleep(1)
        inbox = [await self.inbox.get() for _ in range(3)]
        await asyncio.sleep(1)
        print(inbox, [await self.urgent.get() for _ in range(3)], [await self.stack.get() for _ in range(3)])

loop = asyncio.get_event_loop()
pipeline = Pipeline(loop)
loop.run_until_complete(asyncio.gather(pipeline.feed(), pipeline.drain()))
`,
    notices: [
      [23, said.getEventLoop],
      [7, said.loop],
    ],
  },
  {
    name: "gather in a loop that is nobody's default",
    source: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n

loop = asyncio.new_event_loop()
print(loop.run_until_complete(asyncio.gather(work(2), work(1), loop=loop)))
print(loop.run_until_complete(asyncio.gather(loop=loop)))
loop.close()
`,
    modern: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
print(loop.run_until_complete(asyncio.gather(work(2), work(1))))
print(loop.run_until_complete(asyncio.gather()))
loop.close()
`,
    notices: [[9, said.loop]],
  },
  {
    name: "as_completed around the loop",
    source: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n

loop = asyncio.new_event_loop()
for future in asyncio.as_completed([work(2), work(1)], loop=loop):
    print(loop.run_until_complete(future))
`,
    modern: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
for future in asyncio.as_completed([work(2), work(1)]):
    print(loop.run_until_complete(future))
`,
    notices: [[9, said.loop]],
  },
  {
    name: "a subclass that passes its loop on",
    source: `
import asyncio

class Gate(asyncio.Semaphore):
    def __init__(self, permits, *, loop=None):
        super().__init__(permits, loop=loop)

async def through(gate, n):
    async with gate:
        print(n)
        await asyncio.sleep(1)

async def main():
    gate = Gate(2)
    await asyncio.gather(*(through(gate, n) for n in range(3)))

asyncio.run(main())
`,
    notices: [[6, said.loop]],
  },
  {
    name: "everything made before the loop runs",
    source: `
import asyncio

async def work(name, lock, queue):
    async with lock:
        queue.put_nowait(name)
        await asyncio.sleep(1)

loop = asyncio.get_event_loop()
lock, queue, done = asyncio.Lock(), asyncio.Queue(), asyncio.futures.Future()
first = asyncio.ensure_future(work("a", lock, queue))
second = asyncio.Task(work("b", lock, queue))
second.add_done_callback(lambda task: done.set_result("both"))
print(loop.run_until_complete(done), first.done(), queue.qsize())
`,
    notices: [[9, said.getEventLoop]],
  },
  {
    name: "call_later and call_soon around run_forever",
    source: `
import asyncio

def hello(n):
    print("Hello", n, loop.time())
    if n:
        loop.call_later(1, hello, n - 1)
    else:
        loop.stop()

loop = asyncio.get_event_loop()
loop.call_soon(hello, 2)
loop.run_forever()
loop.close()
`,
    notices: [[11, said.getEventLoop]],
  },
];
