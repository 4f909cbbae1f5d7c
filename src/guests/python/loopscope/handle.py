"""The handles of a loop, and how its queues look to those that look into them.

A handle is pending, then run (once) or cancelled. The TypeScript loop knows it by its number.
"""

import sys
from asyncio import events, format_helpers, futures
from collections.abc import Sequence
from contextvars import copy_context
from functools import partial
from types import MethodType, TracebackType

from loopscope.frames import stops_here, told_as
from loopscope.reprs import class_name

_name_of_class = type.__dict__["__qualname__"].__get__
_flags_of = type.__dict__["__flags__"].__get__
# Of a class that can be one of the program's; functions and methods are of others.
_IN_PYTHON = 1 << 9


class _Sample:
    """Runs `events.Handle._run` once, for the frame that a traceback shows: the first line of everybody's."""

    _callback, _args = None, ()

    @property
    def _context(self):
        return self

    def run(self, callback):
        frame = sys._getframe(1)
        self.place = frame, frame.f_lasti, frame.f_lineno
        self.line = frame.f_code.co_filename, frame.f_lineno


_sample = _Sample()
events.Handle._run(_sample)


class _Run:
    """How the loop's own handles run: as `events.Handle`, which takes longer to pass on few arguments."""

    __slots__ = ()

    @stops_here
    @told_as(*_sample.line)
    def _run(self):
        try:
            args = self._args
            if not args:
                self._context.run(self._callback)
            elif len(args) == 1:
                self._context.run(self._callback, args[0])
            else:
                self._context.run(self._callback, *args)
        except SystemExit, KeyboardInterrupt:
            raise
        except BaseException as error:
            error.__traceback__ = TracebackType(error.__traceback__.tb_next, *_sample.place)
            cb = format_helpers._format_callback_source(
                self._callback, self._args, debug=self._loop.get_debug()
            )
            context = {"message": f"Exception in callback {cb}", "exception": error, "handle": self}
            if self._source_traceback:
                context["source_traceback"] = self._source_traceback
            self._loop.call_exception_handler(context)
        # The traceback of an exception holds this frame: with the handle in it, exception and task would form a cycle.
        self = None


class Handle(_Run, events.Handle):
    """`_number` is 0 from when it runs or is cancelled; `_entity` is that of the task that it steps, or None."""

    __slots__ = ("_number", "_entity")

    def __init__(self, callback, args, loop, context):
        if loop._debug:
            # Takes the stack, too.
            super().__init__(callback, args, loop, context)
            del self._source_traceback[-1]
            return
        self._context = copy_context() if context is None else context
        self._loop = loop
        self._callback = callback
        self._args = args
        self._cancelled = False
        self._repr = None
        self._source_traceback = None

    def cancel(self):
        if not self._cancelled:
            self._loop._drop(self)
        super().cancel()


class TimerHandle(_Run, events.TimerHandle):
    __slots__ = ("_number", "_entity")


class ForeignHandle(Handle):
    """Stands for a handle that somebody else made and put into `_ready`. The host does not hear of its cancel."""

    __slots__ = ("_handle",)

    def __init__(self, handle):
        super().__init__(None, (), handle._loop, handle._context)
        self._handle = handle

    def _run(self):
        run_unless_cancelled(self._handle)


def run_unless_cancelled(handle):
    if not handle._cancelled:
        handle._run()


class ReadyQueue(Sequence):
    """What stands in for a loop's `_ready`: the handles that will run, in order."""

    def __init__(self, handles, append):
        self._handles = handles
        self.append = append

    def _list(self):
        # The batch that runs leaves a None where a handle was.
        pending = (handle for handle in self._handles if handle is not None and not handle._cancelled)
        return [handle._handle if type(handle) is ForeignHandle else handle for handle in pending]

    def __len__(self):
        return len(self._list())

    def __getitem__(self, index):
        return self._list()[index]

    def clear(self):
        # Only a loop that closes clears its queues; `close` sees to it.
        pass


class Timers(ReadyQueue):
    """What stands in for `_scheduled`."""

    def __init__(self, timers, append, numbers):
        super().__init__(timers, append)
        self._numbers = numbers

    def _list(self):
        return [self._handles[number] for number in self._numbers().to_py()]


class Named:
    """A callback of this package's own that says what to call it by `name`."""


def name_of(callback):
    """What to call a callback that is no task's."""
    if callback is futures._set_result_unless_cancelled:
        return "sleep"
    while type(callback) is partial:
        callback = callback.func
    while type(callback) is MethodType:
        callback = callback.__func__
    kind = type(callback)
    if kind is type:
        return _name_of_class(callback)
    if issubclass(kind, Named):
        return callback.name
    # To ask an object of the program's for a name may run its code.
    return (
        class_name(callback)
        if _flags_of(kind) & _IN_PYTHON
        else getattr(callback, "__qualname__", kind.__name__)
    )
