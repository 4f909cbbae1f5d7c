import asyncio
import errno
import aiohttp
from aiohttp import web

async def events(request):
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await response.prepare(request)
    for number in range(3):
        await response.write(f"data: {number}\n\n".encode())
        await asyncio.sleep(0.1)
    return response

async def post(request):
    return web.json_response({"got": await request.json(), "type": request.content_type})

async def redirect(request):
    raise web.HTTPFound("/events")

async def slow(request):
    await asyncio.sleep(5)
    return web.Response()

async def main():
    app = web.Application()
    app.add_routes([web.get("/events", events), web.post("/post", post), web.get("/old", redirect), web.get("/slow", slow)])
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 8080).start()
    async with aiohttp.ClientSession("http://localhost:8080") as session:
        async with session.get("/old") as response:
            print(response.status, response.url.path, [old.status for old in response.history])
            async for line in response.content:
                if line.strip():
                    print(line.decode().strip())
        async with session.post("/post", json={"name": "Ada"}) as response:
            print(await response.json())
        async with session.get("/nowhere") as response:
            print(response.status, response.reason)
        try:
            await session.get("/slow", timeout=aiohttp.ClientTimeout(total=0.2))
        except asyncio.TimeoutError as error:
            print(type(error).__name__)
        try:
            await session.get("http://localhost:8081/")
        except aiohttp.ClientConnectorError as error:
            print(type(error).__name__, errno.errorcode[error.errno])
    await runner.cleanup()

asyncio.run(main())
