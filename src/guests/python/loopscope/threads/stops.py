"""StopIteration out of a function that is compiled as a coroutine, which must not raise it.

A coroutine of `__next__` returns a `Stop` in its place; any other raises an `Escaped`. Rewritten code raises
the StopIteration itself again where a `try` or `with` of the program's may see it (`rewrite_stops`)."""

from types import TracebackType


class Stop:
    """A value in place of a StopIteration."""

    __slots__ = ("error",)

    def __init__(self, error):
        self.error = error


class Escaped(Exception):
    """An exception in place of a StopIteration."""

    def __init__(self, error):
        super().__init__(error)
        self.error = error


def reveal(escaped):
    """The StopIteration behind an `Escaped`, with the traceback of both."""
    outer, entry = [], escaped.__traceback__
    # The last entry is that of the function that raised the StopIteration.
    while entry is not None and entry.tb_next is not None:
        outer.append(entry)
        entry = entry.tb_next
    below = escaped.error.__traceback__
    # The first will be that of the function that raises it again.
    for entry in reversed(outer[1:]):
        below = TracebackType(below, entry.tb_frame, entry.tb_lasti, entry.tb_lineno)
    return escaped.error.with_traceback(below)


def result_of(outcome):
    """The value of a coroutine of `__next__`. Raises the StopIteration that it stands for."""
    if type(outcome) is Stop:
        raise outcome.error
    return outcome
