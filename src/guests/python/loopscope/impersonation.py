"""Functions of this package that look, in tracebacks and warnings, like the line of CPython that they take
the place of.

A frame of `<loopscope.loop>` in a program's traceback would be a line that does not exist on CPython, and a
warning's `stacklevel` would count it. So the code of such a function has the file name and the one line of
CPython's own. The test that covers it: `stock.test.ts` compares what each program of the corpus writes with
CPython's own loop.
"""

import asyncio
import dis
import sys
from asyncio import events

# A location entry without columns, for up to eight instructions; the byte behind it is how many lines it is
# further on (`InternalDocs/code_objects.md`).
_ENTRY = 0b1_1101_000
_ENTRY_SIZE = 8


def impersonates(filename, line, name=None):
    """Decorates a function whose frames are all to be at this line of this file, and to have this name."""

    def mark(function):
        code = function.__code__
        size = len(code.co_code) // 2
        table = b"".join(
            bytes((_ENTRY | min(size - at, _ENTRY_SIZE) - 1, 0)) for at in range(0, size, _ENTRY_SIZE)
        )
        function.__code__ = code.replace(
            co_filename=filename, co_firstlineno=line, co_linetable=table, co_name=name or code.co_name
        )
        return function

    return mark


class _SampleHandle:
    """Lets `events.Handle._run` run once, to find the frame and the line from which it calls a callback."""

    _callback, _args = None, ()

    @property
    def _context(self):
        return self

    def run(self, callback):
        frame = sys._getframe(1)
        self.place = frame, frame.f_lasti, frame.f_lineno
        self.line = frame.f_code.co_filename, frame.f_lineno


_sample = _SampleHandle()
events.Handle._run(_sample)

# The line of `events.Handle._run` that calls the callback, as a file and a number, and as what
# `types.TracebackType` takes: every traceback of an exception in a callback begins there.
line_of_handle_run = _sample.line
traceback_of_handle_run = _sample.place


def line_of_run_once():
    """The file and line of `BaseEventLoop._run_once` that runs a handle, outside debug mode."""
    code = asyncio.BaseEventLoop._run_once.__code__
    *_, call = (one for one in dis.get_instructions(code) if one.argval == "_run")
    return code.co_filename, call.line_number


def line_of_create_future():
    """The file and line of `BaseEventLoop.create_future`, which debug mode names as where each future was
    made."""
    loop = asyncio.BaseEventLoop()
    loop.set_debug(True)
    place = loop.create_future()._source_traceback[-1]
    loop.close()
    return place.filename, place.lineno
