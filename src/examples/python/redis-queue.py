import asyncio
from redis.asyncio import Redis

redis = Redis(host="127.0.0.1", decode_responses=True)


async def worker(name):
    mine = f"with {name}"
    while job := await redis.blmove("jobs", mine, 2):
        print(name, "takes", job)
        await asyncio.sleep(1)
        await redis.lrem(mine, 1, job)
        print(name, "has done", job)


async def main():
    await redis.rpush("jobs", "A", "B", "C", "D", "E")
    ada = asyncio.create_task(worker("Ada"), name="Ada")
    bob = asyncio.create_task(worker("Bob"), name="Bob")
    await asyncio.sleep(1.5)
    ada.cancel()
    print("Ada crashes")
    while job := await redis.lmove("with Ada", "jobs"):
        print(job, "is found and queued again")
    await bob
    await redis.aclose()


asyncio.run(main())
