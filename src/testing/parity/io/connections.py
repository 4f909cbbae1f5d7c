"""Programs with transports and protocols of streams."""

import asyncio
from asyncio import get_running_loop, sleep

from ..kit import attempt, check, log, spawn


class Logging(asyncio.Protocol):
    def __init__(self, name, done=None, keep=False):
        self.name = name
        self.done = done
        self.keep = keep

    def connection_made(self, transport):
        self.transport = transport
        log(self.name, "made", transport.get_extra_info("sockname"), transport.get_extra_info("peername"))

    def data_received(self, data):
        log(self.name, "gets", data)

    def eof_received(self):
        log(self.name, "eof")
        return self.keep

    def pause_writing(self):
        log(self.name, "pauses", self.transport.get_write_buffer_size())

    def resume_writing(self):
        log(self.name, "resumes", self.transport.get_write_buffer_size())

    def connection_lost(self, exc):
        log(self.name, "lost", exc)
        if self.done is not None and not self.done.done():
            self.done.set_result(None)


class Echo(Logging):
    def data_received(self, data):
        super().data_received(data)
        self.transport.write(data.upper())


class Counting(Logging):
    def data_received(self, data):
        log(self.name, "gets", len(data))


async def echo_once():
    """A client and a server talk, and the client closes."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Echo("server"), "127.0.0.1", 8000)
    log(len(server.sockets), server.is_serving())
    done = loop.create_future()
    transport, protocol = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", 8000)
    log(protocol.name, transport.is_closing(), transport.is_reading())
    transport.write(b"hello")
    await sleep(1)
    transport.close()
    log(transport.is_closing(), transport.is_reading())
    await done
    await sleep(1)
    server.close()
    await server.wait_closed()
    log(server.is_serving(), len(server.sockets))


async def inherited_connection_made():
    """A protocol without a method of its own is called, too."""
    loop = get_running_loop()
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 8000)
    transport, _ = await loop.create_connection(asyncio.Protocol, "127.0.0.1", 8000)
    transport.write(b"nobody reads the content")
    transport.write_eof()
    await sleep(1)
    log(transport.is_closing())
    transport.close()
    server.close()
    await server.wait_closed()


async def refused():
    """No server listens."""
    loop = get_running_loop()
    await attempt(loop.create_connection(asyncio.Protocol, "127.0.0.1", 9))
    await attempt(loop.create_connection(asyncio.Protocol, "::1", 9))


async def unreachable():
    """There is no way to the address."""
    loop = get_running_loop()
    await attempt(loop.create_connection(asyncio.Protocol, "2001:db8::1", 80))


async def wrong_ports():
    """Ports that there are not."""
    loop = get_running_loop()
    await attempt(loop.create_connection(asyncio.Protocol, "127.0.0.1", 70000))
    await attempt(loop.create_server(asyncio.Protocol, "127.0.0.1", -1))


async def without_host_and_port():
    """Neither a host nor a port is given."""
    loop = get_running_loop()
    await attempt(loop.create_connection(asyncio.Protocol, None, None))
    await attempt(loop.create_server(asyncio.Protocol, None, None))


async def address_in_use():
    """Two servers want the same port."""
    loop = get_running_loop()
    server = await loop.create_server(asyncio.Protocol, "127.0.0.1", 8000)
    await attempt(loop.create_server(asyncio.Protocol, "127.0.0.1", 8000))
    await attempt(loop.create_server(asyncio.Protocol, "10.9.9.9", 8000))
    server.close()


async def client_is_cancelled():
    """A task is cancelled while it connects."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Logging("server"), "127.0.0.1", 8000)
    task = spawn("connects", loop.create_connection(lambda: Logging("client"), "127.0.0.1", 8000))
    await sleep(0)
    task.cancel()
    await attempt(task)
    await sleep(1)
    server.close()


async def client_is_cancelled_late():
    """A task is cancelled while its transport begins."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Logging("server"), "127.0.0.1", 8000)
    task = spawn("connects", loop.create_connection(lambda: Logging("client"), "127.0.0.1", 8000))
    loop.call_later(0.0002, task.cancel)
    await attempt(task)
    await sleep(1)
    server.close()
    await server.wait_closed()


async def half_close():
    """The client ends its side; the server answers after that."""
    loop = get_running_loop()

    class Late(Logging):
        def eof_received(self):
            super().eof_received()
            loop.call_later(1, self.transport.write, b"late")
            loop.call_later(2, self.transport.close)
            return True

    server = await loop.create_server(lambda: Late("server"), "127.0.0.1", 8000)
    done = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", 8000)
    transport.write(b"request")
    transport.write_eof()
    check(lambda: transport.write(b"more"))
    await done
    server.close()


async def flow_control():
    """A writer is paused and resumed."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Counting("server"), "127.0.0.1", 8000)
    done = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", 8000)
    log(transport.get_write_buffer_limits())
    transport.write(b"x" * 400_000)
    log(transport.get_write_buffer_size())
    transport.write(b"y" * 100_000)
    transport.close()
    await done
    server.close()
    await server.wait_closed()


async def own_limits():
    """A program sets the marks of the buffer."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Counting("server"), "127.0.0.1", 8000)
    done = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", 8000)
    transport.set_write_buffer_limits(high=1000)
    log(transport.get_write_buffer_limits())
    transport.set_write_buffer_limits(low=1000)
    log(transport.get_write_buffer_limits())
    transport.set_write_buffer_limits(high=0)
    log(transport.get_write_buffer_limits())
    check(lambda: transport.set_write_buffer_limits(high=1, low=2))
    transport.write(b"x" * 100_000)
    transport.writelines([b"a" * 10, b"b" * 100_000])
    await sleep(1)
    transport.writelines([b"a", b"b"])
    transport.writelines([])
    transport.write(b"")
    transport.close()
    await done
    server.close()


async def paused_reading():
    """A transport reads nothing while it is paused, and its peer fills the buffers."""
    loop = get_running_loop()
    made = loop.create_future()

    class Server(Counting):
        def connection_made(self, transport):
            super().connection_made(transport)
            transport.pause_reading()
            made.set_result(transport)

    server = await loop.create_server(lambda: Server("server"), "127.0.0.1", 8000)
    done = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", 8000)
    transport.write(b"x" * 500_000)
    transport.close()
    peer = await made
    peer.pause_reading()
    log(peer.is_reading())
    await sleep(1)
    peer.resume_reading()
    peer.resume_reading()
    log(peer.is_reading())
    await done
    await sleep(1)
    server.close()


async def aborted():
    """An aborted transport loses what it has not sent."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Counting("server"), "127.0.0.1", 8000)
    done = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", 8000)
    transport.write(b"x" * 500_000)
    transport.abort()
    transport.abort()
    await done
    await sleep(1)
    server.close()
    await server.wait_closed()


async def reset_by_peer():
    """A server closes with bytes unread: the client's connection is reset."""
    loop = get_running_loop()

    class Rude(Logging):
        def connection_made(self, transport):
            super().connection_made(transport)
            transport.pause_reading()
            loop.call_later(1, transport.close)

    server = await loop.create_server(lambda: Rude("server"), "127.0.0.1", 8000)
    done = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", 8000)
    transport.write(b"unread")
    await done
    for _ in range(3):
        transport.write(b"too late")
    log(transport.is_closing())
    server.close()


async def broken_pipe():
    """A client writes on after the server is gone."""
    loop = get_running_loop()

    class Leaving(Logging):
        def connection_made(self, transport):
            super().connection_made(transport)
            transport.close()

    server = await loop.create_server(lambda: Leaving("server"), "127.0.0.1", 8000)
    done = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Logging("client", done, keep=True), "127.0.0.1", 8000)
    for part in range(4):
        transport.write(b"part")
        log("wrote", part)
        await sleep(1)
    await done
    server.close()


async def failing_protocols():
    """Errors of a protocol's methods end the connection and are reported."""
    loop = get_running_loop()

    class Failing(asyncio.Protocol):
        def data_received(self, data):
            raise ValueError(f"cannot take {len(data)}")

    class FailingEnd(asyncio.Protocol):
        def eof_received(self):
            raise ValueError("no end")

    for port, factory in ((8000, Failing), (8001, FailingEnd)):
        server = await loop.create_server(factory, "127.0.0.1", port)
        done = loop.create_future()
        transport, _ = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", port)  # noqa: B023
        transport.write(b"bytes")
        transport.write_eof()
        await done
        server.close()
        await server.wait_closed()


async def buffered_protocol():
    """A protocol brings its own buffer."""
    loop = get_running_loop()

    class Buffered(asyncio.BufferedProtocol):
        def __init__(self):
            self.buffer = bytearray(4)

        def get_buffer(self, sizehint):
            log("hint", sizehint)
            return self.buffer

        def buffer_updated(self, nbytes):
            log("updated", bytes(self.buffer[:nbytes]))

        def eof_received(self):
            log("eof")

    server = await loop.create_server(Buffered, "127.0.0.1", 8000)
    done = loop.create_future()
    transport, _ = await loop.create_connection(lambda: Logging("client", done), "127.0.0.1", 8000)
    transport.write(b"0123456789")
    transport.write_eof()
    await done
    server.close()


async def another_protocol():
    """A transport gets another protocol."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Echo("server"), "127.0.0.1", 8000)
    done = loop.create_future()
    transport, protocol = await loop.create_connection(lambda: Logging("one"), "127.0.0.1", 8000)
    transport.write(b"a")
    await sleep(1)
    other = Logging("other", done)
    transport.set_protocol(other)
    log(transport.get_protocol() is other)
    transport.write(b"b")
    await sleep(1)
    transport.close()
    await done
    server.close()


async def from_own_address():
    """A client chooses its own port."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Logging("server"), "127.0.0.1", 8000)
    factory = lambda: Logging("client")  # noqa: E731
    transport, _ = await loop.create_connection(factory, "127.0.0.1", 8000, local_addr=("127.0.0.1", 5555))
    await sleep(1)
    await attempt(loop.create_connection(factory, "127.0.0.1", 8000, local_addr=("127.0.0.1", 5555)))
    transport.close()
    await sleep(1)
    server.close()


async def many_clients():
    """Ten clients at once."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Echo("server"), "127.0.0.1", 8000, backlog=3)

    async def client(number):
        done = loop.create_future()
        transport, _ = await loop.create_connection(lambda: Logging(number, done), "127.0.0.1", 8000)
        transport.write(f"from {number}".encode())
        await sleep(0.5)
        transport.close()
        await done

    await asyncio.gather(*(client(number) for number in range(10)))
    server.close()
    await server.wait_closed()
