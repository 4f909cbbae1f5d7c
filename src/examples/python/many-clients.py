import asyncio


async def answer(reader, writer):
    await reader.readline()
    await asyncio.sleep(1)
    writer.write(b"done\n")
    writer.close()


async def fetch(number, gate):
    async with gate:
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", 8000
        )
        writer.write(b"please\n")
        await reader.readline()
        print(number, "is answered")
        writer.close()


async def main():
    gate = asyncio.Semaphore(2)
    server = await asyncio.start_server(
        answer, "127.0.0.1", 8000
    )
    async with server, asyncio.TaskGroup() as tg:
        for n in range(6):
            job = fetch(n, gate)
            tg.create_task(job, name=f"get-{n}")


asyncio.run(main())
