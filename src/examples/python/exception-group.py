import asyncio


async def dive(seconds, trouble=None):
    await asyncio.sleep(seconds)
    if trouble:
        raise trouble
    print("a pearl!")


async def main():
    shark = RuntimeError("a shark")
    cramp = ValueError("a cramp")
    try:
        async with asyncio.TaskGroup() as tg:
            tg.create_task(dive(0.5), name="Ada")
            tg.create_task(dive(1, shark), name="Bob")
            tg.create_task(dive(1, cramp), name="Eve")
            tg.create_task(dive(2), name="Tom")
    except* RuntimeError as group:
        print("flee:", *group.exceptions)
    except* ValueError as group:
        print("help:", *group.exceptions)


asyncio.run(main())
