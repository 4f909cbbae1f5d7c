import asyncio


async def book(what, seconds):
    await asyncio.sleep(seconds)
    if what == "hotel":
        raise RuntimeError("the hotel is full")
    print(what, "is paid")


def start(what, seconds):
    booking = book(what, seconds)
    return asyncio.create_task(booking, name=what)


async def main():
    try:
        await asyncio.gather(
            start("train", 0.5),
            start("hotel", 1.0),
            start("tour", 2.0),
        )
    except RuntimeError as error:
        print("no trip:", error)
    await asyncio.sleep(1.5)


asyncio.run(main())
