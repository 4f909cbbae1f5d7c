/** Locks, semaphores and conditions held by `with`. */
import { saidOf, type OldProgram } from "./legacy-program.ts";

const said = saidOf;

export const locks: OldProgram[] = [
  {
    name: "with (yield from lock)",
    source: `
import asyncio

@asyncio.coroutine
def worker(name, lock):
    print(name, "waits")
    with (yield from lock):
        print(name, "has the lock")
        yield from asyncio.sleep(1)
    print(name, "is done")

loop = asyncio.get_event_loop()
lock = asyncio.Lock()
loop.run_until_complete(asyncio.gather(worker("a", lock), worker("b", lock)))
`,
    notices: [
      [4, said.coroutine],
      [12, said.getEventLoop],
      [7, said.lock],
    ],
  },
  {
    name: "with (yield from semaphore), five at a time",
    source: `
import asyncio

class Crawler:
    def __init__(self):
        self.semaphore = asyncio.Semaphore(2)

    @asyncio.coroutine
    def fetch(self, n):
        with (yield from self.semaphore):
            print("fetch", n)
            yield from asyncio.sleep(1)

    @asyncio.coroutine
    def run(self):
        yield from asyncio.gather(*[self.fetch(n) for n in range(5)])

loop = asyncio.get_event_loop()
loop.run_until_complete(Crawler().run())
`,
    notices: [
      [8, said.coroutine],
      [18, said.getEventLoop],
      [10, said.lock],
    ],
  },
  {
    name: "with await lock, in Python 3.5 to 3.8",
    source: `
import asyncio

async def worker(name, lock):
    with await lock:
        print(name)
        await asyncio.sleep(1)

async def main():
    lock = asyncio.Lock()
    await asyncio.gather(worker("a", lock), worker("b", lock))

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    notices: [
      [13, said.getEventLoop],
      [5, said.lock],
    ],
  },
  {
    name: "a condition, held by with",
    source: `
import asyncio

@asyncio.coroutine
def consumer(condition, n):
    with (yield from condition):
        yield from condition.wait()
        print("consumer", n)

@asyncio.coroutine
def producer(condition):
    yield from asyncio.sleep(1)
    with (yield from condition):
        condition.notify_all()

@asyncio.coroutine
def main():
    condition = asyncio.Condition()
    yield from asyncio.gather(consumer(condition, 1), consumer(condition, 2), producer(condition))

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    notices: [
      [4, said.coroutine],
      [21, said.getEventLoop],
      [6, said.lock],
    ],
  },
  {
    name: "an exception inside the with, and a cancelled wait for it",
    source: `
import asyncio

@asyncio.coroutine
def holder(lock):
    with (yield from lock):
        yield from asyncio.sleep(2)
        raise KeyError("held")

@asyncio.coroutine
def waiter(lock):
    with (yield from lock):
        print("never")

@asyncio.coroutine
def main():
    lock = asyncio.Lock()
    held = asyncio.ensure_future(holder(lock))
    late = asyncio.ensure_future(waiter(lock))
    yield from asyncio.sleep(1)
    late.cancel()
    results = yield from asyncio.gather(held, late, return_exceptions=True)
    print([type(result).__name__ for result in results], lock.locked())

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    notices: [
      [4, said.coroutine],
      [25, said.getEventLoop],
      [6, said.lock],
    ],
  },
];
