import asyncio

height = 0
tide = asyncio.Condition()


async def sea():
    global height
    for level in 1, 2, 3:
        await asyncio.sleep(0.8)
        async with tide:
            height = level
            print("the water is at", height)
            tide.notify_all()


async def ship(name, draught):
    async with tide:
        await tide.wait_for(lambda: height >= draught)
        print(name, "sails")


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(ship("ferry", 3), name="ferry")
        tg.create_task(ship("yacht", 2), name="yacht")
        tg.create_task(sea(), name="sea")


asyncio.run(main())
