# Context variables, async generators and context managers, awaits.
# ---- context variables
import asyncio
import contextvars

name = contextvars.ContextVar("name", default="none")

async def work(value):
    name.set(value)
    await asyncio.sleep(0.1)
    print(value, name.get())
    asyncio.get_running_loop().call_soon(lambda: print("callback of", name.get()))

async def main():
    name.set("main")
    await asyncio.gather(work("a"), work("b"))
    context = contextvars.copy_context()
    await asyncio.create_task(work("c"), context=context)
    print(name.get(), context[name])
    await asyncio.sleep(0)

asyncio.run(main())
print(name.get())

# ---- async generators, closed early and left to the loop
import asyncio

async def count(name):
    try:
        for i in range(10):
            await asyncio.sleep(0.1)
            yield i
    finally:
        await asyncio.sleep(0.1)
        print("closed", name)

kept = []

async def main():
    async for i in count("broken off"):
        print(i, asyncio.get_running_loop().time())
        if i == 1:
            break
    await asyncio.sleep(0.5)
    kept.append(count("kept"))
    print(await anext(kept[0]))
    print([i async for i in count("through") if i % 4 == 0])

asyncio.run(main())

# ---- async context managers and iterators written by hand
import asyncio
from contextlib import asynccontextmanager

@asynccontextmanager
async def phase(name):
    await asyncio.sleep(0.1)
    print("enter", name)
    try:
        yield name.upper()
    finally:
        await asyncio.sleep(0.1)
        print("exit", name, asyncio.get_running_loop().time())

class Ticker:
    def __init__(self, times):
        self.left = times
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        await asyncio.sleep(0.05)
        return self.left
    def __await__(self):
        yield from asyncio.sleep(0.2).__await__()
        return "awaited"

async def main():
    async with phase("a") as a, phase("b"):
        print(a)
        async for tick in Ticker(3):
            print(tick)
    print(await Ticker(0))

asyncio.run(main())

# ---- futures by hand
import asyncio

async def waits(name, future):
    try:
        print(name, await future, asyncio.get_running_loop().time())
    except Exception as error:
        print(name, repr(error))

async def main():
    loop = asyncio.get_running_loop()
    future, broken = loop.create_future(), loop.create_future()
    future.add_done_callback(lambda f: print("callback", f.result()))
    tasks = [asyncio.create_task(waits(n, future)) for n in "ab"] + [asyncio.create_task(waits("c", broken))]
    loop.call_later(0.2, future.set_result, "set")
    loop.call_later(0.1, broken.set_exception, KeyError("no"))
    await asyncio.gather(*tasks)
    future.add_done_callback(lambda f: print("late callback"))
    try:
        future.set_result("again")
    except asyncio.InvalidStateError as error:
        print(repr(error))
    await asyncio.sleep(0)

asyncio.run(main())

# ---- a task that awaits itself, yields rubbish, crosses loops
import asyncio

class Rubbish:
    def __await__(self):
        yield "rubbish"

async def itself():
    await asyncio.current_task()

async def rubbish():
    await Rubbish()

other = asyncio.new_event_loop()
foreign = other.create_future()

async def crosses():
    await foreign

async def main():
    for work in (itself, rubbish, crosses):
        try:
            await asyncio.create_task(work(), name=work.__name__)
        except RuntimeError as error:
            print(str(error).split(" cb=")[0].split(" created")[0])

asyncio.run(main())
other.close()
