import asyncio
from signal import SIGINT, raise_signal


async def tick(writer, stop):
    while not stop.done():
        writer.write(b"tick\n")
        await asyncio.wait([stop], timeout=1)
    writer.write(b"bye\n")
    writer.close()


async def main():
    loop = asyncio.get_running_loop()
    stop = loop.create_future()
    loop.add_signal_handler(SIGINT, stop.set_result, 0)
    loop.call_later(2.5, raise_signal, SIGINT)
    server = await asyncio.start_server(
        lambda _, writer: tick(writer, stop), port=5000
    )
    reader, writer = await asyncio.open_connection(
        "127.0.0.1", 5000
    )
    while line := await reader.readline():
        print("client reads", line)
    writer.close()
    server.close()


asyncio.run(main())
