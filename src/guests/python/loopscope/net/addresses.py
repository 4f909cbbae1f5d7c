"""Addresses of sockets: as Python has them, and as the host does: a text (a number such as 127.0.0.1 or ::1,
or a path) and a port.

The messages are those of `getsockaddrarg` in `Modules/socketmodule.c`."""

import os

from loopscope.net.crossing import check
from loopscope.net.names import one_address
from loopscope.threads.variants import suspends

AF_UNIX, AF_INET, AF_INET6 = 1, 2, 10
# `sun_path` of Linux has 108 bytes, with a zero at its end.
_MAX_PATH = 107


@suspends
def to_host(family, address, caller):
    """The address in two values, as the host takes it. Names are looked up, which may block."""
    if family == AF_UNIX:
        return _path(address), 0
    name = "AF_INET" if family == AF_INET else "AF_INET6"
    if not isinstance(address, tuple):
        raise TypeError(f"{caller}(): {name} address must be tuple, not {type(address).__name__}")
    if family == AF_INET and len(address) != 2:
        raise TypeError("AF_INET address must be a pair (host, port)")
    if family == AF_INET6 and not 2 <= len(address) <= 4:
        raise TypeError("AF_INET6 address must be a tuple (host, port[, flowinfo[, scopeid]])")
    host, port = address[:2]
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii")
    if not isinstance(host, str):
        raise TypeError(f"str, bytes or bytearray expected, not {type(host).__name__}")
    if not hasattr(port, "__index__"):
        raise TypeError(f"'{type(port).__name__}' object cannot be interpreted as an integer")
    port = port.__index__()
    if not 0 <= port <= 0xFFFF:
        raise OverflowError(f"{caller}(): port must be 0-65535.")
    return one_address(host, family), port


def _path(address):
    if isinstance(address, str):
        path = os.fsencode(address)
    elif isinstance(address, (bytes, bytearray, memoryview)):
        path = bytes(address)
    else:
        raise TypeError(f"a bytes-like object is required, not '{type(address).__name__}'")
    if len(path) > _MAX_PATH:
        raise OSError("AF_UNIX path too long")
    return os.fsdecode(path)


def from_host(family, text):
    """The address that the host gave as a text, `address`, a line feed and `port`, or as a path. A negative
    number is an error of the host's."""
    if isinstance(text, int):
        check(text)
    if family == AF_UNIX:
        return os.fsencode(text) if text.startswith("\0") else text
    address, _, port = text.partition("\n")
    if family == AF_INET6:
        return address or "::", int(port or 0), 0, 0
    return address or "0.0.0.0", int(port or 0)
