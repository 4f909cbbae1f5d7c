import asyncio


async def query(server, seconds):
    await asyncio.sleep(seconds)
    print(server, "answered")


async def ask(server, seconds):
    try:
        async with asyncio.timeout(1):
            await query(server, seconds)
    except TimeoutError:
        print(server, "took too long")


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(ask("near", 0.4), name="near")
        tg.create_task(ask("far", 2.5), name="far")
    print("nobody waits any more")


asyncio.run(main())
