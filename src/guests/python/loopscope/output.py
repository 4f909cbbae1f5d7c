"""The program's standard streams. Each line is reported when it is written, with the line that began it; a
traceback that is written at once is reported at once, so that it stays one."""

import io

import _loopscope as host

from loopscope.frames import user_line
from loopscope.instrumentation.task_events import Current
from loopscope.object_ids import normalize_ids

TRACEBACK = "Traceback (most recent call last):\n"


class CurrentThread:
    """The number of the thread that writes now; 0 is the main thread."""

    number = 0


class Output(io.TextIOBase):
    """A standard stream. Text without a line end waits for the rest of its line, at most until its callback
    ends."""

    encoding = "utf-8"
    errors = "replace"

    # The one stream with such text. A write to the other stream reports it first, so that the order stays.
    unfinished = None

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

    def fileno(self):
        return 1 if self._stream == "stdout" else 2

    def write(self, text):
        if type(text) is not str:
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if Output.unfinished is not self:
            flush()
        # `print` writes its text and its line end separately.
        if not self._pending:
            self._line = user_line(2)
        whole = self._pending + text
        if TRACEBACK in whole and not whole.endswith(TRACEBACK):
            self._pending = ""
            self._report(whole)
        else:
            *lines, self._pending = whole.split("\n")
            for line in lines:
                self._report(line + "\n")
        Output.unfinished = self if self._pending else None
        return len(text)

    def flush(self):
        if self._pending:
            pending, self._pending = self._pending, ""
            Output.unfinished = None
            self._report(pending)

    def _report(self, text):
        host.outputWritten(
            self._stream, normalize_ids(text), Current.number(), self._line, CurrentThread.number
        )


class _Bytes(io.RawIOBase):
    """The `buffer` of a stream: writes bytes to it as text."""

    def __init__(self, stream):
        self._stream = stream

    def writable(self):
        return True

    def write(self, data):
        text = bytes(data).decode("utf-8", "replace")
        self._stream.write(text)
        return len(data)


def flush():
    """Reports text without a line end, before time passes or another task runs."""
    if Output.unfinished is not None:
        Output.unfinished.flush()
