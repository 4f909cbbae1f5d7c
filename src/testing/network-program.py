"""Clients of a server, one of them refused, a slow reader and a datagram: every wait for the network."""

import asyncio


async def serve(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def slow(reader, writer):
    while await reader.read(20_000):
        await asyncio.sleep(0.1)
    writer.close()


async def client(name, times):
    reader, writer = await asyncio.open_connection("127.0.0.1", 8888)
    for n in range(times):
        writer.write(f"{name} {n}\n".encode())
        await reader.readline()
        await asyncio.sleep(0.1)
    writer.close()
    await writer.wait_closed()


async def flood():
    reader, writer = await asyncio.open_connection("127.0.0.1", 9000)
    for _ in range(6):
        writer.write(bytes(90_000))
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def refused():
    try:
        await asyncio.open_connection("127.0.0.1", 7)
    except ConnectionRefusedError as error:
        print(type(error).__name__)


class Sink(asyncio.DatagramProtocol):
    def datagram_received(self, data, address):
        print("got", data.decode())


async def datagrams():
    loop = asyncio.get_running_loop()
    sink, _ = await loop.create_datagram_endpoint(Sink, local_addr=("127.0.0.1", 9999))
    source, _ = await loop.create_datagram_endpoint(Sink, remote_addr=("127.0.0.1", 9999))
    source.sendto(b"hello")
    await asyncio.sleep(0.1)
    source.close()
    sink.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 8888)
    other = await asyncio.start_server(slow, "127.0.0.1", 9000, limit=16_384)
    async with server, other, asyncio.TaskGroup() as group:
        for name in ["ada", "bob", "cleo"]:
            group.create_task(client(name, 2), name=name)
        group.create_task(flood())
        group.create_task(refused())
        group.create_task(datagrams())


asyncio.run(main())
