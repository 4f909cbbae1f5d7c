"""Handles of the loop, and its queues as a program sees them.

A handle is pending, then either run, once, or cancelled. The host knows it by its number.
"""

import threading
from asyncio import events
from collections.abc import Sequence
from contextvars import copy_context
from functools import partial
from types import MethodType, TracebackType

from loopscope.cpython_internals import (
    format_callback_source,
    may_be_programs,
    qualname_of_class,
    set_result_unless_cancelled,
)
from loopscope.frames import stops_here
from loopscope.impersonation import impersonates, line_of_handle_run, traceback_of_handle_run
from loopscope.reprs import class_name
from loopscope.threads.variants import suspends


class _Run:
    """Runs a handle as `events.Handle._run` does, faster for few arguments."""

    __slots__ = ()

    @stops_here
    @impersonates(*line_of_handle_run)
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
            failed(self, error, error.__traceback__.tb_next)
        # An exception's traceback holds this frame. With the handle in it, exception and task would form a
        # cycle: as at the end of `events.Handle._run`.
        self = None


def failed(handle, error, traceback):
    """Reports the exception of a handle's callback, with the traceback from that on."""
    error.__traceback__ = TracebackType(traceback, *traceback_of_handle_run)
    cb = format_callback_source(handle._callback, handle._args, debug=handle._loop.get_debug())
    context = {"message": f"Exception in callback {cb}", "exception": error, "handle": handle}
    if handle._source_traceback:
        context["source_traceback"] = handle._source_traceback
    handle._loop.call_exception_handler(context)


class Handle(_Run, events.Handle):
    """`_ls_number` is the host's number, 0 as soon as the handle runs or is cancelled; `_ls_entity` is that
    of the task that it steps or wakes up, None for any other callback."""

    __module__ = events.Handle.__module__
    __slots__ = ("_ls_number", "_ls_entity")

    def __init__(self, callback, args, loop, context):
        if loop._debug:
            # It takes the stack, too.
            super().__init__(callback, args, loop, context)
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
            self._loop._ls_drop(self)
        super().cancel()


class ThreadSafeHandle(_Run, events._ThreadSafeHandle):
    """The handle of `call_soon_threadsafe`: a thread that cancels it while it runs in another one waits for
    its end."""

    __module__ = events._ThreadSafeHandle.__module__
    __slots__ = ("_ls_number", "_ls_entity")

    def __init__(self, callback, args, loop, context):
        # In debug mode it takes the stack, which has no frame of the other class's.
        events.Handle.__init__(self, callback, args, loop, context)
        self._lock = threading.RLock()

    @suspends
    def cancel(self):
        with self._lock:
            if not self._cancelled:
                self._loop._ls_drop(self)
            events.Handle.cancel(self)

    @suspends
    def cancelled(self):
        with self._lock:
            return self._cancelled

    @stops_here
    def _run(self):
        with self._lock:
            if not self._cancelled:
                _Run._run(self)


# Programs print their handles.
ThreadSafeHandle.__name__ = ThreadSafeHandle.__qualname__ = events._ThreadSafeHandle.__name__


class TimerHandle(_Run, events.TimerHandle):
    __module__ = events.TimerHandle.__module__
    __slots__ = ("_ls_number", "_ls_entity")


class ForeignHandle(Handle):
    """Runs a handle of another class, which a program appended to `_ready`. Its cancellation is not
    reported."""

    __slots__ = ("_handle",)

    def __init__(self, handle):
        super().__init__(None, (), handle._loop, handle._context)
        self._handle = handle

    def _run(self):
        run_unless_cancelled(self._handle)


def run_unless_cancelled(handle):
    """Runs a handle of another class."""
    if not handle._cancelled:
        handle._run()


class ReadyQueue(Sequence):
    """A loop's `_ready`: the handles that will run, in order (`handles-and-resources.test.ts`)."""

    def __init__(self, handles, append):
        self._ls_handles = handles
        self.append = append

    def _list(self):
        # `run_once` leaves a None for each handle of the batch that has started.
        pending = (handle for handle in self._ls_handles if handle is not None and not handle._cancelled)
        return [handle._handle if type(handle) is ForeignHandle else handle for handle in pending]

    def __len__(self):
        return len(self._list())

    def __getitem__(self, index):
        return self._list()[index]

    def clear(self):
        # `BaseEventLoop.close` clears its queues; the loop's own `close` does it for these.
        pass


class Timers(ReadyQueue):
    """A loop's `_scheduled`: the timers that will run, in the order that they are due in."""

    def __init__(self, timers, append, numbers):
        super().__init__(timers, append)
        self._numbers = numbers

    def _list(self):
        return [self._ls_handles[number] for number in self._numbers().to_py()]


class Named:
    """A callback of this package, with its name for the trace in `name`."""


def name_of(callback):
    """The name in the trace of a callback that does not step a task."""
    if callback is set_result_unless_cancelled:
        return "sleep"
    while type(callback) is partial:
        callback = callback.func
    while type(callback) is MethodType:
        callback = callback.__func__
    kind = type(callback)
    if kind is type:
        return qualname_of_class(callback)
    if issubclass(kind, Named):
        return callback.name
    # Looking a name up on the program's object may run its code.
    if may_be_programs(kind):
        return class_name(callback)
    return getattr(callback, "__qualname__", kind.__name__)
