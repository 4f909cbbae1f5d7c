import asyncio


async def send(reader, writer):
    for part in range(3):
        writer.write(bytes(100_000))
        await writer.drain()
        print("part", part, "has left the buffer")
    writer.close()


async def main():
    server = await asyncio.start_server(
        send, "127.0.0.1", 9000
    )
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", 9000
    )
    total = 0
    while data := await reader.read(262_144):
        total += len(data)
        await asyncio.sleep(0.5)
    print("read", total)
    writer.close()
    server.close()


asyncio.run(main())
