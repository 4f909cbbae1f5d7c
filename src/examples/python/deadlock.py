import asyncio

pan = asyncio.Lock()
stove = asyncio.Lock()


async def ada():
    async with pan:
        print("Ada has the pan")
        await asyncio.sleep(1)
        async with stove:
            print("Ada cooks")


async def bob():
    async with stove:
        print("Bob has the stove")
        await asyncio.sleep(2)
        async with pan:
            print("Bob cooks")


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(ada(), name="Ada")
        tg.create_task(bob(), name="Bob")


asyncio.run(main())
