import asyncio

free = 0  # when the next request may start


async def turn(gap):
    global free
    now = asyncio.get_running_loop().time()
    start = max(now, free)
    free = start + gap
    await asyncio.sleep(start - now)


async def load(page):
    await turn(0.5)
    print("asks for", page)
    await asyncio.sleep(0.7)
    print("has", page)


async def main():
    async with asyncio.TaskGroup() as tg:
        for page in "news", "blog", "shop", "wiki":
            tg.create_task(load(page), name=page)


asyncio.run(main())
