import asyncio


async def readings(seconds):
    for degrees in 19, 24, 21, 26:
        await asyncio.sleep(seconds)
        yield degrees


async def too_warm(source):
    async for degrees in source:
        if degrees > 22:
            yield degrees


async def log(room, seconds):
    warnings = too_warm(readings(seconds))
    async for degrees in warnings:
        print(room, degrees)


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(log("hall", 0.5), name="hall")
        tg.create_task(log("roof", 0.8), name="roof")


asyncio.run(main())
