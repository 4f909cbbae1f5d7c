import asyncio


async def cook(dish, minutes):
    await asyncio.sleep(minutes)
    print(dish, "is ready")


async def main_dish():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(cook("fish", 2), name="fish")
        tg.create_task(cook("rice", 3), name="rice")
    print("main dish is ready")


async def dinner():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(cook("soup", 1), name="soup")
        tg.create_task(main_dish(), name="main dish")
        tg.create_task(cook("cake", 4), name="cake")
    print("dinner is served")


asyncio.run(dinner())
