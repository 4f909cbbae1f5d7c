"""Programs with streams."""

import asyncio
from asyncio import IncompleteReadError, LimitOverrunError, open_connection, sleep, start_server

from ..kit import attempt, check, follow, log, spawn

HOST = "127.0.0.1"


async def echo(reader, writer):
    while line := await reader.readline():
        log("server reads", line)
        writer.write(line.upper())
        await writer.drain()
    writer.close()


def sends(*parts, gap=0.0):
    async def handle(_, writer):
        for part in parts:
            await sleep(gap)
            writer.write(part)
        writer.close()

    return handle


async def connected(handler, **options):
    server = await start_server(handler, HOST, 8000)
    reader, writer = await open_connection(HOST, 8000, **options)
    return server, reader, writer


async def close(server, writer):
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


async def attempt_plainly(coroutine):
    try:
        await coroutine
    except RuntimeError as error:
        log("caught", type(error).__name__)


async def echo_lines():
    """A client and an echo server."""
    server, reader, writer = await connected(echo)
    for word in b"hello\n", b"goodbye\n":
        writer.write(word)
        log("client reads", await reader.readline())
    await close(server, writer)


async def server_as_context():
    """A server is closed at the end of its block."""
    async with await start_server(echo, HOST, 8000) as server:
        reader, writer = await open_connection(HOST, 8000)
        writer.write(b"line\n")
        log(await reader.readline(), server.is_serving())
        writer.close()
    log(server.is_serving())


async def iterated_lines():
    """The lines of a stream, with a last one without its newline."""
    server, reader, writer = await connected(sends(b"one\ntwo\n", b"\nla", b"st", gap=0.1))
    async for line in reader:
        log(line)
    log(reader.at_eof())
    await close(server, writer)


async def parts_of_all_sizes():
    """Reads of a number of bytes, of all that is there, and to the end."""
    server, reader, writer = await connected(sends(b"0123456789", b"abcdef", b"xyz", gap=0.1))
    log(await reader.read(4), await reader.read(0), await reader.read(100))
    log(await reader.readexactly(6), reader.at_eof())
    log(await reader.read(), reader.at_eof(), await reader.read(), await reader.read(5))
    await close(server, writer)


async def incomplete():
    """The stream ends before what was asked for."""
    server, reader, writer = await connected(sends(b"abc"))
    try:
        await reader.readexactly(5)
    except IncompleteReadError as error:
        log(error, error.partial, error.expected)
    await attempt(reader.readexactly(1))
    await attempt(reader.readuntil(b"x"))
    log(await reader.readexactly(0), await reader.readline())
    await attempt(reader.readexactly(-1))
    await close(server, writer)


async def separators():
    """Separators of several bytes, and several of them."""
    server, reader, writer = await connected(sends(b"a--b-", b"-c;d-", b"-e", gap=0.1))
    log(await reader.readuntil(b"--"), await reader.readuntil(b"--"), await reader.readuntil((b"--", b";")))
    log(await reader.readuntil((b";", b"--")))
    await attempt(reader.readuntil(b""))
    await attempt(reader.readuntil(()))
    await attempt(reader.readuntil(b";"))
    await close(server, writer)


async def over_the_limit():
    """Lines that are longer than the limit."""
    server, reader, writer = await connected(sends(b"x" * 30 + b"\n", b"y" * 30, b"\nok\n", gap=0.1), limit=10)
    try:
        await reader.readuntil()
    except LimitOverrunError as error:
        log(error, error.consumed)
    await attempt(reader.readline())
    await attempt(reader.readline())
    log(await reader.readline(), await reader.readline())
    check(lambda: asyncio.StreamReader(limit=0))
    await close(server, writer)


async def two_readers():
    """Two coroutines must not read at once."""
    server, reader, writer = await connected(sends(b"line\n", gap=1))
    task = spawn("first", reader.readline())
    await sleep(0)
    await attempt(reader.readexactly(1))
    await attempt(task)
    await close(server, writer)


async def cancelled_reader():
    """A read is cancelled, and the next gets all bytes."""
    server, reader, writer = await connected(sends(b"line\n", gap=2))
    await attempt(asyncio.wait_for(reader.readline(), 1))
    log(await reader.readline())
    await close(server, writer)


async def drained():
    """A writer waits for a slow reader."""

    async def slow(reader, writer):
        while data := await reader.read(50_000):
            log("reads", len(data))
            await sleep(0.1)
        writer.close()

    server, reader, writer = await connected(slow)
    for part in range(4):
        writer.write(b"x" * 100_000)
        await writer.drain()
        log("drained", part, writer.transport.get_write_buffer_size())
    writer.write_eof()
    log(await reader.read())
    await close(server, writer)


async def two_drains():
    """Two tasks wait for the same buffer."""

    async def slow(reader, writer):
        await sleep(1)
        while await reader.read(100_000):
            pass
        writer.close()

    server, reader, writer = await connected(slow)
    writer.write(b"x" * 600_000)
    follow("a", writer.drain())
    follow("b", writer.drain())
    await sleep(2)
    writer.write_eof()
    log(await reader.read())
    await close(server, writer)


async def half_close():
    """The client ends its side, and gets the answer after that."""

    async def add_up(reader, writer):
        numbers = [int(word) for word in (await reader.read()).split()]
        log("has all of", numbers)
        writer.write(str(sum(numbers)).encode())
        writer.close()

    server, reader, writer = await connected(add_up)
    for number in 3, 4, 5:
        writer.write(f"{number} ".encode())
        await sleep(0.2)
    log(writer.can_write_eof())
    writer.write_eof()
    check(lambda: writer.write(b"more"))
    log(await reader.read())
    await close(server, writer)


async def lost_connection():
    """A server resets the connection while a client reads, and writes."""

    async def rude(reader, writer):
        writer.transport.pause_reading()
        await sleep(1)
        writer.transport.abort()

    server, reader, writer = await connected(rude)
    writer.write(b"unread")
    await attempt(reader.read())
    await attempt(reader.readline())
    await attempt(writer.drain())
    log(reader.exception(), writer.is_closing())
    await attempt(writer.wait_closed())
    server.close()


async def drain_after_close():
    """A writer that is closed cannot be drained."""
    server, _, writer = await connected(echo)
    writer.close()
    await attempt(writer.drain())
    await attempt(writer.drain())
    server.close()


async def failing_handler():
    """A handler that fails is reported, and its connection closed."""

    async def fails(reader, writer):
        log(await reader.readline())
        raise ValueError("no more")

    server, reader, writer = await connected(fails)
    writer.write(b"line\n")
    log(await reader.read())
    await close(server, writer)


async def plain_handler():
    """A handler that is no coroutine function."""

    def handle(reader, writer):
        writer.writelines([b"one ", b"two"])
        writer.close()

    server, reader, writer = await connected(handle)
    log(await reader.read())
    await close(server, writer)


async def serve_forever():
    """A server serves until its task is cancelled."""
    server = await start_server(echo, HOST, 8000, start_serving=False)
    log(server.is_serving())
    task = spawn("serves", server.serve_forever())
    await sleep(0)
    log(server.is_serving())
    await attempt_plainly(server.serve_forever())
    reader, writer = await open_connection(HOST, 8000)
    writer.write(b"line\n")
    log(await reader.readline())
    task.cancel()
    await sleep(0)
    log(server.is_serving(), task.done())
    writer.close()
    await attempt(task)
    await attempt_plainly(server.serve_forever())


async def closed_clients():
    """A server closes its clients, then aborts others."""
    handlers = []

    async def waits(reader, writer):
        handlers.append(writer)
        log("handler ends with", await reader.read())
        writer.close()

    server, reader, writer = await connected(waits)
    other_reader, other = await open_connection(HOST, 8000)
    await sleep(1)
    server.close()
    server.close_clients()
    log(await reader.read(), await other_reader.read())
    writer.close()
    other.close()
    await server.wait_closed()
    server = await start_server(waits, HOST, 8000)
    reader, writer = await open_connection(HOST, 8000)
    await sleep(1)
    server.abort_clients()
    await attempt(reader.read())
    writer.close()
    server.close()
    await server.wait_closed()


async def waits_for_the_last_client():
    """A server is over when it is closed and its last client has left."""
    server, reader, writer = await connected(echo)
    follow("over", server.wait_closed())
    await sleep(1)
    server.close()
    await attempt(open_connection(HOST, 8000))
    writer.write(b"still open\n")
    log(await reader.readline())
    await sleep(1)
    writer.close()
    await sleep(1)


async def full_listen_queue():
    """More clients ask than the listen queue has room for."""
    server = await start_server(echo, HOST, 8000, backlog=1)

    async def client(number):
        reader, writer = await open_connection(HOST, 8000)
        writer.write(f"{number}\n".encode())
        log(number, "reads", await reader.readline())
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(client(number) for number in range(6)))
    server.close()


async def chat():
    """What one client says, all others hear."""
    writers = []

    async def serve(reader, writer):
        writers.append(writer)
        async for line in reader:
            for other in writers:
                if other is not writer:
                    other.write(line)
        writers.remove(writer)
        writer.close()

    server = await start_server(serve, HOST, 8000)

    async def member(name, delay):
        reader, writer = await open_connection(HOST, 8000)
        await sleep(delay)
        writer.write(f"{name} says hi\n".encode())
        await sleep(1)
        writer.write_eof()
        async for line in reader:
            log(name, "hears", line)
        writer.close()

    await asyncio.gather(member("ann", 0.1), member("bob", 0.2), member("cat", 0.3))
    server.close()
    await server.wait_closed()


async def request_with_a_timeout():
    """An answer that comes too late, and one in time."""

    async def answer(reader, writer):
        async for line in reader:
            await sleep(float(line))
            writer.write(b"done " + line)
        writer.close()

    server, reader, writer = await connected(answer)
    for seconds in b"0.5", b"5":
        writer.write(seconds + b"\n")
        try:
            async with asyncio.timeout(1):
                log(await reader.readline())
        except TimeoutError:
            log("too late")
    await close(server, writer)


async def many_messages():
    """A hundred round trips on one connection."""

    async def back(reader, writer):
        while data := await reader.read(100):
            writer.write(data)
        writer.close()

    server, reader, writer = await connected(back)
    for number in range(100):
        writer.write(b"%d;" % number)
        await reader.readuntil(b";")
    log("all", number)
    await close(server, writer)


async def binary():
    """Bytes of all values."""
    server, reader, writer = await connected(sends(bytes(range(256))))
    log(await reader.read())
    await close(server, writer)
