import asyncio


async def save(page):
    print("saving", page)
    await asyncio.sleep(0.6)
    print("saved", page)


async def main():
    await save("page 1")
    save("page 2")  # not awaited, so it never runs
    await save("page 3")
    print("all is safe, is it?")


asyncio.run(main())
