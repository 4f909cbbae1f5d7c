import asyncio
import aiohttp
from aiohttp import web

async def talk(request):
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    async for message in socket:
        if message.data == "close":
            await socket.close(code=4000, message=b"as you wish")
        else:
            await socket.send_str(message.data.upper())
    print("server: closed with", socket.close_code)
    return socket

async def client(name, pause):
    async with aiohttp.ClientSession() as session:
        async with session.ws_connect("http://localhost:8080/talk") as socket:
            for word in ["one", "two", "close"]:
                await asyncio.sleep(pause)
                await socket.send_str(word)
                message = await socket.receive()
                print(name, message.type.name, message.data)
            print(name, "is closed:", socket.closed, socket.close_code)

async def main():
    app = web.Application()
    app.router.add_get("/talk", talk)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "localhost", 8080).start()
    async with asyncio.TaskGroup() as group:
        group.create_task(client("Ada", 0.3))
        group.create_task(client("Bob", 0.5))
    # The last answer is on its way.
    await asyncio.sleep(0.1)
    await runner.cleanup()

asyncio.run(main())
