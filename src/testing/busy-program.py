# All kinds of steps that change the status of a task, over several thousand events.
import asyncio
import random
import time


async def worker(gate, lock):
    for _ in range(12):
        async with gate:
            await asyncio.sleep(random.uniform(0, 0.2))
        async with lock:
            await asyncio.sleep(0)


async def sleeper(seconds):
    await asyncio.sleep(seconds)
    print("slept", seconds)


async def failing():
    await asyncio.sleep(0.3)
    time.sleep(0.2)
    raise ValueError("no")


async def impatient(gate):
    for _ in range(10):
        try:
            async with asyncio.timeout(0.05):
                async with gate:
                    await asyncio.sleep(0.1)
        except TimeoutError:
            print("too late")


async def main():
    gate, lock = asyncio.Semaphore(2), asyncio.Lock()
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    loop.call_later(0.25, future.set_result, "from a timer")
    forgotten = asyncio.create_task(sleeper(60), name="forgotten")
    async with asyncio.TaskGroup() as group:
        for _ in range(12):
            group.create_task(worker(gate, lock))
        group.create_task(impatient(gate))
        print(await future)
    await asyncio.gather(failing(), sleeper(0.4), return_exceptions=True)
    await asyncio.wait([asyncio.ensure_future(sleeper(n / 10)) for n in range(5)])
    forgotten.cancel()
    await asyncio.gather(forgotten, return_exceptions=True)


asyncio.run(main())
