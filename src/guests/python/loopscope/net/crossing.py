"""The crossing to the host's network: descriptors as numbers, payload in memory that both sides see, errors
as negative numbers of `errno`.

The host's calls never wait. The modules beside this one call it; `blocking` waits."""

import errno
import os
import sys

import _loopscope as host

from loopscope.frames import line_from
from loopscope.instrumentation.task_events import Current

# Bytes that cross in one call.
SIZE = 256 * 1024
_payload = bytearray(SIZE)
# The payload of the call that crossed last.
view = memoryview(_payload)

# Bits of what a descriptor is ready for, as `poll` has them.
IN, PRI, OUT, ERR, HUP, NVAL = 1, 2, 4, 8, 16, 32
# Not asked for, but always answered.
ALWAYS = ERR | HUP | NVAL


class _Program:
    """Counts programs: a socket of the last one must not close a descriptor of this one."""

    number = 0


def reset():
    """Forgets everything of the last program."""
    _Program.number += 1


def program():
    """The number of the program that runs."""
    return _Program.number


def actor():
    """The task and the line of the program that act, as the host takes them."""
    return Current.number(), line_from(sys._getframe(2))


# The texts of glibc, which programs print, where those of Emscripten's libc are others.
_TEXTS = {
    errno.EADDRINUSE: "Address already in use",
    errno.EADDRNOTAVAIL: "Cannot assign requested address",
    errno.ECONNABORTED: "Software caused connection abort",
    errno.EHOSTUNREACH: "No route to host",
    errno.EINPROGRESS: "Operation now in progress",
    errno.EISCONN: "Transport endpoint is already connected",
    errno.EMFILE: "Too many open files",
    errno.EMSGSIZE: "Message too long",
    errno.ENETUNREACH: "Network is unreachable",
    errno.ENOTCONN: "Transport endpoint is not connected",
    errno.ENOTSOCK: "Socket operation on non-socket",
    errno.EOPNOTSUPP: "Operation not supported",
    errno.EPROTOTYPE: "Protocol wrong type for socket",
    errno.ETIMEDOUT: "Connection timed out",
}
_strerror = os.strerror


def strerror(code, /):
    """`os.strerror`."""
    return _TEXTS.get(code) or _strerror(code)


def error(code):
    """The OSError of a number of `errno`."""
    return OSError(code, strerror(code))


def as_bytes(data):
    """A memory view of the bytes of an object."""
    try:
        return memoryview(data).cast("B")
    except TypeError:
        raise TypeError(f"a bytes-like object is required, not '{type(data).__name__}'") from None


def check(result):
    """The result of a call of the host; raises OSError for a negative one."""
    if result < 0:
        raise error(-result)
    return result


def pair(result):
    """The two descriptors of a call that made two."""
    check(result)
    return result >> 16, result & 0xFFFF


def share():
    """Tells the host where the payload is."""
    host.sharePayload(_payload)


share()
