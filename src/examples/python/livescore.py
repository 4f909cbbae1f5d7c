import asyncio
from aiohttp import ClientSession, ClientTimeout, web
from redis.asyncio import Redis

HOST = "127.0.0.1"
SITE = f"http://{HOST}:8080"
ENDLESS = ClientTimeout(total=None)
redis = Redis(host=HOST)
fans = {"Ada": 0, "Bob": 0, "Eve": 3}


async def fetcher():
    for score in ["1:0", "1:1", "2:1", "end"]:
        await asyncio.sleep(1)
        print("fetcher:", score)
        await redis.publish("score", score)


async def stream(request):
    page = web.StreamResponse()
    page.content_type = "text/event-stream"
    await page.prepare(request)
    news = redis.pubsub(ignore_subscribe_messages=True)
    await news.subscribe("score")
    async for message in news.listen():
        score = message["data"]
        if score == b"end":
            break
        await page.write(b"data: %s\n\n" % score)
    await news.aclose()
    return page


async def fan(name, pause):
    http = ClientSession(timeout=ENDLESS)
    async with http, http.get(SITE) as page:
        async for line in page.content:
            if score := line[5:].decode().strip():
                print(name, "reads", score)
                await asyncio.sleep(pause)


async def main():
    app = web.Application()
    app.router.add_get("/", stream)
    runner = web.AppRunner(app, keepalive_timeout=9)
    await runner.setup()
    await web.TCPSite(runner, HOST, 8080).start()
    async with redis, asyncio.TaskGroup() as tg:
        tg.create_task(fetcher(), name="fetcher")
        for name, pause in fans.items():
            tg.create_task(fan(name, pause), name=name)
    await runner.cleanup()


asyncio.run(main())
