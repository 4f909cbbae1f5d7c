import asyncio
import redis.asyncio as redis

async def work(name, client, results):
    while True:
        _, job = await client.blpop("jobs")
        if job == "end":
            return
        await asyncio.sleep(0.1 * int(job))
        await client.incrby("done", int(job))
        results.append((name, job))

async def listen(client, subscribed):
    async with client.pubsub() as channel:
        await channel.subscribe("news")
        async for message in channel.listen():
            print(message["type"], message["channel"], message["data"])
            if message["type"] == "subscribe":
                subscribed.set()
            elif message["data"] == "end":
                return

async def main():
    async with redis.Redis(host="localhost", decode_responses=True) as client:
        await client.flushall()
        results, subscribed = [], asyncio.Event()
        async with asyncio.TaskGroup() as group:
            group.create_task(listen(client, subscribed))
            for name in ("a", "b"):
                group.create_task(work(name, client, results))
            await subscribed.wait()
            await client.rpush("jobs", 3, 1, 1)
            await client.publish("news", "3 jobs")
            await asyncio.sleep(0.5)
            await client.rpush("jobs", "end", "end")
            await client.publish("news", "end")
        print(sorted(job for _, job in results), await client.get("done"))
        async with client.pipeline(transaction=True) as pipe:
            print(await pipe.set("name", "Ada").append("name", "!").get("name").execute())
        await client.set("soon", 1, px=100)
        await asyncio.sleep(0.2)
        print(await client.exists("soon"))

asyncio.run(main())
