"""TLS handshakes in the trace: when one begins and ends at an endpoint of the network.

asyncio's are reported by hooks in its `SSLProtocol`, those of blocking sockets by `tls.connection`. One that
goes through buffers of a program's own belongs to no endpoint, and is in no event."""

import _loopscope as host

from loopscope import cpython_internals as internals
from loopscope.frames import user_line
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.network import endpoint_of_transport
from loopscope.instrumentation.task_events import Current


def started(endpoint, connection, line):
    """Reports that a handshake begins. `connection` is the `_ssl._SSLSocket`."""
    side = "server" if connection.server_side else "client"
    host.handshakeStarted(endpoint, side, connection.server_hostname or "", Current.number(), line)


def finished(endpoint, connection):
    """Reports that a handshake is over."""
    host.handshakeFinished(endpoint, connection.version(), connection.selected_alpn_protocol() or "")


def failed(endpoint, error):
    """Reports that a handshake has failed: an error, its class, or None for a connection that is closed."""
    if error is None:
        reason = "the connection was closed"
    elif isinstance(error, type):
        reason = error.__name__
    else:
        reason = getattr(error, "verify_message", None) or _without_place(str(error)) or type(error).__name__
    host.handshakeFailed(endpoint, reason)


def _without_place(text):
    """OpenSSL's words in `[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1020)`."""
    return (
        text.removeprefix("[SSL: ").partition("] ")[2].partition(" (_ssl.c")[0] if "[SSL: " in text else text
    )


def _begins(self):
    if endpoint := endpoint_of_transport(internals.transport_of_tls(self)):
        started(endpoint, internals.connection_of_tls(self), user_line(2))


def _is_over(self, handshake_exc):
    if endpoint := endpoint_of_transport(internals.transport_of_tls(self)):
        if handshake_exc is None:
            finished(endpoint, internals.connection_of_tls(self))
        else:
            failed(endpoint, handshake_exc)


def _lost(self, exc):
    if internals.tls_is_in_handshake(self):
        if endpoint := endpoint_of_transport(internals.transport_of_tls(self)):
            failed(endpoint, exc)


def install():
    start, complete, lost = internals.tls_methods()
    instrument(start, on_start=_begins)
    instrument(complete, on_start=_is_over)
    instrument(lost, on_start=_lost)
