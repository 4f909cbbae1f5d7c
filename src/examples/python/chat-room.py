import asyncio

room = set()


async def host(reader, writer):
    room.add(writer)
    while line := await reader.readline():
        for other in room - {writer}:
            other.write(line)
    writer.close()


async def guest(name, wait):
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", 6667
    )
    await asyncio.sleep(wait)
    writer.write(f"hi from {name}\n".encode())
    for _ in range(2):
        print(name, "hears", await reader.readline())
    writer.close()


async def main():
    await asyncio.start_server(host, port=6667)
    async with asyncio.TaskGroup() as tg:
        for i, name in enumerate(["Ada", "Bo", "Cy"], 1):
            tg.create_task(guest(name, i), name=name)


asyncio.run(main())
