"""Connections and servers that the program drops without closing them, and processes that it does not wait
for: warnings of the trace, beside the `ResourceWarning` that CPython gives in the same places,
`StreamWriter.__del__`, `_SelectorTransport.__del__`, `socket.__del__` and `Popen.__del__`.

What is dropped while the program runs is reported at once. What dies as the program ends is reported only if
the program ended by itself: a failure or a signal may have come before the line that closes it. Nor is a
connection of a task that was cancelled. `program` calls `leave`, `end` and `reset`."""

import functools
import os

import _loopscope as host

from loopscope import cpython_internals as internals
from loopscope.frames import FILENAME
from loopscope.instrumentation.instrument import instrument
from loopscope.net import sockets
from loopscope.signals import Pending

# What closes each, by what the program dropped.
_CLOSES = {
    "writer": "Write `writer.close()` and `await writer.wait_closed()` in a finally block.",
    "transport": "Write `transport.close()` in a finally block.",
    "socket": "Use the socket in a with statement, or close it in a finally block.",
    "server": "Write `async with server:`, or `server.close()` in a finally block.",
}


class _Program:
    """True once all of the program's code has run; and the arguments of the warnings that depend on how it
    ends."""

    has_left = False
    pending = []


def reset():
    """Forgets everything of the last program."""
    _Program.has_left = False
    _Program.pending.clear()


def leave():
    """Called when all of a program's code has run, before its objects are dropped."""
    _Program.has_left = True


def end(by_itself):
    """Warns of what was open to the end, if the program ended by itself."""
    if by_itself:
        for warning in _Program.pending:
            host.warningRaised(*warning)
    _Program.pending.clear()


def _socket_dropped(sock):
    role, _, line = sockets.opened(sock)
    if role == "server":
        _server_dropped(sock)
    elif line:
        _connection_dropped(sock, "socket", None)


def _transport_dropped(self):
    _stream_dropped(self, self, "transport")


def _writer_dropped(self):
    _stream_dropped(self, internals.transport_of_stream(self), "writer")


def _stream_dropped(dropped, transport, kind):
    sock = getattr(transport, internals.TRANSPORT_SOCKET, None)
    if isinstance(sock, sockets.socket) and not transport.is_closing():
        _connection_dropped(sock, kind, dropped)


def _server_dropped(sock):
    _, task, line = sockets.opened(sock)
    # An event loop's sockets never block.
    closes = _CLOSES["server" if sock.gettimeout() == 0 else "socket"]
    if line:
        message = f"Line {line} starts a server that the program never closes. {closes}"
        _warn("unclosedServer", message, line, task, _Program.has_left)


def _connection_dropped(sock, kind, stream):
    """Warns of a connection; `stream` is the writer or the transport that held it, if any."""
    opened = sockets.opened(sock)
    if not opened or not sockets.has_peer(sock):
        return
    role, task, line = opened
    # The transport and the socket die after the writer.
    opened.clear()
    is_late = _Program.has_left or stream is not None and internals.loop_of(stream).is_closed()
    if task is not None and task.cancels and (task.ref() is None or task.ref().cancelled()):
        return
    if line:
        verb = "opens" if role == "client" else "takes"
        subject = f"Line {line} {verb} a connection that the program never closes."
    elif is_late:
        # The event loop has accepted it. Its client may have closed it just now.
        return
    else:
        name, line = _server_side(internals.protocol_of(stream))
        place = f" on line {line}" if line else ""
        subject = f"{name}{place} never closes its connection."
    _warn("unclosedConnection", f"{subject} {_CLOSES[kind]}", line, task, is_late)


def process_dropped(args, task, line):
    """Warns of a process whose exit status the program has not read. `args` is its command."""
    name = os.fsdecode(args if isinstance(args, (str, bytes)) else args[0]).split()[0]
    wait = "`await process.wait()`" if task else "`process.wait()`"
    message = f"Line {line} starts {os.path.basename(name)} and never waits for it. Write {wait} in a finally block."
    _warn_of("unwaitedProcess", message, line, task, _Program.has_left)


def _server_side(protocol):
    """The name and the line of what handles a connection that the event loop has accepted: the function of a
    server of streams, or the class of a protocol."""
    handler = internals.handler_of(protocol)
    while isinstance(handler, functools.partial):
        handler = handler.func
    code = getattr(handler, "cr_code", None) or getattr(handler, "__code__", None)
    if code is None:
        return type(protocol).__name__, 0
    return f"{code.co_name}()", code.co_firstlineno if code.co_filename == FILENAME else 0


def _warn(diagnosis, message, line, task, is_late):
    _warn_of(diagnosis, message, line, task.number if task is not None else 0, is_late)


def _warn_of(diagnosis, message, line, task, is_late):
    if Pending.handled:
        return
    warning = message, line, diagnosis, task
    if is_late:
        _Program.pending.append(warning)
    else:
        host.warningRaised(*warning)


def install():
    _, writer = internals.stream_classes()
    instrument(writer.__del__, on_start=_writer_dropped)
    instrument(internals.SelectorTransport.__del__, on_start=_transport_dropped)
    sockets.Unclosed.found = _socket_dropped
