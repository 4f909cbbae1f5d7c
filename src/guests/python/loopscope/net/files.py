"""Files of sockets in threads: those of `_pyio`, which is `io` in Python. A thread can be suspended inside of
their reads; inside of `io`'s own, which are of C, it cannot (`threads.variants`).

The coroutine below takes the place of `socket.socket.makefile` in threads; what it returns has the same
methods."""

import socket

from loopscope.threads.iteration import iterates
from loopscope.threads.variants import outcome, replaces, suspendable


async def _lines(file):
    while line := await outcome(suspendable(file.readline)()):
        yield line


def install():
    """Puts the coroutine in place. Once an interpreter, as soon as `socket` has its last form."""
    makefile = socket.socket.makefile

    @replaces(makefile)
    async def _makefile(self, mode="r", buffering=None, *, encoding=None, errors=None, newline=None):
        if buffering == 0 or not set(mode) <= {"r", "w", "b"}:
            return makefile(self, mode, buffering, encoding=encoding, errors=errors, newline=newline)
        import _pyio

        size = _pyio.DEFAULT_BUFFER_SIZE if buffering is None or buffering < 0 else buffering
        raw = _raw_class()(self, "".join(letter for letter in "rw" if letter in mode) or "r")
        self._io_refs += 1
        if "r" in mode and "w" in mode:
            buffer = _pyio.BufferedRWPair(raw, raw, size)
        elif "w" in mode:
            buffer = _pyio.BufferedWriter(raw, size)
        else:
            buffer = _pyio.BufferedReader(raw, size)
        if "b" in mode:
            iterates(type(buffer), _lines)
            return buffer
        text = _pyio.TextIOWrapper(buffer, encoding, errors, newline)
        text.mode = mode
        iterates(type(text), _lines)
        return text


def _raw_class():
    import _pyio

    class SocketIO(socket.SocketIO):
        read, readall = _pyio.RawIOBase.read, _pyio.RawIOBase.readall

    return SocketIO
