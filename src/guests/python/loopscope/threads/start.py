"""`threading.Thread` and `Timer` on virtual threads: CPython's own classes, on another `_thread` below them.

This module replaces the functions of `_thread` that start threads, and the bookkeeping of `threading` beside
them.
"""

import _thread
import _threading_local
import sys
import threading
from itertools import count

import _loopscope as host

from loopscope import errors
from loopscope.cpython_internals import keep_default_loops_in
from loopscope.threads import blocking, scheduler

# All threads but the main one, in the order of their start. One that has run is alive until its end.
started = []


def reset():
    """Forgets everything of the last program."""
    started.clear()
    threading._active.clear()
    threading._active[scheduler.main.ident] = threading.main_thread()
    threading._counter = count(1).__next__


class ThreadHandle:
    """`_thread._ThreadHandle`. `end` is the thread's end in seconds, known from its start, as it has run by
    then."""

    def __init__(self):
        self.ident = None
        self.end = None

    def is_done(self):
        return self.end is not None and self.end <= host.now()

    def join(self, timeout=None):
        until = self.end if timeout is None or timeout < 0 else min(self.end, host.now() + timeout)
        if until > host.now():
            blocking.pass_time(until)

    def _set_done(self):
        self.end = host.now()


def start_joinable_thread(function, handle=None, daemon=True):
    """`_thread.start_joinable_thread`: runs a thread's function, from now on. Returns its handle."""
    handle = handle or ThreadHandle()
    owner = getattr(function, "__self__", None)
    name = owner.name if isinstance(owner, threading.Thread) else getattr(function, "__name__", "thread")
    thread = scheduler.new_thread(name)
    handle.ident = thread.ident
    is_reported = not _is_asyncios(owner)

    def run():
        if is_reported:
            host.threadStarted(thread.number, name)
        function()
        if is_reported:
            host.threadEnded(thread.number, name)

    if isinstance(owner, threading.Thread):
        started.append(owner)
    handle.end = scheduler.run_in(thread, run)
    if not daemon:
        blocking.must_end(handle.end)
    return handle


def _is_asyncios(thread):
    """True for the thread in which a loop shuts its default executor down."""
    return getattr(getattr(thread, "_target", None), "__name__", "") == "_do_shutdown"


def start_new_thread(function, args, kwargs=None):
    """`_thread.start_new_thread`."""
    return threading.Thread(target=function, args=args, kwargs=kwargs or {}, daemon=True).start()


def _enumerate():
    """`threading.enumerate`."""
    return [threading.main_thread(), *(thread for thread in started if thread.is_alive())]


def _active_count():
    return len(_enumerate())


def _excepthook(args, /):
    """`threading.excepthook`."""
    if args.exc_type is not SystemExit:
        sys.stderr.write(
            f"Exception in thread {args.thread.name}:\n{errors.program_traceback(args.exc_value)}"
        )


class Timer(threading.Timer):
    """`threading.Timer`: its function runs when the interval is over, unless the timer is cancelled by
    then."""

    __qualname__ = "Timer"

    def start(self):
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        self._due = host.now() + self.interval
        self._started.set()
        scheduler.at(self._due, self.name, self._begin)
        if not self.daemon:
            blocking.may_end(lambda: 0.0 if self.finished.is_set() else self._due)
        started.append(self)

    def _begin(self):
        if not self.finished.is_set():
            self._started = threading.Event()
            started.remove(self)
            super().start()

    def run(self):
        self.function(*self.args, **self.kwargs)
        self.finished.set()

    def is_alive(self):
        return self._started.is_set() and not self.finished.is_set()

    def join(self, timeout=None):
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")
        deadline = None if timeout is None else host.now() + max(timeout, 0)
        if blocking.block(lambda: self._os_thread_handle.end is not None or self.finished.is_set(), deadline):
            if self._os_thread_handle.end is not None:
                super().join(None if deadline is None else deadline - host.now())


def install():
    """Replaces the functions. Once an interpreter."""
    for module in (_thread, threading):
        module.get_ident = scheduler.get_ident
        module._ThreadHandle = ThreadHandle
    _thread.start_new_thread = _thread.start_new = start_new_thread
    _thread.start_joinable_thread = threading._start_joinable_thread = start_joinable_thread
    _thread._local = threading.local = _threading_local.local
    keep_default_loops_in(_threading_local.local)
    threading.excepthook = threading.__excepthook__ = _excepthook
    threading.enumerate = _enumerate
    threading.active_count = _active_count
    Timer.__module__ = "threading"
    threading.Timer = Timer
