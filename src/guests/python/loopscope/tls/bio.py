"""`_ssl.MemoryBIO`: a buffer of bytes on their way to or from a connection. Mirrors `Modules/_ssl/`."""

import _ssl

from loopscope.net.crossing import as_bytes


class MemoryBIO:
    """`_ssl.MemoryBIO`."""

    __module__ = "_ssl"

    def __init__(self):
        self._bytes, self._is_ended = bytearray(), False

    def read(self, size=-1, /):
        taken = bytes(self._bytes if size < 0 else self._bytes[:size])
        del self._bytes[: len(taken)]
        return taken

    def write(self, b, /):
        with as_bytes(b) as view:
            if self._is_ended:
                raise _ssl.SSLError("cannot write() after write_eof()")
            self._bytes += view
            return len(view)

    def write_eof(self, /):
        self._is_ended = True

    pending = property(lambda self: len(self._bytes), doc="The number of bytes pending in the memory BIO.")
    eof = property(lambda self: self._is_ended and not self._bytes, doc="Whether the memory BIO is at EOF.")
