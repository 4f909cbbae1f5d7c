import asyncio


async def echo(reader, writer):
    while line := await reader.readline():
        print("server reads", line)
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def talk():
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", 8888
    )
    for word in b"hello\n", b"goodbye\n":
        writer.write(word)
        print("client reads", await reader.readline())
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(
        echo, "127.0.0.1", 8888
    )
    async with server:
        await talk()


asyncio.run(main())
