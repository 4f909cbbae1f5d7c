import asyncio
import types


@types.coroutine
def pause(laps):
    for _ in range(laps):
        yield  # until the next iteration
    return laps


async def hop(name, laps):
    rested = await pause(laps)
    print(name, "rested for", rested, "laps")


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(hop("hare", 4), name="hare")
        tg.create_task(hop("frog", 2), name="frog")
        tg.create_task(hop("crab", 0), name="crab")


asyncio.run(main())
