"""Programs with TLS over streams."""

import asyncio
import ssl
from asyncio import open_connection, sleep, start_server

from ..kit import attempt, check, log, spawn

HOST = "localhost"


def server_context(certfile="cert.pem", protocols=()):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certfile)
    if protocols:
        context.set_alpn_protocols(protocols)
    return context


def client_context(protocols=()):
    context = ssl.create_default_context()
    if protocols:
        context.set_alpn_protocols(protocols)
    return context


async def echo(reader, writer):
    while line := await reader.readline():
        log("server reads", line)
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def heard(reader, writer):
    log("server", "hears", await reader.read())
    writer.close()


async def close(server, writer):
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


def show_info(name, writer):
    info = writer.get_extra_info
    connection = info("ssl_object")
    log(name, connection.version(), connection.selected_alpn_protocol(), connection.server_side)
    log(name, connection.server_hostname, info("cipher"), info("compression"), info("peername")[0])


async def echo_over_tls():
    """A client and an echo server with TLS, and what both know of each other."""

    async def handle(reader, writer):
        show_info("server", writer)
        log(writer.get_extra_info("peercert"), writer.can_write_eof())
        await echo(reader, writer)

    server = await start_server(handle, HOST, 8443, ssl=server_context())
    reader, writer = await open_connection(HOST, 8443, ssl=client_context())
    show_info("client", writer)
    certificate = writer.get_extra_info("peercert")
    for name in "subject", "issuer", "version", "serialNumber", "notBefore", "notAfter", "subjectAltName":
        log(name, certificate[name])
    for word in b"hello\n", b"goodbye\n":
        writer.write(word)
        log("client reads", await reader.readline())
    check(writer.write_eof)
    await close(server, writer)


async def default_context():
    """ssl=True is the default context, which checks the name of the host."""
    server = await start_server(echo, HOST, 8443, ssl=server_context())
    reader, writer = await open_connection(HOST, 8443, ssl=True)
    writer.write(b"line\n")
    log(await reader.readline())
    await close(server, writer)


async def refused_certificates(certfile, name):
    """A wrong name, an unknown issuer, a certificate that is over."""
    server = await start_server(echo, HOST, 8443, ssl=server_context(certfile))
    await attempt(open_connection(HOST, 8443, ssl=True, server_hostname=name))
    context = client_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    reader, writer = await open_connection(HOST, 8443, ssl=context)
    log(writer.get_extra_info("peercert"))
    await close(server, writer)


async def trusted_certificate():
    """A self-signed certificate is trusted as the client's cafile; without its name it is not."""
    server = await start_server(echo, HOST, 8443, ssl=server_context("self-signed.pem"))
    context = ssl.create_default_context(cafile="self-signed.pem")
    reader, writer = await open_connection(HOST, 8443, ssl=context)
    log(writer.get_extra_info("peercert")["issuer"])
    await close(server, writer)


async def chosen_protocol(ours, theirs):
    """Both sides choose a protocol (ALPN)."""
    server = await start_server(echo, HOST, 8443, ssl=server_context("cert.pem", theirs))
    reader, writer = await open_connection(HOST, 8443, ssl=client_context(ours))
    log(writer.get_extra_info("ssl_object").selected_alpn_protocol())
    await close(server, writer)


async def older_version():
    """TLS 1.2 takes two round trips; no common version is an error."""
    context = server_context()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    server = await start_server(echo, HOST, 8443, ssl=context)
    reader, writer = await open_connection(HOST, 8443, ssl=client_context())
    writer.write(b"old\n")
    log(await reader.readline(), writer.get_extra_info("cipher"))
    newer = client_context()
    newer.minimum_version = ssl.TLSVersion.TLSv1_3
    await attempt(open_connection(HOST, 8443, ssl=newer))
    await close(server, writer)


async def upgrade_by_streams():
    """Both ends of a plain connection begin TLS."""

    async def handle(reader, writer):
        log("server reads", await reader.readline())
        writer.write(b"go ahead\n")
        await writer.start_tls(server_context())
        show_info("server", writer)
        await echo(reader, writer)

    server = await start_server(handle, HOST, 2525)
    reader, writer = await open_connection(HOST, 2525)
    writer.write(b"STARTTLS\n")
    log("client reads", await reader.readline())
    await writer.start_tls(client_context(), server_hostname=HOST)
    show_info("client", writer)
    writer.write(b"secret\n")
    log("client reads", await reader.readline())
    await close(server, writer)


async def upgrade_that_fails():
    """start_tls refuses a certificate, and a context that is none."""

    async def handle(reader, writer):
        writer.write(b"go ahead\n")
        await attempt(writer.start_tls(server_context("example.org.pem")))
        writer.close()

    server = await start_server(handle, HOST, 2525)
    reader, writer = await open_connection(HOST, 2525)
    log(await reader.readline())
    await attempt(writer.start_tls(client_context(), server_hostname=HOST))
    log(writer.is_closing())
    await attempt(writer.wait_closed())
    server.close()
    await server.wait_closed()


async def end_without_close_notify():
    """The server's connection is cut: no close_notify comes."""

    async def handle(_, writer):
        writer.write(b"half")
        await sleep(1)
        writer.transport.abort()

    server = await start_server(handle, HOST, 8443, ssl=server_context())
    reader, writer = await open_connection(HOST, 8443, ssl=client_context())
    await attempt(reader.readexactly(4))
    await attempt(reader.read())
    log(reader.at_eof())
    writer.close()
    await attempt(writer.wait_closed())
    server.close()
    await server.wait_closed()


async def plain_server():
    """A TLS client of a server that speaks HTTP."""

    async def handle(reader, writer):
        log(len(await reader.read(1000)) > 100)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await start_server(handle, HOST, 8000)
    await attempt(open_connection(HOST, 8000, ssl=client_context()))
    server.close()
    await server.wait_closed()


async def plain_client(text):
    """A plain client of a TLS server: it is closed."""
    server = await start_server(echo, HOST, 8443, ssl=server_context())
    reader, writer = await open_connection(HOST, 8443)
    writer.write(text.encode())
    await attempt(reader.read())
    await close(server, writer)


async def slow_handshake():
    """A handshake that takes too long, on each side."""

    async def silent(reader, writer):
        await reader.read()
        writer.close()

    server = await start_server(silent, HOST, 8000)
    secure = await start_server(echo, HOST, 8443, ssl=server_context(), ssl_handshake_timeout=0.5)
    await attempt(open_connection(HOST, 8000, ssl=client_context(), ssl_handshake_timeout=0.2))
    reader, writer = await open_connection(HOST, 8443)
    await attempt(reader.read())
    writer.close()
    try:
        await open_connection(HOST, 8000, ssl=client_context())
    except ConnectionAbortedError:
        log("aborted")
    for each in server, secure:
        each.close()
        await each.wait_closed()


async def cancelled_handshake():
    """A client is cancelled during its handshake, by a deadline and by its task."""

    async def silent(reader, writer):
        await attempt(reader.read())
        writer.close()

    server = await start_server(silent, HOST, 8000)
    await attempt(asyncio.wait_for(open_connection(HOST, 8000, ssl=client_context()), 0.1))
    task = spawn("client", open_connection(HOST, 8000, ssl=client_context()))
    await sleep(0.1)
    task.cancel()
    await attempt(task)
    await sleep(1)
    server.close()
    await server.wait_closed()


async def large_transfer(limit):
    """Half a megabyte in each direction: drain() waits, and reading pauses."""
    total = 500_000

    async def handle(reader, writer):
        log("server", len(await reader.readexactly(total)))
        for _ in range(10):
            writer.write(b"y" * (total // 10))
            await writer.drain()
        writer.close()

    server = await start_server(handle, HOST, 8443, ssl=server_context(), limit=limit)
    reader, writer = await open_connection(HOST, 8443, ssl=client_context(), limit=limit)
    writer.write(b"x" * total)
    log(writer.transport.get_write_buffer_limits(), writer.transport.get_write_buffer_size() > 0)
    await writer.drain()
    log("drained")
    await sleep(1)
    log("client", len(await reader.read()))
    await close(server, writer)


async def slow_reader():
    """A reader that sleeps: the writer's side fills, and its drain() waits."""

    async def handle(reader, writer):
        await sleep(5)
        log("server", len(await reader.read()))
        writer.close()

    server = await start_server(handle, HOST, 8443, ssl=server_context())
    _, writer = await open_connection(HOST, 8443, ssl=client_context())
    for part in range(15):
        writer.write(b"x" * 100_000)
        await writer.drain()
        log("drained", part)
    await close(server, writer)


async def closed_server():
    """A server closes while a client is connected; close_clients() ends the client without close_notify."""
    server = await start_server(heard, HOST, 8443, ssl=server_context())
    reader, writer = await open_connection(HOST, 8443, ssl=client_context())
    writer.write(b"still here")
    await sleep(1)
    server.close()
    await attempt(open_connection(HOST, 8443, ssl=client_context()))
    server.close_clients()
    await attempt(reader.read())
    writer.close()
    await attempt(writer.wait_closed())
    await server.wait_closed()


async def end_that_takes_too_long():
    """The other end does not answer close_notify, as it does not read."""

    async def handle(_, writer):
        writer.transport.pause_reading()
        await sleep(8)
        writer.transport.abort()

    server = await start_server(handle, HOST, 8443, ssl=server_context())
    context = client_context()
    _, writer = await open_connection(HOST, 8443, ssl=context, ssl_shutdown_timeout=2)
    for _ in range(20):
        writer.write(b"x" * 100_000)
    writer.close()
    await attempt(writer.wait_closed())
    await sleep(8)
    server.close()
    await server.wait_closed()


async def writes_after_the_end():
    """Writes to a closed connection, and a second close."""
    server = await start_server(echo, HOST, 8443, ssl=server_context())
    _, writer = await open_connection(HOST, 8443, ssl=client_context())
    writer.close()
    log(writer.is_closing())
    for _ in range(3):
        writer.write(b"lost\n")
    await attempt(writer.wait_closed())
    writer.close()
    log(writer.is_closing())
    server.close()
    await server.wait_closed()


async def misuse():
    """Options that do not fit, and contexts of the wrong side."""
    server = await start_server(echo, HOST, 8443, ssl=server_context())
    await attempt(open_connection(HOST, 8443, server_hostname=HOST))
    await attempt(open_connection(HOST, 8443, ssl_handshake_timeout=1))
    await attempt(open_connection(HOST, 8443, ssl_shutdown_timeout=1))
    await attempt(open_connection("", 8443, ssl=True))
    await attempt(open_connection(HOST, 8443, ssl=client_context(), ssl_handshake_timeout=0))
    await attempt(open_connection(HOST, 8443, ssl=client_context(), ssl_shutdown_timeout=-1))
    await attempt(open_connection(HOST, 8443, ssl=server_context()))
    await attempt(start_server(echo, HOST, 8444, ssl=True))
    await attempt(start_server(echo, HOST, 8444, ssl_handshake_timeout=1))
    await attempt(asyncio.open_unix_connection("/tmp/socket", ssl=True))
    context = client_context()
    check(lambda: setattr(context, "verify_mode", ssl.CERT_NONE))
    check(lambda: setattr(context, "sni_callback", print))
    check(lambda: context.load_verify_locations())
    check(lambda: context.load_verify_locations(cadata="none"))
    check(lambda: context.set_alpn_protocols([""]))
    server.close()
    await server.wait_closed()
    bare = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server = await start_server(echo, HOST, 8443, ssl=bare)
    await attempt(open_connection(HOST, 8443, ssl=client_context()))
    server.close()
    await server.wait_closed()


async def names_that_clients_ask_for():
    """A server chooses its certificate by the name that the client asks for, and refuses another."""
    other = server_context("example.org.pem")

    def choose(connection, name, context):
        log("asked for", name, connection.server_side)
        if name == "example.org":
            connection.context = other
        elif name != "localhost":
            return ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME

    context = server_context()
    context.sni_callback = choose
    server = await start_server(echo, HOST, 8443, ssl=context)
    for name in "localhost", "example.org", "example.com":
        try:
            reader, writer = await open_connection(HOST, 8443, ssl=client_context(), server_hostname=name)
        except OSError as error:
            log("caught", error)
            continue
        log(writer.get_extra_info("peercert")["subject"])
        writer.close()
        await writer.wait_closed()
    server.close()
    await server.wait_closed()


async def over_a_unix_socket():
    """TLS over a unix socket."""
    path = "/tmp/tls.sock"
    server = await asyncio.start_unix_server(echo, path, ssl=server_context())
    context = client_context()
    reader, writer = await asyncio.open_unix_connection(path, ssl=context, server_hostname=HOST)
    writer.write(b"near\n")
    log(await reader.readline())
    await close(server, writer)
