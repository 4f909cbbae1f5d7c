import asyncio
import random
import time


async def hello(idx):
    time.sleep(random.uniform(0.1, 0.5))
    print("Hello, world!", idx)


async def main():
    async with asyncio.TaskGroup() as tg:
        for idx in range(10):
            name = f"hello-{idx}"
            tg.create_task(hello(idx), name=name)


asyncio.run(main())
