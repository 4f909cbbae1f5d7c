import asyncio

HUB = "127.0.0.1", 7000
room = []


async def serve(reader, writer):
    room.append(writer)
    while line := await reader.readline():
        for everyone in room:
            everyone.write(line)
    room.remove(writer)
    writer.close()


async def guest(name, pause):
    reader, writer = await asyncio.open_connection(*HUB)
    await asyncio.sleep(pause)
    writer.write(f"{name} is here\n".encode())
    for _ in range(3):
        print(name, "hears", await reader.readline())
    writer.close()


async def main():
    server = await asyncio.start_server(serve, *HUB)
    async with server, asyncio.TaskGroup() as group:
        for s, name in enumerate(["Ada", "Bob", "Eve"]):
            group.create_task(guest(name, s), name=name)


asyncio.run(main())
