import asyncio


async def paint(wall, hours):
    try:
        await asyncio.sleep(hours)
        print(wall, "is painted")
    finally:
        await asyncio.sleep(0.5)
        print(wall, "is swept")


def start(wall, hours):
    job = paint(wall, hours)
    return asyncio.create_task(job, name=wall)


async def main():
    hall = start("hall", 1)
    roof = start("roof", 5)
    await asyncio.sleep(2)
    print("rain!")
    roof.cancel()
    await asyncio.wait([hall, roof])
    print("everybody goes home")


asyncio.run(main())
