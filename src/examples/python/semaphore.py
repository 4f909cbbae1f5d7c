import asyncio
import random


async def worker(n, gate):
    async with gate:
        print("in ", n)
        await asyncio.sleep(random.uniform(0.4, 1))
    print("out", n)


async def main():
    gate = asyncio.Semaphore(3)
    async with asyncio.TaskGroup() as tg:
        for n in range(7):
            name = f"worker-{n}"
            tg.create_task(worker(n, gate), name=name)


asyncio.run(main())
