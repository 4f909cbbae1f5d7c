"""Errors that the system has for calls: resets, broken pipes, too many files, datagrams that are too long."""

import asyncio
import os
import socket
from asyncio import get_running_loop, open_connection, sleep, start_server
from asyncio.subprocess import PIPE

from ..kit import attempt, check, follow, log

HOST = "127.0.0.1"


class Logging(asyncio.Protocol):
    def __init__(self, name):
        self.name = name

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        log(self.name, "gets", data)

    def eof_received(self):
        log(self.name, "eof")

    def connection_lost(self, exc):
        log(self.name, "lost", exc)


def opened():
    sock = socket.socket()
    sock.setblocking(False)
    return sock


def pair():
    one, other = socket.socketpair()
    one.setblocking(False)
    other.setblocking(False)
    return one, other


async def resets_by_streams(how):
    """A server ends a connection with bytes that it has not read, or aborts it."""

    async def handle(reader, writer):
        if how == "abort":
            writer.transport.abort()
        else:
            await sleep(1)
            writer.close()

    server = await start_server(handle, HOST, 8000)
    reader, writer = await open_connection(HOST, 8000)
    writer.write(b"x" * 200_000)
    await attempt(writer.drain())
    await attempt(reader.read())
    log(reader.exception(), reader.at_eof(), writer.is_closing())
    writer.write(b"late")
    await attempt(writer.drain())
    await attempt(reader.readline())
    writer.close()
    await attempt(writer.wait_closed())
    server.close()


async def resets_by_protocols():
    """A protocol hears of a reset, while it reads and while it writes."""
    loop = get_running_loop()
    peers = []

    def factory():
        peers.append(Logging("server"))
        return peers[-1]

    server = await loop.create_server(factory, HOST, 8000)
    for size in 0, 500_000:
        client, _ = await loop.create_connection(lambda: Logging("client"), HOST, 8000)
        await sleep(1)
        peers[-1].transport.pause_reading()
        client.write(bytes(size))
        await sleep(1)
        peers[-1].transport.abort()
        await sleep(1)
        client.write(b"late")
        log(client.is_closing())
    server.close()


async def resets_by_sockets():
    """A socket is reset: reads and writes fail."""
    loop = get_running_loop()
    listener = opened()
    listener.bind((HOST, 8000))
    listener.listen()
    client = opened()
    await loop.sock_connect(client, (HOST, 8000))
    connection, _ = await loop.sock_accept(listener)
    await loop.sock_sendall(client, b"unread")
    await sleep(1)
    connection.close()
    await sleep(1)
    await attempt(loop.sock_recv(client, 10))
    await attempt(loop.sock_recv(client, 10))
    await attempt(loop.sock_sendall(client, b"more"))
    await attempt(loop.sock_sendall(client, b"more"))
    client.close()
    listener.close()


async def broken_pipes():
    """Writes without a reader, and after the end of what is written."""
    loop = get_running_loop()
    one, other = pair()
    other.close()
    await attempt(loop.sock_sendall(one, b"lost"))
    await attempt(loop.sock_recv(one, 10))
    one.close()
    one, other = pair()
    one.shutdown(socket.SHUT_WR)
    await attempt(loop.sock_sendall(one, b"lost"))
    check(lambda: one.send(b"lost"))
    one.close()
    other.close()
    r, w = os.pipe()
    os.close(r)
    check(lambda: os.write(w, b"lost"))
    os.close(w)


async def broken_pipes_by_streams():
    """A peer closes; a client that writes on hears of it at its second write."""

    async def handle(reader, writer):
        writer.close()

    server = await start_server(handle, HOST, 8000)
    reader, writer = await open_connection(HOST, 8000)
    log(await reader.read())
    for number in range(4):
        writer.write(b"lost")
        await attempt(writer.drain())
        await sleep(1)
    log(writer.is_closing())
    await attempt(writer.wait_closed())
    server.close()


async def too_many_files():
    """A program opens sockets and pipes until there are too many."""
    loop = get_running_loop()
    sockets = []
    try:
        while True:
            sockets.append(opened())
    except OSError as error:
        log(len(sockets), error)
    check(os.pipe)
    check(pair)
    await attempt(open_connection(HOST, 8000))
    await attempt(loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=(HOST, 9000)))
    await attempt(start_server(log, HOST, 8000))
    await attempt(asyncio.create_subprocess_exec("true", stdin=PIPE))
    sockets.pop().close()
    # One is free: too few for a pipe.
    check(os.pipe)
    for sock in sockets:
        sock.close()


async def open_there():
    _, writer = await open_connection(HOST, 8000)
    writer.close()
    return "open"


async def too_many_connections():
    """A server cannot accept a connection, and tries again a second later."""
    server = await start_server(lambda reader, writer: writer.close(), HOST, 8000)
    sockets = []
    try:
        while True:
            sockets.append(opened())
    except OSError as error:
        log(len(sockets), error)
    sockets.pop().close()
    client = follow("client", open_there())
    await sleep(0.5)
    for sock in sockets:
        sock.close()
    await sleep(2)
    log(client.done())
    server.close()


async def datagrams_that_are_too_long(size):
    """Datagrams of the largest size, and larger ones."""
    loop = get_running_loop()
    receiver = socket.socket(type=socket.SOCK_DGRAM)
    receiver.setblocking(False)
    receiver.bind((HOST, 9000))
    sender = socket.socket(type=socket.SOCK_DGRAM)
    sender.setblocking(False)
    await attempt(loop.sock_sendto(sender, bytes(size), (HOST, 9000)))
    await sleep(1)
    if size <= 65_507:
        log(len(await loop.sock_recv(receiver, 100_000)))
    sender.close()
    receiver.close()
