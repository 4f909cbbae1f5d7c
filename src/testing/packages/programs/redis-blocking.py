import asyncio
import time
import redis

def ask(client):
    for number in range(3):
        client.rpush("line", number)
    print(client.lrange("line", 0, -1))
    started = time.monotonic()
    print(client.blpop("nothing", timeout=1), round(time.monotonic() - started))

async def tick():
    for number in range(2):
        print("tick", number)
        await asyncio.sleep(0.3)

async def main():
    client = redis.Redis(decode_responses=True)
    client.flushall()
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0.1)
    ask(client)
    print("the loop was blocked")
    await ticking
    ticking = asyncio.create_task(tick())
    await asyncio.sleep(0.1)
    await asyncio.to_thread(ask, client)
    print("a thread was blocked")
    await ticking

asyncio.run(main())
