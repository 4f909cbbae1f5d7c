import asyncio

camp = asyncio.Barrier(3)


async def hike(name, hours):
    for place in "lake", "pass", "summit":
        await asyncio.sleep(hours)
        print(name, "is at the", place)
        await camp.wait()


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(hike("Ada", 1.0), name="Ada")
        tg.create_task(hike("Bob", 1.6), name="Bob")
        tg.create_task(hike("Eve", 1.3), name="Eve")


asyncio.run(main())
