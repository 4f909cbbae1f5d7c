/** Tasks, futures and time limits of old coroutines. */
import { saidOf, type OldProgram } from "./legacy-program.ts";

const said = saidOf;

export const tasks: OldProgram[] = [
  {
    name: "tasks at once, gathered",
    source: `
import asyncio

@asyncio.coroutine
def factorial(name, number):
    f = 1
    for i in range(2, number + 1):
        print("Task %s: Compute factorial(%s)..." % (name, i))
        yield from asyncio.sleep(1)
        f *= i
    print("Task %s: factorial(%s) = %s" % (name, number, f))
    return f

loop = asyncio.get_event_loop()
together = asyncio.gather(factorial("A", 2), factorial("B", 3), factorial("C", 4))
print(loop.run_until_complete(together))
loop.close()
`,
    notices: [
      [4, said.coroutine],
      [14, said.getEventLoop],
    ],
  },
  {
    name: "waits for a future that another coroutine sets",
    source: `
import asyncio

@asyncio.coroutine
def slow_operation(future):
    yield from asyncio.sleep(1)
    future.set_result("Future is done!")

@asyncio.coroutine
def reader(future):
    print((yield from future))

loop = asyncio.get_event_loop()
future = asyncio.Future()
asyncio.ensure_future(slow_operation(future))
loop.run_until_complete(reader(future))
print(future.result())
loop.close()
`,
    notices: [
      [4, said.coroutine],
      [13, said.getEventLoop],
    ],
  },
  {
    name: "cancelled, with a clean-up",
    source: `
import asyncio

@asyncio.coroutine
def forever():
    try:
        while True:
            yield from asyncio.sleep(1)
            print("tick")
    except asyncio.CancelledError:
        print("cancelled")
        yield from asyncio.sleep(0.25)
        raise
    finally:
        print("cleaned up")

@asyncio.coroutine
def main(loop):
    task = loop.create_task(forever())
    yield from asyncio.sleep(2.5)
    task.cancel()
    try:
        yield from task
    except asyncio.CancelledError:
        print("main sees it", task.cancelled())

loop = asyncio.get_event_loop()
loop.run_until_complete(main(loop))
loop.close()
`,
    notices: [
      [4, said.coroutine],
      [27, said.getEventLoop],
    ],
  },
  {
    name: "a time limit",
    source: `
import asyncio

@asyncio.coroutine
def slow():
    yield from asyncio.sleep(10)

@asyncio.coroutine
def main():
    try:
        yield from asyncio.wait_for(slow(), timeout=1)
    except asyncio.TimeoutError:
        print("too slow")

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    notices: [
      [4, said.coroutine],
      [15, said.getEventLoop],
    ],
  },
  {
    name: "a ping that schedules itself anew and a loop that runs until stopped",
    source: `
import asyncio

@asyncio.coroutine
def pinger(loop, n):
    for i in range(n):
        print("ping", loop.time())
        yield from asyncio.sleep(1)
    loop.stop()

loop = asyncio.get_event_loop()
loop.create_task(pinger(loop, 3))
try:
    loop.run_forever()
finally:
    loop.close()
`,
    notices: [
      [4, said.coroutine],
      [11, said.getEventLoop],
    ],
  },
  {
    name: "as_completed",
    source: `
import asyncio

@asyncio.coroutine
def fetch(url, seconds):
    yield from asyncio.sleep(seconds)
    return url

@asyncio.coroutine
def main():
    for future in asyncio.as_completed([fetch("c", 3), fetch("a", 1), fetch("b", 2)]):
        print((yield from future))

loop = asyncio.get_event_loop()
loop.run_until_complete(main())
`,
    notices: [
      [4, said.coroutine],
      [14, said.getEventLoop],
    ],
  },
];
