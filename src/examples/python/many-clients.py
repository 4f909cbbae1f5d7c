import asyncio

HUB = "127.0.0.1", 8080
gate = asyncio.Semaphore(4)


async def answer(reader, writer):
    await asyncio.sleep(0.5)
    writer.write(await reader.readline())
    writer.close()


async def ask(name):
    async with gate:
        reader, writer = await asyncio.open_connection(
            *HUB
        )
        writer.write(f"hello from {name}\n".encode())
        print(await reader.readline())
        writer.close()
        await writer.wait_closed()


async def main():
    server = await asyncio.start_server(answer, *HUB)
    async with server, asyncio.TaskGroup() as group:
        for name in "ABCDEFGH":
            group.create_task(ask(name), name=name)


asyncio.run(main())
