"""Programs with sockets that have no transport."""

import asyncio
from asyncio import get_running_loop, sleep, wait_for
from socket import SHUT_WR, SOCK_DGRAM, socket, socketpair

from ..kit import attempt, check, follow, log, spawn

HOST = "127.0.0.1"
kinds = {"stream": 1, "datagram": SOCK_DGRAM}


def opened(kind="stream"):
    sock = socket(type=kinds[kind])
    sock.setblocking(False)
    return sock


def listener(port):
    sock = opened()
    sock.bind((HOST, port))
    sock.listen(2)
    return sock


def pair():
    one, other = socketpair()
    one.setblocking(False)
    other.setblocking(False)
    return one, other


async def connected(port=8000):
    loop = get_running_loop()
    server, client = listener(port), opened()
    accepting = spawn("accepting", loop.sock_accept(server))
    await loop.sock_connect(client, (HOST, port))
    connection, address = await accepting
    log(address == client.getsockname(), connection.getpeername() == address)
    server.close()
    return client, connection


async def echo_by_sockets():
    """A client and a server without transports."""
    loop = get_running_loop()
    client, connection = await connected()
    await loop.sock_sendall(client, b"hello")
    data = await loop.sock_recv(connection, 100)
    log("server gets", data)
    await loop.sock_sendall(connection, data.upper())
    log("client gets", await loop.sock_recv(client, 3), await loop.sock_recv(client, 100))
    client.shutdown(SHUT_WR)
    log("end", await loop.sock_recv(connection, 10))
    connection.close()
    log("end", await loop.sock_recv(client, 10))
    client.close()
    check(client.getsockname)


async def receives_into_buffers():
    """Bytes are received into the program's own buffers."""
    loop = get_running_loop()
    client, connection = await connected()
    buffer = bytearray(4)
    reading = spawn("reading", loop.sock_recv_into(connection, buffer))
    await sleep(1)
    await loop.sock_sendall(client, b"abcdef")
    log(await reading, bytes(buffer))
    log(await loop.sock_recv_into(connection, buffer), bytes(buffer))
    client.close()
    log(await loop.sock_recv_into(connection, buffer))
    connection.close()


async def sends_more_than_fits():
    """A sender waits while the buffers are full, and a receiver reads slowly."""
    loop = get_running_loop()
    client, connection = await connected()
    sending = follow("sending", loop.sock_sendall(client, bytes(600_000)))
    total = 0
    while total < 600_000:
        await sleep(0.5)
        data = await loop.sock_recv(connection, 150_000)
        total += len(data)
        log(total, sending.done())
    await sending
    client.close()
    connection.close()


async def datagrams_by_sockets():
    """Datagrams, some of them into a buffer, one that is too large for it."""
    loop = get_running_loop()
    server, client = opened("datagram"), opened("datagram")
    server.bind((HOST, 5000))
    receiving = spawn("receiving", loop.sock_recvfrom(server, 100))
    await sleep(1)
    log(await loop.sock_sendto(client, b"one", (HOST, 5000)))
    data, address = await receiving
    log(data, address)
    buffer = bytearray(5)
    await loop.sock_sendto(server, b"answer", address)
    count, sender = await loop.sock_recvfrom_into(client, buffer)
    log(count, bytes(buffer), sender)
    await loop.sock_connect(client, (HOST, 5000))
    await loop.sock_sendall(client, b"")
    log(await loop.sock_recvfrom(server, 10))
    server.close()
    client.close()


async def socket_errors():
    """Connections that are refused, addresses in use, sockets that are closed."""
    loop = get_running_loop()
    one = opened()
    await attempt(loop.sock_connect(one, (HOST, 1)))
    one.close()
    one, other = opened(), opened()
    one.bind((HOST, 8000))
    check(lambda: other.bind((HOST, 8000)))
    one.listen(1)
    await attempt(loop.sock_accept(other))
    await attempt(loop.sock_recv(other, 10))
    check(lambda: other.recv(1))
    check(other.getpeername)
    await attempt(loop.sock_connect(other, ("nowhere", 80)))
    one.close()
    other.close()


async def timeouts_of_sockets():
    """A wait that is given up leaves the socket to the next one."""
    loop = get_running_loop()
    client, connection = await connected()
    await attempt(wait_for(loop.sock_recv(connection, 10), 1))
    await loop.sock_sendall(client, b"later")
    log(await loop.sock_recv(connection, 10))
    reading = spawn("reading", loop.sock_recv(connection, 10))
    await sleep(1)
    reading.cancel()
    await attempt(reading)
    await loop.sock_sendall(client, b"last")
    await sleep(1)
    log(connection.recv(10))
    check(lambda: connection.recv(10))
    server = listener(9000)
    await attempt(wait_for(loop.sock_accept(server), 1))
    server.close()
    client.close()
    connection.close()


async def many_are_accepted():
    """One socket accepts several connections, one after the other."""
    loop = get_running_loop()
    server = listener(8000)

    async def ask(number):
        client = opened()
        await loop.sock_connect(client, ("localhost", 8000))
        await loop.sock_sendall(client, f"client {number}".encode())
        log(number, "gets", await loop.sock_recv(client, 10))
        client.close()

    asking = [follow(f"ask {number}", ask(number)) for number in range(3)]
    for _ in range(3):
        connection, _ = await loop.sock_accept(server)
        data = await loop.sock_recv(connection, 100)
        await loop.sock_sendall(connection, data[-1:])
        connection.close()
    await asyncio.wait(asking)
    server.close()


async def pairs_of_sockets():
    """Two sockets that are connected to each other."""
    loop = get_running_loop()
    one, other = pair()
    reading = spawn("reading", loop.sock_recv(other, 10))
    await sleep(1)
    await loop.sock_sendall(one, b"to the other")
    log(await reading, await loop.sock_recv(other, 10))
    log(other.send(b"back"), one.recv(10))
    one.close()
    log(await loop.sock_recv(other, 10))
    await attempt(loop.sock_sendall(other, b"lost"))
    other.close()


async def callbacks_of_readiness():
    """Callbacks for sockets that can be read and written."""
    loop = get_running_loop()
    one, other = pair()
    done = loop.create_future()

    def readable():
        data = other.recv(10)
        log("readable", data)
        if not data:
            done.set_result(None)

    def writable():
        log("writable", one.send(b"x"), loop.remove_writer(one), loop.remove_writer(one))

    loop.add_reader(other, readable)
    loop.add_writer(one, writable)
    await sleep(1)
    loop.add_writer(one, writable)
    await sleep(1)
    one.close()
    await done
    log(loop.remove_reader(other), loop.remove_reader(other))
    other.close()
