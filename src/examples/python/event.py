import asyncio
import random

gun = asyncio.Event()


async def runner(name):
    print(name, "is at the start")
    await gun.wait()
    await asyncio.sleep(random.uniform(2, 4))
    print(name, "is at the finish")


async def starter():
    await asyncio.sleep(1.5)
    print("bang!")
    gun.set()


async def main():
    async with asyncio.TaskGroup() as tg:
        for name in "Ada", "Bob", "Eve":
            tg.create_task(runner(name), name=name)
        tg.create_task(starter(), name="starter")


asyncio.run(main())
