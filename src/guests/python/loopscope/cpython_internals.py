"""Private names of CPython 3.14, each named once, with the reason why no public name does.

A new version of CPython is checked against this module first. The other modules import from here; Ruff's rule
SLF001 finds a private name that is used elsewhere. Exceptions, by file, are listed in `build/ruff.mjs`:

- subclasses of asyncio's own classes (`loop`, `event_loop_policy`, `handle`, `task`) define and read the
  private attributes that asyncio's code reads of them, such as `_ready`, `_scheduled` and `_run_once`;
- `threads` replaces the private half of threading, queue and concurrent.futures, a module of theirs in each
  of its own;
- `instrumentation.task_events` and `run_once` read a task's or a handle's private attributes in place: a call
  for each would cost more than all else that they do in a callback.

`sys._getframe` and `os._exit` are documented, and count as public.
"""

import _abc
import _asyncio
import _locale
import asyncio
import atexit
import contextlib
import gc
import threading
import warnings
from asyncio import (
    base_events,
    base_subprocess,
    coroutines,
    events,
    format_helpers,
    futures,
    locks,
    queues,
    selector_events,
    sslproto,
    streams,
    taskgroups,
    tasks,
    timeouts,
    transports,
    trsock,
    unix_events,
)
from operator import attrgetter
from traceback import StackSummary

# --- The running loop and task. `asyncio.get_running_loop()` raises without a loop; these two never do.
get_running_loop = events._get_running_loop
set_running_loop = events._set_running_loop
# A thread's function runs on top of the task that started it, which must not be the current one meanwhile.
swap_current_task = tasks._swap_current_task

# --- Policies. The public names of 3.14 raise a DeprecationWarning, which the program would see.
BaseDefaultEventLoopPolicy = events._BaseDefaultEventLoopPolicy
get_event_loop_policy = events._get_event_loop_policy
set_event_loop_policy = events._set_event_loop_policy


def replace_default_policy(policy):
    """Makes a class of policies asyncio's default."""
    unix_events._DefaultEventLoopPolicy = policy


def reset_policy(policy):
    """Sets the policy, without what `set_event_loop_policy` checks and warns of."""
    events._event_loop_policy = policy


def keep_default_loops_in(local):
    """Makes policies keep each thread's default loop in an object of a subclass of `local`."""
    BaseDefaultEventLoopPolicy._Local = type("_Local", (local,), {"_loop": None})


def swap_default_loop(loop):
    """Sets the current policy's loop of this thread, also to None; returns the one before."""
    local = get_event_loop_policy()._local
    before, local._loop = local._loop, loop
    return before


# --- Names of callbacks: `asyncio.sleep` schedules the first function; error messages name callbacks by the
# others.
set_result_unless_cancelled = futures._set_result_unless_cancelled
# The future that a task awaits, or None.
waiter_of = attrgetter("_fut_waiter")
format_callback_source = format_helpers._format_callback_source
format_handle = base_events._format_handle

# --- The types of tasks' callbacks in C have no name to import them by.
STEP_TYPE_NAME = "TaskStepMethWrapper"
WAKEUP_NAME = "task_wakeup"

# --- The future written in Python: libraries subclass it, and its attributes are those of the one in C.
PyFuture = futures._PyFuture

# --- Instrumented functions and methods: their public callers lack the right moment or the object.
run_once = asyncio.BaseEventLoop._run_once
chain_future = futures._chain_future
wait_for_futures = tasks._wait
GatheringFuture = tasks._GatheringFuture
AsCompletedIterator = tasks._AsCompletedIterator
as_completed_wait = tasks._AsCompletedIterator._wait_for_one
as_completed_pending = attrgetter("_todo")
semaphore_wake_up_next = locks.Semaphore._wake_up_next
condition_notify = locks.Condition._notify
barrier_release = locks.Barrier._release
task_group_abort = taskgroups.TaskGroup._abort
timeout_expires = timeouts.Timeout._on_timeout
timeout_state, TIMEOUT_EXPIRING = attrgetter("_state"), timeouts._State.EXPIRING
# `Queue.put_nowait` and `get_nowait` call it after each item.
QUEUE_WAKE_UP = "_wakeup_next"
assert hasattr(queues.Queue, QUEUE_WAKE_UP)
# The interpreter calls it for a coroutine that dies and never ran.
warn_unawaited_coroutine = warnings._warn_unawaited_coroutine
AsyncGeneratorContextManager = contextlib._AsyncGeneratorContextManager


# The handler of SIGINT while a Runner runs a coroutine.
runner_on_sigint = asyncio.Runner._on_sigint

# --- Transports: an attribute holds the socket of one, the descriptor of a pipe's.
SocketTransport = selector_events._SelectorSocketTransport
ReadPipeTransport = unix_events._UnixReadPipeTransport
maybe_pause_protocol = transports._FlowControlMixin._maybe_pause_protocol
maybe_resume_protocol = transports._FlowControlMixin._maybe_resume_protocol
create_connection_transport = asyncio.BaseEventLoop._create_connection_transport
accept_connection = selector_events.BaseSelectorEventLoop._accept_connection2
is_writing_paused = attrgetter("_protocol_paused")
TRANSPORT_SOCKET, TRANSPORT_DESCRIPTOR = "_sock", "_fileno"
# Of a transport on TLS, and of that protocol.
TRANSPORT_TLS, transport_of_tls = "_ssl_protocol", attrgetter("_transport")
# The `_ssl._SSLSocket` of that protocol.
connection_of_tls = attrgetter("_sslobj._sslobj")
# The coroutines that wait until a process has ended, and has begun.
wait_for_process = base_subprocess.BaseSubprocessTransport._wait
make_process = unix_events.SelectorEventLoop._make_subprocess_transport
# Of a StreamReader, which has it once it is connected, and of a StreamWriter.
transport_of_stream = attrgetter("_transport")
# Of a transport and of a StreamWriter.
SelectorTransport = selector_events._SelectorTransport
loop_of, protocol_of = attrgetter("_loop"), attrgetter("_protocol")


def handler_of(protocol):
    """The coroutine or the function that handles a connection which a server of streams has accepted; None
    for another protocol."""
    task = getattr(protocol, "_task", None)
    return task.get_coro() if task is not None else getattr(protocol, "_client_connected_cb", None)


def socket_behind(sock):
    """The socket that asyncio hands out only behind a `TransportSocket`."""
    return sock._sock if isinstance(sock, trsock.TransportSocket) else sock


def stream_reads(reader):
    """The coroutine functions by which a class of readers reads."""
    return reader.read, reader.readline, reader.readuntil, reader.readexactly, reader._wait_for_data


def stream_classes():
    """The classes of streams. Asked for when used: `net.install` loads their module again."""
    return streams.StreamReader, streams.StreamWriter


def tls_methods():
    """The methods by which a protocol of TLS begins and ends its handshake, and loses its connection. Asked
    for when used: `tls.install` loads their module again."""
    protocol = sslproto.SSLProtocol
    return protocol._start_handshake, protocol._on_handshake_complete, protocol.connection_lost


def tls_is_in_handshake(protocol):
    """True for a protocol of TLS whose handshake is not over."""
    return protocol._state is sslproto.SSLProtocolState.DO_HANDSHAKE


def exception_is_unheard(future):
    """True for a future with an exception that no code has retrieved: asyncio reports it when it dies."""
    return isinstance(future, (asyncio.Future, PyFuture)) and future._log_traceback


# The exception of a future, read without retrieving it.
exception_of = attrgetter("_exception")


# --- What a resource holds. A program's subclass may override the public methods that say the same.
lock_is_locked = attrgetter("_locked")
semaphore_value = attrgetter("_value")
barrier_parties = attrgetter("_parties")
barrier_count = attrgetter("_count")
queue_maxsize = attrgetter("_maxsize")

# --- `with await lock`, which asyncio's locks no longer have, goes where `async with` is.
ContextManagerMixin = locks._ContextManagerMixin


def bind_to_loop(resource, loop):
    """Makes a lock or queue belong to a loop before it is first waited for."""
    resource._loop = loop


def silence_destroyed(task):
    """Keeps asyncio from logging "Task was destroyed but it is pending!" for a task."""
    task._log_destroy_pending = False


# False for a task whose destruction while pending asyncio does not report: `run_until_complete` made it.
reports_destroyed = attrgetter("_log_destroy_pending")


def accept_as_coroutine(kind):
    """Makes `asyncio.iscoroutine` true for instances of a class."""
    coroutines._COROUTINE_TYPES += (kind,)


def mark_coroutine_function(function):
    """Makes `asyncio.iscoroutinefunction` true for a function."""
    function._is_coroutine = coroutines._is_coroutine


def forget_coroutine_types():
    """Empties what asyncio remembers as types of coroutines: `coroutines._iscoroutine_typecache`, and its
    twin in C, which is reached through the module's referents alone."""
    coroutines._iscoroutine_typecache.clear()
    for found in gc.get_referents(_asyncio):
        # The other set there is of running eager tasks.
        if type(found) is set and not any(isinstance(member, asyncio.Future) for member in found):
            found.clear()


# --- The one function by which `traceback` reads the frames of a stack or of a traceback.
extract_frames = StackSummary._extract_from_extended_frame_gen.__func__


def replace_extract_frames(function):
    """Makes a class method read them."""
    StackSummary._extract_from_extended_frame_gen = function


# --- What the interpreter does as it exits.
run_exit_functions = atexit._run_exitfuncs
exit_threading = threading._shutdown
clear_exit_functions = atexit._clear
# `warnings.filters` is changed in place, and the C code has to look again.
filters_mutated = warnings._filters_mutated

# --- Settings of the interpreter.


def set_locale(name=None):
    """Sets the locale if a name is given; returns its name. (`locale.setlocale` checks its arguments.)"""
    return _locale.setlocale(_locale.LC_ALL, name)


def abc_registry(cls):
    """The classes that were registered as virtual subclasses of an abstract one."""
    return {reference() for reference in _abc._get_dump(cls)[0]} - {None}


def reset_abc_registry(cls, registered):
    """Makes these classes the virtual subclasses of an abstract one."""
    _abc._reset_registry(cls)
    _abc._reset_caches(cls)
    for subclass in registered:
        cls.register(subclass)


# --- A class as it is, whatever its metaclass says: reading an attribute of it may run the program's code.
name_of_class = type.__dict__["__name__"].__get__
qualname_of_class = type.__dict__["__qualname__"].__get__
_flags_of_class = type.__dict__["__flags__"].__get__
# Py_TPFLAGS_IMMUTABLETYPE and Py_TPFLAGS_HEAPTYPE of `Include/object.h`.
_IMMUTABLE, _HEAP = 1 << 8, 1 << 9


def is_immutable(cls):
    """True for a class whose attributes cannot be set."""
    return bool(_flags_of_class(cls) & _IMMUTABLE)


def may_be_programs(cls):
    """True for a class that may have been made by a `class` statement; functions and methods are of
    others."""
    return bool(_flags_of_class(cls) & _HEAP)
