"""`threading.Thread` on virtual threads: CPython's own class, on another `_thread` below it, and
`time.sleep`."""

import _thread
import _threading_local
import os
import sys
import threading
import time
from contextlib import contextmanager
from itertools import count

import _loopscope as host

from loopscope import errors, output
from loopscope.cpython_internals import keep_default_loops_in
from loopscope.threads import scheduler
from loopscope.threads.scheduler import Running, deadline_of, give_turn, park
from loopscope.threads.variants import suspends

# Functions by which the library's own threads begin: they are no work of the program's.
_HIDDEN = {"_do_shutdown", "_worker", "_handle_workers", "_handle_tasks", "_handle_results"}
_exit_calls = list(threading._threading_atexits)


def reset():
    """Forgets everything of the last program."""
    threading._threading_atexits[:] = _exit_calls
    threading._dangling.clear()
    threading._limbo.clear()
    threading._active.clear()
    threading._active[scheduler.main.ident] = threading.main_thread()
    threading._counter = count(1).__next__
    main = threading.main_thread()._os_thread_handle = ThreadHandle()
    main.thread, main.ident = scheduler.main, scheduler.main.ident
    threading.main_thread()._set_native_id()


@suspends
def sleep(seconds, /):
    """`time.sleep`. Checks its argument as CPython does."""
    if isinstance(seconds, str) or not hasattr(seconds, "__index__") and not hasattr(seconds, "__float__"):
        raise TypeError(f"'{type(seconds).__name__}' object cannot be interpreted as an integer or float")
    seconds = float(seconds)
    if seconds != seconds:
        raise ValueError("Invalid value NaN (not a number)")
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    if seconds >= 2**63 / 1e9:
        raise OverflowError("timestamp out of range for C PyTime_t")
    if seconds > 0:
        until = deadline_of(seconds)
        while host.now() < until:
            park(until)
    else:
        output.flush()
        give_turn()


class ThreadHandle:
    """`_thread._ThreadHandle`."""

    def __init__(self):
        self.ident = None
        self.thread = None

    def is_done(self):
        return self.thread is not None and self.thread.has_ended

    @suspends
    def join(self, timeout=None):
        deadline = None if timeout is None or timeout < 0 else deadline_of(timeout)
        thread = self.thread
        while not thread.has_ended and (deadline is None or host.now() < deadline):
            thread.joiners.append(Running.thread)
            park(deadline)

    def _set_done(self):
        self.thread.has_ended = True


def start_joinable_thread(function, handle=None, daemon=True):
    """`_thread.start_joinable_thread`. Returns the thread's handle."""
    handle = handle or ThreadHandle()
    owner = getattr(function, "__self__", None)
    name = owner.name if isinstance(owner, threading.Thread) else getattr(function, "__name__", "thread")
    is_hidden = getattr(getattr(owner, "_target", None), "__name__", "") in _HIDDEN
    handle.thread = scheduler.start(name, function, daemon, is_hidden)
    handle.ident = handle.thread.ident
    return handle


def start_new_thread(function, args, kwargs=None):
    """`_thread.start_new_thread`."""
    thread = threading.Thread(target=function, args=args, kwargs=kwargs or {}, daemon=True)
    thread.start()
    return thread.ident


def join_all():
    """`_thread._shutdown`: joins the threads that are no daemons."""
    process = Running.thread.process
    while left := [
        t for t in scheduler.threads if not t.has_ended and not t.is_daemon and t.process is process
    ]:
        left[0].joiners.append(Running.thread)
        park()


def get_native_id():
    """`threading.get_native_id`: as on Linux, the main thread has the process's number."""
    return os.getpid() + Running.thread.number


def _set_native_id(self):
    """`Thread._set_native_id`, which the class lacks here, as it lacks `native_id`."""
    self._native_id = get_native_id()


def _excepthook(args, /):
    """`threading.excepthook`."""
    if args.exc_type is not SystemExit:
        Running.thread.failure = errors.one_line(args.exc_value), errors.line_of(args.exc_value)
        name = args.thread.name if args.thread is not None else scheduler.get_ident()
        sys.stderr.write(f"Exception in thread {name}:\n{errors.program_traceback(args.exc_value)}")


@contextmanager
@suspends
def _patch(self):
    """`_threading_local._patch`, whose `__init__` is called outside of a handler, as in C."""
    impl = object.__getattribute__(self, "_local__impl")
    values = _values_of(impl)
    if values is None:
        values = impl.create_dict()
        args, kwargs = impl.localargs
        try:
            self.__init__(*args, **kwargs)
        except BaseException:
            del impl.dicts[id(threading.current_thread())]
            raise
    with impl.locallock:
        object.__setattr__(self, "__dict__", values)
        yield


def _values_of(impl):
    try:
        return impl.get_dict()
    except KeyError:
        return None


def install():
    """Replaces the functions. Once an interpreter."""
    _threading_local._patch = _patch
    sleep.__module__ = "time"
    time.sleep = sleep
    for module in (_thread, threading):
        module.get_ident = scheduler.get_ident
        module.get_native_id = get_native_id
        module._ThreadHandle = ThreadHandle
    _thread.start_new_thread = _thread.start_new = start_new_thread
    _thread.start_joinable_thread = threading._start_joinable_thread = start_joinable_thread
    threading._thread_shutdown = join_all
    threading._HAVE_THREAD_NATIVE_ID = True
    threading.Thread._set_native_id = _set_native_id
    threading.Thread._native_id = None
    threading.Thread.native_id = property(lambda thread: thread._native_id)
    _thread._local = threading.local = _threading_local.local
    keep_default_loops_in(_threading_local.local)
    threading.excepthook = threading.__excepthook__ = _excepthook
