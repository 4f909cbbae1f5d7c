import asyncio
from websockets.asyncio.client import connect
from websockets.asyncio.server import broadcast, serve

HOST, PORT = "127.0.0.1", 8765
room = []


async def hub(guest):
    room.append(guest)
    async for message in guest:
        broadcast(room, message)
    room.remove(guest)


async def guest(name, pause):
    uri = f"ws://{HOST}:{PORT}"
    async with connect(uri, ping_interval=None) as hub:
        await asyncio.sleep(pause)
        await hub.send(f"{name} is here")
        for _ in range(3):
            print(name, "hears:", await hub.recv())


async def main():
    async with (
        serve(hub, HOST, PORT, ping_interval=None),
        asyncio.TaskGroup() as tg,
    ):
        for s, name in enumerate(["Ada", "Bob", "Eve"]):
            tg.create_task(guest(name, s), name=name)


asyncio.run(main())
