import asyncio


async def guest(name, pizza):
    print(name, "waits")
    slices = await pizza
    print(name, "sees", slices, "slices")


async def baker(pizza):
    await asyncio.sleep(2)
    print("out of the oven")
    pizza.set_result(8)


async def main():
    pizza = asyncio.get_running_loop().create_future()
    async with asyncio.TaskGroup() as tg:
        tg.create_task(guest("Ada", pizza), name="Ada")
        tg.create_task(guest("Bob", pizza), name="Bob")
        tg.create_task(baker(pizza), name="baker")


asyncio.run(main())
