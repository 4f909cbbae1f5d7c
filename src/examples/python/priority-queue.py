import asyncio

triage = asyncio.PriorityQueue()


async def arrive(rank, name):
    await asyncio.sleep(0.3)
    print(name, "comes in")
    triage.put_nowait((rank, name))


async def doctor():
    for _ in range(4):
        rank, name = await triage.get()
        await asyncio.sleep(1)
        print(name, "is seen")


async def main():
    async with asyncio.TaskGroup() as tg:
        tg.create_task(doctor(), name="doctor")
        await arrive(3, "cough")
        await arrive(2, "sprain")
        await arrive(3, "itch")
        await arrive(1, "heart")


asyncio.run(main())
