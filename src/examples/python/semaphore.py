import asyncio
import random


async def worker(idx, gate):
    async with gate:
        print("in ", idx)
        await asyncio.sleep(random.uniform(0.4, 1))
    print("out", idx)


async def main():
    gate = asyncio.Semaphore(3)
    async with asyncio.TaskGroup() as group:
        for idx in range(7):
            group.create_task(worker(idx, gate), name=f"worker-{idx}")


asyncio.run(main())
