import asyncio

orders = asyncio.Queue(maxsize=2)


async def waiter():
    for dish in range(1, 6):
        await orders.put(dish)
        print("ordered dish", dish)
        await asyncio.sleep(0.4)


async def cook(name, minutes):
    while True:
        dish = await orders.get()
        await asyncio.sleep(minutes)
        print(name, "cooked dish", dish)
        orders.task_done()


async def main():
    al = asyncio.create_task(cook("Al", 2), name="Al")
    bo = asyncio.create_task(cook("Bo", 3), name="Bo")
    await waiter()
    await orders.join()
    al.cancel()
    bo.cancel()


asyncio.run(main())
