import asyncio
import time


async def heart():
    for beat in range(1, 7):
        print("beat", beat)
        await asyncio.sleep(0.5)


async def report():
    await asyncio.sleep(0.8)
    print("the report begins")
    time.sleep(1.6)
    print("the report is done")


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(heart(), name="heart")
        tg.create_task(report(), name="report")


asyncio.run(main())
