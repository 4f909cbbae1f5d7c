import asyncio
import random


async def hello_world(idx):
    await asyncio.sleep(random.uniform(0.1, 0.5))
    print("Hello, world!", idx)


async def main():
    async with asyncio.TaskGroup() as group:
        for idx in range(10):
            group.create_task(hello_world(idx), name=f"hello-{idx}")


asyncio.run(main())
