"""The program's standard streams: each line is recorded when it is written."""

import io

import _loopscope as host

from loopscope.frames import user_line
from loopscope.instrumentation.task_events import Current
from loopscope.object_ids import told_in


class Thread:
    """The thread that runs now; 0 is the main one."""

    number = 0


class Output(io.TextIOBase):
    """A standard stream. Text without a line end waits for the rest of its line, but never past its callback."""

    encoding = "utf-8"
    errors = "replace"

    # The one stream that has such text: a write to the other sends it off, so that the order stays.
    _unfinished = None

    def __init__(self, name):
        self.name = f"<{name}>"
        self._stream = name
        self._pending = ""
        self._line = 0

    @property
    def buffer(self):
        return _Bytes(self)

    def writable(self):
        return True

    def write(self, text):
        if type(text) is not str:
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if Output._unfinished is not self:
            flush()
        # `print` writes its text and its end apart: the line that began an output line is the one to name.
        if not self._pending:
            self._line = user_line(2)
        *lines, self._pending = (self._pending + text).split("\n")
        for line in lines:
            self._record(line + "\n")
        Output._unfinished = self if self._pending else None
        return len(text)

    def flush(self):
        if self._pending:
            pending, self._pending = self._pending, ""
            Output._unfinished = None
            self._record(pending)

    def _record(self, text):
        host.outputWritten(self._stream, told_in(text), Current.number(), self._line, Thread.number)


class _Bytes(io.RawIOBase):
    """Takes the bytes of what is written to a stream."""

    def __init__(self, stream):
        self._stream = stream

    def writable(self):
        return True

    def write(self, data):
        text = bytes(data).decode("utf-8", "replace")
        self._stream.write(text)
        return len(data)


def flush():
    """Records what is written so far, as time is about to pass or another task to run."""
    if Output._unfinished is not None:
        Output._unfinished.flush()
