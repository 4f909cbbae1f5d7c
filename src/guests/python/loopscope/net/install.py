"""Puts the simulated network in place of `_socket`, `select` and a part of `os`, and lets the modules on top
of them look again at what there is. Once an interpreter, before its state is remembered."""

import _socket
import asyncio
import importlib
import selectors
import socket
from asyncio import streams, subprocess

from loopscope.net import (
    crossing,
    descriptors,
    files,
    names,
    polling,
    selecting,
    sockets,
    write_buffers,
)

_FUNCTIONS = (
    *(sockets.socketpair, sockets.close, sockets.dup, sockets.setdefaulttimeout, sockets.getdefaulttimeout),
    *(names.getaddrinfo, names.getnameinfo, names.gethostbyname, names.gethostbyname_ex),
    *(
        names.gethostname,
        names.gethostbyaddr,
        names.getservbyname,
        names.getservbyport,
        names.inet_pton,
        names.inet_ntop,
    ),
    *(names.gethostname, names.if_nameindex, names.if_nametoindex, names.if_indextoname),
)
# Constants of Linux that are missing in WebAssembly.
_CONSTANTS = {
    **{"AF_UNIX": 1, "SO_REUSEADDR": 2, "SO_REUSEPORT": 15, "SO_PEERCRED": 17, "SO_DOMAIN": 39},
    **{
        "SO_PROTOCOL": 38,
        "TCP_FASTOPEN": 23,
        "SOCK_NONBLOCK": sockets.NONBLOCK,
        "SOCK_CLOEXEC": sockets.CLOEXEC,
    },
}
# Modules that look once at what their system has.
_READERS = (socket, selectors, streams, subprocess)


def reset():
    """Forgets everything of the last program."""
    crossing.reset()
    sockets.reset()
    polling.reset()
    write_buffers.reset()


def install():
    """Replaces the modules' functions and classes."""
    _socket.socket = _socket.SocketType = sockets.socket
    for function in _FUNCTIONS:
        setattr(_socket, function.__name__, function)
    for name, value in _CONSTANTS.items():
        setattr(_socket, name, value)
    _socket.has_ipv6 = True
    selecting.install()
    descriptors.install()
    for module in _READERS:
        importlib.reload(module)
    files.install()
    for module in (streams, subprocess):
        for name in module.__all__:
            setattr(asyncio, name, getattr(module, name))
