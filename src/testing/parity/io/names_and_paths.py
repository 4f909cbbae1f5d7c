"""Programs with names of hosts, and with unix sockets."""

import asyncio
from asyncio import (
    get_running_loop,
    open_connection,
    open_unix_connection,
    sleep,
    start_server,
    start_unix_server,
)

from ..kit import attempt, follow, log, spawn


async def echo(reader, writer):
    async for line in reader:
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def ask(reader, writer, line=b"line\n"):
    writer.write(line)
    log(await reader.readline())
    writer.close()
    await writer.wait_closed()


async def localhost():
    """A server and a client by the name of the host."""
    server = await start_server(echo, "localhost", 8000)
    log([sock.getsockname() for sock in server.sockets])
    await ask(*await open_connection("localhost", 8000))
    await ask(*await open_connection("127.0.0.1", 8000))
    server.close()
    await server.wait_closed()


async def all_addresses():
    """A server without a host listens at all addresses."""
    server = await start_server(echo, None, 8000)
    log([sock.getsockname() for sock in server.sockets])
    await ask(*await open_connection("127.0.0.1", 8000))
    await ask(*await open_connection("::1", 8000))
    server.close()
    await server.wait_closed()


async def several_hosts():
    """A server listens at several hosts, one of them twice."""
    server = await start_server(echo, ["127.0.0.1", "localhost", "::1"], 8000)
    log([sock.getsockname() for sock in server.sockets])
    await ask(*await open_connection("::1", 8000))
    server.close()
    await server.wait_closed()


async def any_port():
    """The system chooses the port."""
    server = await start_server(echo, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    log(port)
    await ask(*await open_connection(host, port))
    server.close()
    await server.wait_closed()


async def unknown_name():
    """A name that the name server does not know."""
    try:
        await open_connection("nowhere.invalid", 80)
    except OSError as error:
        log(type(error).__name__, error.errno)


async def look_ups():
    """Addresses of names."""
    loop = get_running_loop()
    for host in "localhost", "127.0.0.1", "loopscope", None:
        infos = await loop.getaddrinfo(host, 80, type=1)
        log(host, [info[4] for info in infos])
    await attempt(loop.getaddrinfo("127.0.0.1", 80, family=10))


async def look_ups_at_once():
    """Several names at once, in threads of CPython."""
    loop = get_running_loop()

    async def look_up(host):
        try:
            log(host, len(await loop.getaddrinfo(host, 80, type=1)))
        except OSError as error:
            log(host, error.errno)

    await asyncio.gather(*(look_up(f"{name}.invalid") for name in "abc"), look_up("localhost"))
    await look_up("localhost")


async def cancelled_look_up():
    """A look-up is cancelled before its answer comes."""
    task = spawn("asks", open_connection("slow.invalid", 80))
    await sleep(0.01)
    task.cancel()
    await attempt(task)
    await sleep(1)


async def unix_echo():
    """A client and a server by a path."""
    server = await start_unix_server(echo, "/tmp/echo")
    log([sock.getsockname() for sock in server.sockets])
    reader, writer = await open_unix_connection("/tmp/echo")
    log(writer.get_extra_info("peername"))
    await ask(reader, writer)
    server.close()
    await server.wait_closed()
    await attempt(open_unix_connection("/tmp/echo"))


async def unix_paths():
    """Paths that are free, in use, left behind, and too long."""
    loop = get_running_loop()
    await attempt(open_unix_connection("/tmp/none"))
    server = await loop.create_unix_server(asyncio.Protocol, "/tmp/a")
    other = await loop.create_unix_server(asyncio.Protocol, "/tmp/a")
    server.close()
    transport, _ = await loop.create_unix_connection(asyncio.Protocol, "/tmp/a")
    transport.close()
    await sleep(1)
    other.close()
    await attempt(loop.create_unix_connection(asyncio.Protocol, "/tmp/a"))
    await attempt(loop.create_unix_connection(asyncio.Protocol, "x" * 108))


async def unix_backpressure():
    """A writer to a unix socket waits for its reader."""

    async def slow(reader, writer):
        await sleep(1)
        total = 0
        while data := await reader.read(100_000):
            total += len(data)
        log("read", total)
        writer.close()

    server = await start_unix_server(slow, "/tmp/slow")
    reader, writer = await open_unix_connection("/tmp/slow")
    writer.write(b"x" * 1_000_000)
    await writer.drain()
    log("drained")
    writer.write_eof()
    log(await reader.read())
    writer.close()
    server.close()
    await server.wait_closed()


async def unix_reset():
    """A client leaves with bytes unread."""

    async def talks(reader, writer):
        writer.write(b"x" * 1000)
        await attempt(reader.read())
        writer.close()
        await attempt(writer.wait_closed())

    server = await start_unix_server(talks, "/tmp/talks")
    _, writer = await open_unix_connection("/tmp/talks")
    writer.transport.pause_reading()
    await sleep(1)
    writer.close()
    await sleep(1)
    server.close()


async def nobody_answers():
    """A client waits for an answer that does not come, and a server for clients."""

    async def silent(reader, writer):
        await reader.read()
        log("end")
        writer.close()

    server = await start_server(silent, "127.0.0.1", 8000)
    reader, writer = await open_connection("127.0.0.1", 8000)
    follow("reads", reader.readline())
    await sleep(1)
    writer.close()
    await sleep(1)
    server.close()
