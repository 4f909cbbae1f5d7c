import asyncio


async def send(file, seconds):
    print(file, "starts")
    await asyncio.sleep(seconds)
    print(file, "is sent")


async def main():
    asyncio.create_task(send("film", 3), name="film")
    async with asyncio.TaskGroup() as tg:
        tg.create_task(send("text", 1), name="text")
        tg.create_task(send("song", 2), name="song")
    print("that was all, was it?")


asyncio.run(main())
