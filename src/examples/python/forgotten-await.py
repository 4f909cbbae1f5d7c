import asyncio


async def save(page):
    print("saving", page)
    await asyncio.sleep(0.6)
    print("saved", page)


async def main():
    await save("page 1")
    save("page 2")  # makes a coroutine, and drops it
    await save("page 3")
    print("all is safe, is it?")


asyncio.run(main())
