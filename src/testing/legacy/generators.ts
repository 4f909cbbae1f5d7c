/** Generators that asyncio took for coroutines, and those it did not. */
import { saidOf, type OldProgram } from "./legacy-program.ts";

const said = saidOf;

export const generators: OldProgram[] = [
  {
    name: "generators that asyncio took without a decorator",
    source: `
import asyncio

def nap(seconds):
    yield from asyncio.sleep(seconds)
    return "rested"

def main():
    print((yield from nap(1)))

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    modern: `
import asyncio

async def nap(seconds):
    await asyncio.sleep(seconds)
    return "rested"

async def main():
    print((await nap(1)))

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
`,
    notices: [
      [11, said.getEventLoop],
      [12, said.generator],
    ],
  },
  {
    name: "types.coroutine, run as a task",
    source: `
import asyncio
import types

@types.coroutine
def legacy():
    yield from asyncio.sleep(1)
    return "legacy"

async def main():
    print(await legacy())
    print(await asyncio.ensure_future(legacy()))

asyncio.run(main())
`,
    notices: [[12, said.generator]],
  },
  {
    name: "helpers without the decorator, inner coroutines, recursion",
    source: `
import asyncio

def helper(n):
    yield from asyncio.sleep(0.1)
    return n * 2

@asyncio.coroutine
def outer(n):
    @asyncio.coroutine
    def inner(k):
        return (yield from helper(k)) + 1
    if n == 0:
        return 0
    return (yield from inner(n)) + (yield from outer(n - 1))

loop = asyncio.get_event_loop()
print(loop.run_until_complete(outer(3)))
`,
    modern: `
import asyncio

async def helper(n):
    await asyncio.sleep(0.1)
    return n * 2

async def outer(n):

    async def inner(k):

        return (await helper(k)) + 1
    if n == 0:
        return 0
    return (await inner(n)) + (await outer(n - 1))

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
print(loop.run_until_complete(outer(3)))
`,
    notices: [
      [8, said.coroutine],
      [17, said.getEventLoop],
    ],
  },
  {
    name: "a generator given to create_task, with a bare yield",
    source: `
import asyncio

def cooperative(name):
    for n in range(2):
        print(name, n)
        yield

async def main():
    loop = asyncio.get_event_loop()
    first = loop.create_task(cooperative("a"))
    second = loop.create_task(cooperative("b"))
    await asyncio.gather(first, second)

asyncio.run(main())
`,
    modern: `
import asyncio

async def cooperative(name):
    for n in range(2):
        print(name, n)
        await asyncio.sleep(0)

async def main():
    loop = asyncio.get_event_loop()
    first = loop.create_task(cooperative("a"))
    second = loop.create_task(cooperative("b"))
    await asyncio.gather(first, second)

asyncio.run(main())
`,
    notices: [[11, said.generator]],
  },
  {
    name: "yield where yield from is meant",
    source: `
import asyncio

@asyncio.coroutine
def main():
    try:
        yield asyncio.get_event_loop().create_future()
    except RuntimeError as error:
        print(str(error).partition(" in task")[0])

asyncio.run(main())
`,
    modern: `print("yield was used instead of yield from")`,
    notices: [[4, said.coroutine]],
    same: "output",
  },
  {
    name: "an object to yield from",
    source: `
import asyncio

class Delay:
    def __init__(self, seconds):
        self.seconds = seconds

    def __iter__(self):
        yield from asyncio.ensure_future(asyncio.sleep(self.seconds))
        return "delayed"
    __await__ = __iter__

@asyncio.coroutine
def main():
    print((yield from Delay(1)))

async def new():
    print(await Delay(1))

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
loop.run_until_complete(new())
`,
    modern: `
import asyncio

class Delay:
    def __init__(self, seconds):
        self.seconds = seconds

    def __iter__(self):
        yield from asyncio.ensure_future(asyncio.sleep(self.seconds))
        return "delayed"
    __await__ = __iter__

async def main():

    print((await Delay(1)))

async def new():
    print(await Delay(1))

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
loop.run_until_complete(new())
`,
    notices: [
      [13, said.coroutine],
      [20, said.getEventLoop],
    ],
  },
];
