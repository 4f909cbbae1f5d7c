import asyncio
import aiohttp
from aiohttp import web

async def hello(request):
    await asyncio.sleep(0.1)
    return web.Response(text=f"Hello, {request.match_info['name']}")

async def fetch(gate, session, name):
    async with gate:
        async with session.get(f"http://localhost:8080/{name}") as response:
            print(response.status, await response.text())

async def main():
    app = web.Application()
    app.router.add_get("/{name}", hello)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 8080).start()
    gate = asyncio.Semaphore(2)
    async with aiohttp.ClientSession() as session:
        async with asyncio.TaskGroup() as group:
            for name in ["Ada", "Bob", "Cleo", "Dan", "Eve"]:
                group.create_task(fetch(gate, session, name))
    await runner.cleanup()

asyncio.run(main())
