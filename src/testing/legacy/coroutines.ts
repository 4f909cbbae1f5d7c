/** Coroutines that are generators. */
import { saidOf, type OldProgram } from "./legacy-program.ts";

const said = saidOf;

export const coroutines: OldProgram[] = [
  {
    name: "hello, world",
    source: `
import asyncio

@asyncio.coroutine
def hello():
    print("Hello")
    yield from asyncio.sleep(1)
    print("World")

loop = asyncio.get_event_loop()
loop.run_until_complete(hello())
loop.close()
`,
    notices: [
      [4, said.coroutine],
      [10, said.getEventLoop],
    ],
  },
  {
    name: "a chain of coroutines with a result",
    source: `
import asyncio

@asyncio.coroutine
def compute(x, y):
    print("Compute %s + %s ..." % (x, y))
    yield from asyncio.sleep(1.0)
    return x + y

@asyncio.coroutine
def print_sum(x, y):
    result = yield from compute(x, y)
    print("%s + %s = %s" % (x, y, result))

loop = asyncio.get_event_loop()
loop.run_until_complete(print_sum(1, 2))
loop.close()
`,
    notices: [
      [4, said.coroutine],
      [15, said.getEventLoop],
    ],
  },
  {
    name: "imported by name",
    source: `
from asyncio import coroutine, sleep, get_event_loop

@coroutine
def count(name, n):
    for i in range(n):
        print(name, i)
        yield from sleep(0.5)

loop = get_event_loop()
loop.run_until_complete(count("a", 3))
`,
    modern: `
from asyncio import sleep, new_event_loop

async def count(name, n):

    for i in range(n):
        print(name, i)
        await sleep(0.5)

loop = new_event_loop()
loop.run_until_complete(count("a", 3))
`,
    notices: [
      [2, said.coroutine],
      [10, said.getEventLoop],
    ],
  },
  {
    name: "imported with everything",
    source: `
from asyncio import *

@coroutine
def main():
    yield from sleep(1)
    return "done"

print(new_event_loop().run_until_complete(main()))
`,
    notices: [[2, said.coroutine]],
  },
  {
    name: "under another name of the module, by its inner module",
    source: `
import asyncio as aio
import asyncio.coroutines

@asyncio.coroutines.coroutine
def main():
    yield from aio.sleep(1)
    print("by aio")

aio.run(main())
`,
    modern: `
import asyncio as aio
import asyncio.coroutines

async def main():

    await aio.sleep(1)
    print("by aio")

aio.run(main())
`,
    notices: [[5, said.coroutine]],
  },
  {
    name: "exceptions come through",
    source: `
import asyncio

@asyncio.coroutine
def fails():
    yield from asyncio.sleep(0.1)
    raise ValueError("oops")

@asyncio.coroutine
def main():
    try:
        yield from fails()
    except ValueError as error:
        print("caught", error)
    results = yield from asyncio.gather(fails(), asyncio.sleep(1, "slept"), return_exceptions=True)
    print(results)

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    notices: [
      [4, said.coroutine],
      [18, said.getEventLoop],
    ],
  },
  {
    name: "methods",
    source: `
import asyncio

class Account:
    def __init__(self, balance):
        self.balance = balance

    @asyncio.coroutine
    def withdraw(self, amount):
        yield from asyncio.sleep(0.5)
        self.balance -= amount
        return self.balance

    @asyncio.coroutine
    def drain(self):
        while (yield from self.withdraw(30)) > 0:
            print(self.balance)

account = Account(100)
loop = asyncio.get_event_loop()
loop.run_until_complete(account.drain())
print(account.balance)
`,
    notices: [
      [8, said.coroutine],
      [20, said.getEventLoop],
    ],
  },
  {
    name: "a coroutine that never waits, and one that yields once",
    source: `
import asyncio

@asyncio.coroutine
def once():
    print("before")
    yield
    print("after")

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(asyncio.gather(once(), once()))
`,
    modern: `
import asyncio

async def once():

    print("before")
    await asyncio.sleep(0)
    print("after")

loop = asyncio.new_event_loop()
asyncio.set_event_loop(loop)
loop.run_until_complete(asyncio.gather(once(), once()))
`,
    notices: [[4, said.coroutine]],
  },
  {
    name: "old coroutines awaited by new ones and the other way round",
    source: `
import asyncio

@asyncio.coroutine
def old(n):
    yield from asyncio.sleep(n)
    return n

async def new(n):
    return await old(n) + 1

@asyncio.coroutine
def main():
    print((yield from new(1)))
    print((yield from asyncio.gather(new(2), old(3))))

asyncio.run(main())
`,
    notices: [[4, said.coroutine]],
  },
  {
    name: "async with and a queue of work",
    source: `
import asyncio

@asyncio.coroutine
def producer(queue):
    for i in range(3):
        yield from queue.put(i)
        yield from asyncio.sleep(0.1)
    yield from queue.put(None)

@asyncio.coroutine
def consumer(queue):
    while True:
        item = yield from queue.get()
        if item is None:
            break
        print("got", item)

loop = asyncio.get_event_loop()
queue = asyncio.Queue()
loop.run_until_complete(asyncio.gather(producer(queue), consumer(queue)))
`,
    notices: [
      [4, said.coroutine],
      [19, said.getEventLoop],
    ],
  },
];
