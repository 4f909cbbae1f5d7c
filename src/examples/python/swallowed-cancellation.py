import asyncio


async def download():
    try:
        for part in range(1, 5):
            await asyncio.sleep(0.5)
            print("part", part, "is here")
    except asyncio.CancelledError:
        print("asked to stop, and does")
    return "the whole film"


async def main():
    task = asyncio.create_task(download(), name="film")
    await asyncio.sleep(1.2)
    task.cancel()
    print("got", await task)


asyncio.run(main())
