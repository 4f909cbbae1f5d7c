/** The less common shapes that coroutines came in. */
import { saidOf, type OldProgram } from "./legacy-program.ts";

const said = saidOf;

export const shapes: OldProgram[] = [
  {
    name: "plain functions as coroutines",
    source: `
import asyncio

@asyncio.coroutine
def at_once():
    return 1

@asyncio.coroutine
def a_future():
    return asyncio.ensure_future(asyncio.sleep(1, 2))

@asyncio.coroutine
def a_coroutine():
    return asyncio.sleep(1, 3)

@asyncio.coroutine
def main():
    print((yield from at_once()), (yield from a_future()), (yield from a_coroutine()))

asyncio.run(main())
`,
    modern: `
import asyncio

async def at_once():

    return 1

async def a_future():

    return await asyncio.ensure_future(asyncio.sleep(1, 2))

async def a_coroutine():

    return await asyncio.sleep(1, 3)

async def main():

    print((await at_once()), (await a_future()), (await a_coroutine()))

asyncio.run(main())
`,
    notices: [[4, said.coroutine]],
    // Only a generator has a line where it waits.
    same: "output",
  },
  {
    name: "what asyncio takes them for",
    source: `
import asyncio, warnings
warnings.simplefilter("ignore")

@asyncio.coroutine
def old():
    yield from asyncio.sleep(1)

@asyncio.coroutine
def plain():
    return 1

class Service:
    @asyncio.coroutine
    def start(self):
        yield

    @asyncio.coroutine
    def __call__(self):
        yield

@asyncio.coroutine
async def new():
    pass

for function in old, plain, Service.start, Service().start, Service().__call__, new:
    coroutine = function() if function is not Service.start else function(None)
    print(asyncio.iscoroutinefunction(function), asyncio.iscoroutine(coroutine), function.__name__)
    coroutine.close()
print(asyncio.iscoroutinefunction(len), asyncio.iscoroutine(1))
`,
    modern: `
for name in "old", "plain", "start", "start", "__call__", "new":
    print(True, True, name)
print(False, False)
`,
    notices: [[5, said.coroutine]],
    same: "output",
  },
  {
    name: "the decorator as a function",
    source: `
import asyncio

def work(n):
    yield from asyncio.sleep(n)
    return n

work = asyncio.coroutine(work)
print(asyncio.run(work(2)), asyncio.run(asyncio.coroutine(lambda: 3)()))
`,
    modern: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n


print(asyncio.run(work(2)), asyncio.run(asyncio.sleep(0, 3)))
`,
    notices: [[8, said.coroutine]],
    same: "output",
  },
  {
    name: "async with and async for by old coroutines",
    source: `
import asyncio

class Countdown:
    def __init__(self, n):
        self.n = n

    @asyncio.coroutine
    def __aenter__(self):
        yield from asyncio.sleep(1)
        return self

    @asyncio.coroutine
    def __aexit__(self, *exception):
        yield from asyncio.sleep(1)
        print("closed")

    def __aiter__(self):
        return self

    @asyncio.coroutine
    def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        yield from asyncio.sleep(0.5)
        self.n -= 1
        return self.n

async def main():
    async with Countdown(3) as countdown:
        async for n in countdown:
            print(n)

asyncio.run(main())
`,
    notices: [[8, said.coroutine]],
  },
  {
    name: "all of a crawler's habits at once",
    source: `
import asyncio

class Crawler:
    def __init__(self, loop, limit=2):
        self._loop = loop
        self._gate = asyncio.Semaphore(limit, loop=self._loop)
        self._queue = asyncio.Queue(loop=self._loop)
        self.seen = []

    @asyncio.coroutine
    def fetch(self, page):
        with (yield from self._gate):
            yield from asyncio.sleep(len(page), loop=self._loop)
        self.seen.append((page, self._loop.time()))

    @asyncio.coroutine
    def crawl(self, pages):
        yield from asyncio.wait([self.fetch(page) for page in pages], loop=self._loop)
        return self.seen

loop = asyncio.get_event_loop()
print(loop.run_until_complete(Crawler(loop).crawl(["a", "bbb", "cc", "d"])))
`,
    modern: `
import asyncio

class Crawler:
    def __init__(self, loop, limit=2):
        self._loop = loop
        self._gate = asyncio.Semaphore(limit)
        self._queue = asyncio.Queue()
        self.seen = []

    async def fetch(self, page):

        async with (self._gate):
            await asyncio.sleep(len(page))
        self.seen.append((page, self._loop.time()))

    async def crawl(self, pages):

        await asyncio.wait([asyncio.ensure_future(self.fetch(page)) for page in pages])
        return self.seen

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
print(loop.run_until_complete(Crawler(loop).crawl(["a", "bbb", "cc", "d"])))
`,
    notices: [
      [11, said.coroutine],
      [22, said.getEventLoop],
      [7, said.loop],
      [19, said.wait],
      [13, said.lock],
    ],
  },
];
