"""Programs under networks of their own."""

import asyncio
from asyncio import get_running_loop, open_connection, sleep, start_server, wait_for

from ..kit import attempt, follow, log

HOST = "127.0.0.1"


async def echo(reader, writer):
    async for line in reader:
        log("server reads", len(line))
        writer.write(line)
        await writer.drain()
    writer.close()


async def talk(name, count):
    reader, writer = await open_connection(HOST, 8000)
    for _ in range(count):
        writer.write(name.encode() * 2000 + b"\n")
        await writer.drain()
        log(name, "reads", len(await reader.readline()))
    writer.close()
    await writer.wait_closed()


async def talk_of_two():
    server = await start_server(echo, HOST, 8000)
    await asyncio.wait([follow("a", talk("a", 3)), follow("b", talk("b", 3))])
    server.close()
    await server.wait_closed()


async def slow_link():
    """Two connections share a slow link with jitter."""
    await talk_of_two()


async def lossy_stream():
    """Segments of streams get lost and come later."""
    await talk_of_two()


async def small_buffers():
    """Buffers of sockets are small."""
    await talk_of_two()


class Answering(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, addr):
        log("server hears", data)
        self.transport.sendto(data.upper(), addr)


class Asking(asyncio.DatagramProtocol):
    def __init__(self):
        self.heard = asyncio.Queue()

    def datagram_received(self, data, addr):
        self.heard.put_nowait(data)


async def lossy_datagrams():
    """Datagrams get lost, are overtaken, and come twice."""
    loop = get_running_loop()
    server, _ = await loop.create_datagram_endpoint(Answering, local_addr=(HOST, 5000))
    client, protocol = await loop.create_datagram_endpoint(Asking, remote_addr=(HOST, 5000))
    for number in range(12):
        client.sendto(f"question {number}".encode())
        await attempt(wait_for(protocol.heard.get(), 0.5))
    await sleep(2)
    log(protocol.heard.qsize())
    client.close()
    server.close()
    await sleep(1)


async def no_name_server():
    """No name server answers."""
    await attempt(open_connection("example.com", 80))
    await attempt(open_connection("localhost", 80))
