"""The network in the trace, as far as the host does not know it: the endpoint that a task waits for, and
transports that pause and resume.

`suspension` asks for the waits; the functions of asyncio are instrumented once an interpreter."""

import errno
from asyncio import base_events, selector_events

import _loopscope as host

from loopscope import cpython_internals as internals
from loopscope.frames import user_line
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.task_events import Current
from loopscope.net import write_buffers
from loopscope.net.sockets import endpoint_of_socket


def endpoint_of_transport(transport):
    """The number of a transport's endpoint; 0 for one that has none of the network's. A transport on TLS has
    that of the transport below."""
    tls = getattr(transport, internals.TRANSPORT_TLS, None)
    if tls is not None:
        transport = internals.transport_of_tls(tls)
    sock = getattr(transport, internals.TRANSPORT_SOCKET, None)
    if sock is not None:
        return endpoint_of_socket(sock)
    fd = getattr(transport, internals.TRANSPORT_DESCRIPTOR, None)
    return host.endpointOf(fd) if type(fd) is int else 0


def _endpoint_of_stream(stream):
    return endpoint_of_transport(internals.transport_of_stream(stream))


def _listener_of(server):
    sockets = server.sockets
    return endpoint_of_socket(internals.socket_behind(sockets[0])) if sockets else 0


def _process_of(transport):
    return transport.get_pid() or 0


def _none(_):
    return 0


def waits():
    """The coroutines of asyncio that wait for the network: each with the reason, the variable that holds the
    object waited for, True for one that awaits a future of its own, and what finds the object's number."""
    loop = selector_events.BaseSelectorEventLoop
    reader, writer = internals.stream_classes()
    return (
        *((read, "read", "self", True, _endpoint_of_stream) for read in internals.stream_reads(reader)),
        (writer.drain, "drain", "self", True, _endpoint_of_stream),
        (writer.wait_closed, "close", "self", True, _endpoint_of_stream),
        (base_events.Server.wait_closed, "server close", "self", True, _none),
        (loop.sock_connect, "connect", "sock", False, endpoint_of_socket),
        (internals.create_connection_transport, "connect", "sock", False, endpoint_of_socket),
        (internals.accept_connection, "connect", "conn", True, endpoint_of_socket),
        (base_events.BaseEventLoop.connect_read_pipe, "connect", "transport", True, endpoint_of_transport),
        (base_events.BaseEventLoop.connect_write_pipe, "connect", "transport", True, endpoint_of_transport),
        (
            base_events.BaseEventLoop.create_datagram_endpoint,
            "connect",
            "transport",
            False,
            endpoint_of_transport,
        ),
        (loop.sock_accept, "accept", "sock", True, endpoint_of_socket),
        (base_events.BaseEventLoop.start_tls, "handshake", "transport", True, endpoint_of_transport),
        (base_events.Server.serve_forever, "accept", "self", True, _listener_of),
        (loop.sock_recv, "read", "sock", True, endpoint_of_socket),
        (loop.sock_recv_into, "read", "sock", True, endpoint_of_socket),
        (loop.sock_recvfrom, "datagram", "sock", True, endpoint_of_socket),
        (loop.sock_recvfrom_into, "datagram", "sock", True, endpoint_of_socket),
        (loop.sock_sendall, "drain", "sock", True, endpoint_of_socket),
        (base_events.BaseEventLoop.getaddrinfo, "name", "host", True, _none),
        (base_events.BaseEventLoop.getnameinfo, "name", "sockaddr", True, _none),
        (internals.wait_for_process, "process", "self", True, _process_of),
        (internals.make_process, "process start", "protocol", True, _none),
    )


def _writing_paused(self, size):
    endpoint = endpoint_of_transport(self)
    if endpoint:
        write_buffers.over_mark(endpoint, size, self.get_write_buffer_limits()[1])


def _writing_resumed(self):
    endpoint = endpoint_of_transport(self)
    if endpoint:
        low, _ = self.get_write_buffer_limits()
        write_buffers.resumed(endpoint, self.get_write_buffer_size(), low)


def _reading_paused(self):
    host.readingPaused(endpoint_of_transport(self), Current.number(), user_line(2))


def _reading_resumed(self):
    host.readingResumed(endpoint_of_transport(self), Current.number(), user_line(2))


# Bytes that a transport may keep. A real machine takes them until its memory ends, and a page with it.
_MOST_BUFFERED = 256 * 2**20


def _written(self, size):
    if size > _MOST_BUFFERED:
        raise OSError(errno.ENOBUFS, "256 MiB wait in a transport's buffer: await drain() after each write")
    if size and internals.is_writing_paused(self):
        _writing_paused(self, size)


def install():
    instrument(
        internals.maybe_pause_protocol,
        before_call=("pause_writing", _writing_paused),
        on_return=_written,
    )
    instrument(internals.maybe_resume_protocol, before_call=("resume_writing", _writing_resumed))
    for transport in (internals.SocketTransport, internals.ReadPipeTransport):
        instrument(transport.pause_reading, before_call=("_remove_reader", _reading_paused))
        instrument(transport.resume_reading, before_call=("_add_reader", _reading_resumed))
