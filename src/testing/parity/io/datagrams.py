"""Programs with datagrams."""

import asyncio
import socket
from asyncio import get_running_loop, sleep

from ..kit import attempt, check, log


class Logging(asyncio.DatagramProtocol):
    def __init__(self, name, done=None):
        self.name = name
        self.done = done

    def connection_made(self, transport):
        self.transport = transport
        log(self.name, "made", transport.get_extra_info("sockname"), transport.get_extra_info("peername"))

    def datagram_received(self, data, addr):
        log(self.name, "gets", data, addr)

    def error_received(self, exc):
        log(self.name, "error", exc)

    def connection_lost(self, exc):
        log(self.name, "lost", exc)
        if self.done is not None:
            self.done.set_result(None)


class Echo(Logging):
    def datagram_received(self, data, addr):
        super().datagram_received(data, addr)
        self.transport.sendto(data.upper(), addr)


async def echo_of_datagrams():
    """A client and a server of datagrams."""
    loop = get_running_loop()
    server, _ = await loop.create_datagram_endpoint(lambda: Echo("server"), local_addr=("127.0.0.1", 9000))
    done = loop.create_future()
    client, protocol = await loop.create_datagram_endpoint(
        lambda: Logging("client", done), remote_addr=("127.0.0.1", 9000)
    )
    log(protocol.name)
    client.sendto(b"one")
    client.sendto(b"")
    client.sendto(b"two", ("127.0.0.1", 9000))
    check(lambda: client.sendto(b"three", ("127.0.0.1", 9001)))
    await sleep(1)
    client.close()
    log(client.is_closing())
    await done
    client.sendto(b"too late")
    server.close()
    await sleep(0)


async def no_receiver():
    """Nothing receives at the address: a connected endpoint hears of it."""
    loop = get_running_loop()
    client, _ = await loop.create_datagram_endpoint(lambda: Logging("client"), remote_addr=("127.0.0.1", 9000))
    client.sendto(b"lost")
    await sleep(1)
    other, _ = await loop.create_datagram_endpoint(lambda: Logging("other"), family=socket.AF_INET)
    other.sendto(b"lost", ("127.0.0.1", 9000))
    await sleep(1)
    client.abort()
    other.close()
    await sleep(0)


async def too_long():
    """A datagram that is too long."""
    loop = get_running_loop()
    client, _ = await loop.create_datagram_endpoint(lambda: Logging("client"), remote_addr=("127.0.0.1", 9000))
    client.sendto(b"x" * 70_000)
    client.close()
    await sleep(0)


async def wrong_endpoints():
    """Endpoints that cannot be."""
    loop = get_running_loop()
    factory = asyncio.DatagramProtocol
    await attempt(loop.create_datagram_endpoint(factory))
    taken, _ = await loop.create_datagram_endpoint(factory, local_addr=("127.0.0.1", 9000))
    await attempt(loop.create_datagram_endpoint(factory, local_addr=("127.0.0.1", 9000)))
    await attempt(loop.create_datagram_endpoint(factory, local_addr=("127.0.0.1", 1), remote_addr=("::1", 2)))
    taken.close()
    await sleep(0)


async def both_addresses():
    """Two endpoints that know each other."""
    loop = get_running_loop()
    one, _ = await loop.create_datagram_endpoint(
        lambda: Logging("one"), local_addr=("127.0.0.1", 1001), remote_addr=("127.0.0.1", 1002)
    )
    two, _ = await loop.create_datagram_endpoint(
        lambda: Echo("two"), local_addr=("127.0.0.1", 1002), remote_addr=("127.0.0.1", 1001)
    )
    for number in range(3):
        one.sendto(f"{number}".encode())
        await sleep(0.5)
    one.close()
    two.close()
    await sleep(0)


async def retry():
    """A client asks again until it gets an answer."""
    loop = get_running_loop()
    answer = loop.create_future()

    class Deaf(Logging):
        heard = 0

        def datagram_received(self, data, addr):
            self.heard += 1
            if self.heard == 3:
                self.transport.sendto(b"yes", addr)

    class Client(Logging):
        def datagram_received(self, data, addr):
            super().datagram_received(data, addr)
            answer.set_result(data)

    server, _ = await loop.create_datagram_endpoint(lambda: Deaf("server"), local_addr=("127.0.0.1", 9000))
    client, _ = await loop.create_datagram_endpoint(lambda: Client("client"), remote_addr=("127.0.0.1", 9000))
    for _ in range(5):
        client.sendto(b"are you there?")
        try:
            log("answer", await asyncio.wait_for(asyncio.shield(answer), 0.2))
            break
        except TimeoutError:
            log("again")
    client.close()
    server.close()
    await sleep(0)


async def broadcast():
    """A datagram to all."""
    loop = get_running_loop()
    one, _ = await loop.create_datagram_endpoint(lambda: Logging("one"), local_addr=("0.0.0.0", 9000))
    client, _ = await loop.create_datagram_endpoint(
        lambda: Logging("client"), local_addr=("0.0.0.0", 0), allow_broadcast=True
    )
    client.sendto(b"to all", ("255.255.255.255", 9000))
    await sleep(1)
    client.close()
    one.close()
    await sleep(0)


async def unix_datagrams():
    """Datagrams of unix sockets: a full receiver lets its sender wait."""
    loop = get_running_loop()
    server, _ = await loop.create_datagram_endpoint(
        lambda: Logging("server"), local_addr="/tmp/server", family=socket.AF_UNIX
    )
    client, _ = await loop.create_datagram_endpoint(
        lambda: Logging("client"), remote_addr="/tmp/server", family=socket.AF_UNIX
    )
    for number in range(15):
        client.sendto(f"{number}".encode())
    log(client.get_write_buffer_size())
    await sleep(1)
    log(client.get_write_buffer_size())
    client.close()
    server.close()
    await sleep(0)
