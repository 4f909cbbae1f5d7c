import asyncio


async def engine():
    await asyncio.sleep(1.4)
    raise RuntimeError("the engine is on fire")


async def pilot():
    for height in 900, 600, 300:
        print(height, "metres, and all is well")
        await asyncio.sleep(1)


async def main():
    task = asyncio.create_task(engine(), name="engine")
    await pilot()
    print("landed, without the", task.get_name())


asyncio.run(main())
