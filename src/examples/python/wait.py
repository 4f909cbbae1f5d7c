import asyncio


async def load(mirror, seconds):
    await asyncio.sleep(seconds)
    print("got the file from", mirror)


def start(mirror, seconds):
    file = load(mirror, seconds)
    return asyncio.create_task(file, name=mirror)


async def main():
    race = [
        start("north", 1.8),
        start("south", 0.6),
        start("west", 1.2),
    ]
    done, pending = await asyncio.wait(
        race, return_when=asyncio.FIRST_COMPLETED
    )
    print(len(done), "done,", len(pending), "pending")
    for task in race:
        task.cancel()


asyncio.run(main())
