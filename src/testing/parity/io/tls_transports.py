"""Programs with TLS under transports and protocols."""

import asyncio
import ssl
from asyncio import get_running_loop, sleep

from ..kit import attempt, check, log, spawn

HOST = "localhost"


def server_context():
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain("cert.pem")
    return context


class Logging(asyncio.Protocol):
    def __init__(self, name, done=None, keep=False):
        self.name = name
        self.done = done
        self.keep = keep

    def connection_made(self, transport):
        self.transport = transport
        log(self.name, "made", transport.get_extra_info("ssl_object") is not None)

    def data_received(self, data):
        log(self.name, "gets", data[:20], len(data))

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
        self.transport.write(data)


class Filling(asyncio.BufferedProtocol):
    def __init__(self, size):
        self.buffer = bytearray(size)

    def get_buffer(self, sizehint):
        return self.buffer

    def buffer_updated(self, nbytes):
        log("buffer", nbytes)

    def eof_received(self):
        log("buffer", "eof")

    def connection_lost(self, exc):
        log("buffer", "lost", exc)


async def echo_once():
    """A client and a server with protocols talk, and the client closes."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Echo("server"), HOST, 8443, ssl=server_context())
    done = loop.create_future()
    transport, protocol = await loop.create_connection(
        lambda: Logging("client", done), HOST, 8443, ssl=ssl.create_default_context()
    )
    log(protocol is transport.get_protocol(), transport.is_closing(), transport.is_reading())
    log(transport.get_extra_info("unknown", "fallback"), transport)
    transport.writelines([b"hello, ", b"world"])
    await sleep(1)
    transport.close()
    log(transport.is_closing(), transport.is_reading())
    transport.write(b"lost")
    await done
    server.close()
    await server.wait_closed()


async def no_half_close():
    """A protocol that would keep its side open is warned: TLS ends both."""
    loop = get_running_loop()
    done = loop.create_future()
    server = await loop.create_server(
        lambda: Echo("server", done, True), HOST, 8443, ssl=server_context()
    )
    transport, _ = await loop.create_connection(
        lambda: Logging("client"), HOST, 8443, ssl=ssl.create_default_context()
    )
    check(transport.write_eof)
    log(transport.can_write_eof())
    transport.close()
    await done
    server.close()
    await server.wait_closed()


async def marks():
    """Marks of the write buffer, a paused protocol, and a reader that pauses."""
    loop = get_running_loop()
    made = []

    def factory():
        made.append(Logging("server"))
        return made[-1]

    server = await loop.create_server(factory, HOST, 8443, ssl=server_context())
    done = loop.create_future()
    transport, _ = await loop.create_connection(
        lambda: Logging("client", done), HOST, 8443, ssl=ssl.create_default_context()
    )
    log(transport.get_write_buffer_limits())
    transport.set_write_buffer_limits(high=50_000)
    log(transport.get_write_buffer_limits())
    check(lambda: transport.set_write_buffer_limits(high=1, low=2))
    await sleep(0.1)
    made[0].transport.pause_reading()
    log(made[0].transport.is_reading())
    transport.write(b"x" * 300_000)
    transport.write(b"y" * 300_000)
    await sleep(1)
    made[0].transport.resume_reading()
    made[0].transport.resume_reading()
    await sleep(1)
    transport.close()
    await done
    server.close()
    await server.wait_closed()


async def buffered(size):
    """A protocol that brings its own buffer."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Filling(size), HOST, 8443, ssl=server_context())
    done = loop.create_future()
    transport, _ = await loop.create_connection(
        lambda: Logging("client", done), HOST, 8443, ssl=ssl.create_default_context()
    )
    transport.write(b"x" * 100)
    await sleep(1)
    transport.write(b"y" * 40_000)
    transport.close()
    await done
    server.close()
    await server.wait_closed()


async def aborted():
    """One side aborts."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Echo("server"), HOST, 8443, ssl=server_context())
    done = loop.create_future()
    transport, _ = await loop.create_connection(
        lambda: Logging("client", done), HOST, 8443, ssl=ssl.create_default_context()
    )
    transport.write(b"x" * 200_000)
    transport.abort()
    log(transport.is_closing())
    await done
    server.close()
    await server.wait_closed()


async def upgraded_by_the_loop():
    """start_tls of the loop on both sides, then TLS within TLS."""
    loop = get_running_loop()
    accepted = []

    def factory():
        accepted.append(Echo("server"))
        return accepted[-1]

    server = await loop.create_server(factory, HOST, 2525)
    client = Logging("client")
    transport, _ = await loop.create_connection(lambda: client, HOST, 2525)
    transport.write(b"plain")
    await sleep(1)

    async def upgrade(name, transport, protocol, context, **options):
        protocol.transport = await loop.start_tls(transport, protocol, context, **options)
        log(name, "upgraded", protocol.transport.get_extra_info("cipher")[0])

    async def upgrade_both():
        (echo,) = accepted
        task = spawn("server", upgrade("server", echo.transport, echo, server_context(), server_side=True))
        context = ssl.create_default_context()
        await upgrade("client", client.transport, client, context, server_hostname=HOST)
        await task

    await upgrade_both()
    client.transport.write(b"secret")
    await sleep(1)
    await upgrade_both()
    client.transport.write(b"secret within")
    await sleep(1)
    client.transport.close()
    await sleep(1)
    server.close()
    await server.wait_closed()


async def faulty_protocols():
    """Errors of a protocol's methods."""
    loop = get_running_loop()

    class Faulty(Logging):
        def connection_made(self, transport):
            super().connection_made(transport)
            if self.keep == "made":
                raise ValueError("made")

        def data_received(self, data):
            raise ValueError("data")

        def eof_received(self):
            raise ValueError("eof")

    server = await loop.create_server(lambda: Echo("server"), HOST, 8443, ssl=server_context())
    for keep in "made", "data", "eof":
        done = loop.create_future()
        options = {"ssl": ssl.create_default_context(), "ssl_handshake_timeout": 1}
        try:
            transport, _ = await loop.create_connection(
                lambda: Faulty("client", done, keep), HOST, 8443, **options
            )
        except Exception as error:
            log("caught", error)
            continue
        if keep == "data":
            transport.write(b"hello")
        else:
            server.close_clients()
        await done
    server.close()
    await server.wait_closed()


async def wrong_starts():
    """start_tls with what is no context, with a datagram's transport, and with the other side's context."""
    loop = get_running_loop()
    server = await loop.create_server(lambda: Echo("server"), HOST, 2525)
    transport, protocol = await loop.create_connection(lambda: Logging("client"), HOST, 2525)
    datagrams, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    context = ssl.create_default_context()
    for given, with_context in (transport, None), (datagrams, context):
        try:
            await loop.start_tls(given, protocol, with_context)
        except TypeError:
            log("TypeError")
    await attempt(loop.start_tls(transport, protocol, context, server_side=True))
    datagrams.close()
    transport.close()
    server.close()
    await server.wait_closed()


async def given_sockets():
    """Connections and servers by sockets that exist: with TLS, without, and misused."""
    import socket

    loop = get_running_loop()
    listener = socket.socket()
    listener.setblocking(False)
    listener.bind(("127.0.0.1", 8443))
    server = await loop.create_server(lambda: Echo("server"), sock=listener, ssl=server_context())
    log(len(server.sockets), server.sockets[0].getsockname())
    for options in {"ssl": ssl.create_default_context(), "server_hostname": HOST}, {}:
        sock = socket.socket()
        sock.setblocking(False)
        await loop.sock_connect(sock, ("127.0.0.1", 8443))
        done = loop.create_future()
        transport, _ = await loop.create_connection(lambda: Logging("client", done), sock=sock, **options)
        transport.write(b"by a socket")
        await sleep(1)
        transport.close()
        await done
    sock = socket.socket()
    await attempt(loop.create_connection(lambda: Logging("client"), sock=sock, ssl=True))
    await attempt(loop.create_connection(lambda: Logging("client"), HOST, 8443, sock=sock))
    await attempt(loop.create_server(lambda: Logging("server"), HOST, 8443, sock=sock))
    one, other = socket.socketpair()
    for each in one, other:
        each.setblocking(False)
    done = loop.create_future()
    near, _ = await loop.create_connection(lambda: Logging("near", done), sock=one)
    far, _ = await loop.create_connection(lambda: Echo("far"), sock=other)
    near.write(b"pair")
    await sleep(1)
    near.close()
    await done
    sock.close()
    server.close()
    await server.wait_closed()
