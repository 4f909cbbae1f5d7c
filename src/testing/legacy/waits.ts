/** Coroutines given to `asyncio.wait`. */
import { saidOf, type OldProgram } from "./legacy-program.ts";

const said = saidOf;

export const waits: OldProgram[] = [
  {
    name: "wait for coroutines",
    source: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n

async def main():
    done, pending = await asyncio.wait([work(1), work(2)])
    print(sorted(task.result() for task in done), len(pending))

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    modern: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n

async def main():
    done, pending = await asyncio.wait([asyncio.ensure_future(work(1)), asyncio.ensure_future(work(2))])
    print(sorted(task.result() for task in done), len(pending))

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
`,
    notices: [
      [12, said.getEventLoop],
      [9, said.wait],
    ],
  },
  {
    name: "wait for the first of a list that was filled before",
    source: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n

async def main():
    jobs = []
    for n in (3, 1, 2):
        jobs.append(work(n))
    done, pending = await asyncio.wait(jobs, return_when=asyncio.FIRST_COMPLETED)
    print([task.result() for task in done], len(pending))
    for task in pending:
        task.cancel()

asyncio.run(main())
`,
    modern: `
import asyncio

async def work(n):
    await asyncio.sleep(n)
    return n

async def main():
    jobs = []
    for n in (3, 1, 2):
        jobs.append(work(n))
    done, pending = await asyncio.wait([*map(asyncio.ensure_future, jobs)], return_when=asyncio.FIRST_COMPLETED)
    print([task.result() for task in done], len(pending))
    for task in pending:
        task.cancel()

asyncio.run(main())
`,
    notices: [[12, said.wait]],
  },
  {
    name: "wait with a time limit for what a comprehension makes of old coroutines",
    source: `
import asyncio

@asyncio.coroutine
def work(n):
    yield from asyncio.sleep(n)
    return n

@asyncio.coroutine
def main():
    done, pending = yield from asyncio.wait([work(n) for n in (1, 5)], timeout=2)
    print(len(done), len(pending))
    while pending:
        done, pending = yield from asyncio.wait(pending)

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    modern: `
import asyncio

async def work(n):

    await asyncio.sleep(n)
    return n

async def main():

    done, pending = await asyncio.wait([asyncio.ensure_future(work(n)) for n in (1, 5)], timeout=2)
    print(len(done), len(pending))
    while pending:
        done, pending = await asyncio.wait(pending)

loop = asyncio.new_event_loop(); asyncio.set_event_loop(loop)
loop.run_until_complete(main())
`,
    notices: [
      [4, said.coroutine],
      [16, said.getEventLoop],
      [11, said.wait],
    ],
  },
  {
    name: "run_until_complete(asyncio.wait([…])) of coroutines",
    source: `
import asyncio

async def work(name, n):
    await asyncio.sleep(n)
    print(name)

loop = asyncio.get_event_loop()
loop.run_until_complete(asyncio.wait([work("slow", 2), work("quick", 1)]))
`,
    modern: `
import asyncio

async def work(name, n):
    await asyncio.sleep(n)
    print(name)

loop = asyncio.new_event_loop()
loop.run_until_complete(asyncio.wait([loop.create_task(work("slow", 2)), loop.create_task(work("quick", 1))]))
`,
    notices: [
      [8, said.getEventLoop],
      [9, said.wait],
    ],
    // There the tasks are made before, here by the task that waits.
    same: "output",
  },
  {
    name: "wait for what a function gives",
    source: `
import asyncio

async def work(n):
    await asyncio.sleep(n)

def jobs():
    return {work(n) for n in range(3)}

async def main():
    todo = jobs()
    done, pending = await asyncio.wait(todo)
    print(len(done), len(pending))

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    modern: `print(3, 0)`,
    notices: [
      [15, said.getEventLoop],
      [12, said.wait],
    ],
    same: "stdout",
  },
];
