"""Threads in virtual time, on one real thread: one runs at a time, as under the GIL, until it has to wait.

    ready ─► running ─► parked ─► ready ─► … ─► ended

A thread is a coroutine (`variants`), which is suspended where the thread parks. The main thread is the
bottom of the real stack and cannot be suspended: when it parks, the others run on top of it until it is
ready and its turn. The same holds for a thread that parks below a function that cannot be suspended, such as
the key function of `sorted`. The invariant: `_stack` has the threads that parked in that way, and only the
innermost can be continued.

Threads that are ready run in the order in which they became ready. When none is, the one clock jumps to the
earliest deadline, or to what happens on the network before. So a program runs in the same way each time.
"""

import asyncio
import sys
from collections import deque
from heapq import heappop, heappush
from itertools import count
from math import inf
from types import coroutine

import _loopscope as host

from loopscope import errors, outcome, output
from loopscope.cpython_internals import get_running_loop, set_running_loop, swap_current_task
from loopscope.frames import stops_here
from loopscope.instrumentation import task_events
from loopscope.instrumentation.task_events import Current
from loopscope.journal_codes import CODE_BITS
from loopscope.threads import explain, results, suspending, variants
from loopscope.threads.suspending import wait
from loopscope.threads.variants import replaces, suspends


class VirtualThread:
    """A thread. `parks` counts how often it has parked; `is_parked` is True until it is awake. `loop` is the
    loop that runs in it, `hooks` are its asynchronous generators' while it is suspended."""

    def __init__(self, number, name, is_daemon=False):
        self.number = number
        self.name = name
        self.ident = _main_ident + number
        self.is_daemon = is_daemon
        self.coroutine = None
        self.has_ended = False
        # The exception that ended it, in words, and its line.
        self.failure = None
        self.is_parked = False
        self.parks = 0
        # The lock that it waits for.
        self.lock = None
        # What `parks` is while it only turns in a loop (`safepoint`).
        self.spun_at = -1
        # Threads that wait for its end.
        self.joiners = []
        self.loop = None
        # The loops that run in it.
        self.loops = []
        # True while its event loop waits for something to do.
        self.is_in_select = False
        # The virtual time until which that loop asks a selector of the program's own, in seconds.
        self.selects_until = 0.0
        self.hooks = None, None
        # The deadline of its last park, in seconds, 0 for none.
        self.deadline = 0.0
        # True while a function of the program's runs in it: the trace shows that.
        self.is_shown = False
        self.is_suspended = False
        # True for the main thread if a signal has come that it has not handled, and while it must not.
        self.is_interrupted = self.holds_signals = False
        # The Python program in another process that it is of; None for the program itself.
        self.process = None
        # True for a hidden thread that only waits to be asked.
        self.serves = False


class Running:
    """The thread that runs now, and how many others there are that have not ended. `loop` is the number of
    the loop at work: that of this thread, or of the one before if this one has none. `has_ended` is True when
    the program has ended: its threads then only unwind."""

    thread = None
    loop = None
    others = 0
    has_ended = False


class Spinning:
    """`due` is True when a loop of a thread has turned so often that others shall have a turn, until `until`,
    in seconds."""

    due = False
    until = 0.0


class Signals:
    """`handle()` runs the handlers of the signals that have come for the main thread."""

    handle = None


class Visitors:
    """`come()` is True if something comes from outside to a program that can never run again.
    `threads_wait(parked)` and `loop_waits(loop)` are called, while visitors are expected, before time passes
    to a deadline: they come to a program that only idles, too. `rounds` counts the calls in a row for which
    it did, with nothing from the network between them."""

    come = threads_wait = loop_waits = None
    rounds = 0
    are_expected = True


class Processes:
    """`enter(former, process)` puts the state of a process in place of that of another one, as a thread of it
    begins to run."""

    enter = None


class ThreadCannotWait(RuntimeError):
    """Raised where a thread would have to be suspended inside of a function that cannot be."""

    # Tracebacks name it without a module, as they name RuntimeError.
    __module__ = "builtins"


# Virtual seconds that a thousand turns of a loop that waits take (`safepoint`). Multiples of it are exact as
# floats.
BUSY_TIME = 1 / 128
_main_ident = sys.modules["_thread"].get_ident()
main = None
# Threads in the order of their start, but for the main one.
threads = []
_ready = deque()
# (deadline in seconds, order, count of parks, thread): one that was woken before has parked more often since.
_deadlines = []
# Threads that wait for descriptors of the network (`net.blocking`), by number.
readers = {}
_stack = []


def reset():
    """Forgets everything of the last program."""
    global main, _next_number, _next_order
    _next_number, _next_order = count(1).__next__, count().__next__
    for queue in (_ready, _deadlines, _stack, threads, readers):
        queue.clear()
    main = Running.thread = VirtualThread(0, "MainThread")
    Running.others, Running.loop, Running.has_ended = 0, None, False


reset()


def close():
    """Drops the threads that the program has left behind."""
    Running.has_ended = True
    for thread in threads:
        if not thread.has_ended:
            try:
                thread.coroutine.close()
            except BaseException:
                # The thread has caught the exception that would end it.
                pass


def get_ident():
    """`threading.get_ident`."""
    return Running.thread.ident


def start(name, function, is_daemon, is_hidden):
    """Makes a thread that will run a function, without its events if it `is_hidden`. Returns it."""
    thread = VirtualThread(_next_number(), name, is_daemon)
    thread.process = Running.thread.process
    thread.coroutine = variants.outcome(variants.suspendable(function)())
    if not is_hidden:
        thread.coroutine = _show(thread, thread.coroutine)
    threads.append(thread)
    _ready.append(thread)
    Running.others += 1
    return thread


async def _show(thread, function):
    show()
    try:
        await function
    finally:
        hide()


def show(task=0):
    """Reports that the function of a thread begins to run, which a task has asked for, if its number is not
    0."""
    thread = Running.thread
    thread.is_shown = True
    host.threadStarted(thread.number, thread.name, task)


def hide():
    """Reports that the function of a thread has returned or raised."""
    thread = Running.thread
    thread.is_shown = False
    host.threadEnded(thread.number, thread.name)


def wake(thread):
    """Makes a thread ready, if it is parked."""
    if thread.is_parked:
        thread.is_parked = False
        _ready.append(thread)


def park(deadline=None):
    """Waits until `wake` or the deadline, in seconds, while others run. Its caller looks why it returns."""
    _begin_to_park(deadline)
    stay()


@replaces(park)
@coroutine
def _park(deadline=None):
    _begin_to_park(deadline)
    yield from wait()
    thread = Running.thread
    if thread.is_interrupted and not thread.holds_signals:
        Signals.handle()


# What a clock of Python can tell apart, in seconds.
RESOLUTION = 1e-9


def deadline_of(timeout):
    """The deadline of a timeout in seconds, or None. Some time always passes until then: a program may wait
    for what is left of a time again and again."""
    if timeout is None:
        return None
    return host.now() + (max(timeout, RESOLUTION) if timeout > 0 else 0)


@suspends
def give_turn():
    """Lets all threads run that are ready now, or due."""
    _wake_due()
    if readers:
        _wake_readers()
    if _ready:
        park(host.now())


def _begin_to_park(deadline):
    if Running.has_ended:
        raise outcome.Stopped
    output.flush()
    thread = Running.thread
    thread.is_parked = True
    thread.parks += 1
    thread.deadline = deadline or 0.0
    if deadline is not None:
        if deadline <= host.now():
            wake(thread)
        else:
            heappush(_deadlines, (deadline, _next_order(), thread.parks, thread))
    if thread.is_interrupted and not thread.holds_signals:
        # A signal that came with another is still to be handled.
        wake(thread)


def stay():
    """Runs other threads until this one, which has parked, is awake."""
    thread, since = Running.thread, host.now()
    _stack.append(thread)
    if thread.is_shown:
        _suspended(thread, *explain.blocking_call(sys._getframe(1)))
    try:
        while (other := _next(thread)) is not thread:
            _resume(other)
    except BaseException:
        thread.is_parked = False
        thread.parks += 1
        raise
    finally:
        _stack.pop()
        if thread.is_suspended:
            _resumed(thread)
        if thread is main and host.now() > since and not main.is_in_select:
            host.blocked(host.now() - since, Current.number(), *explain.blocking_call(sys._getframe(1)))
    if thread.is_interrupted and not thread.holds_signals:
        Signals.handle()


def _next(innermost):
    """The thread whose turn it is, after the clock has moved if need be."""
    while True:
        if readers:
            _wake_readers()
        below = None
        for place, thread in enumerate(_ready):
            if thread is innermost or thread not in _stack:
                del _ready[place]
                return thread
            below = below or thread
        if below is not None:
            raise ThreadCannotWait(explain.cannot_wait(innermost, below))
        _let_time_pass()


def can_anything_happen(until):
    """True if another thread can run now, or something can happen until then, in seconds, that lets one
    run."""
    if readers:
        _wake_readers()
    return bool(_ready) or min(next_deadline(), host.nextArrival()) <= until


def next_deadline():
    """The earliest deadline of a thread that waits, in seconds; infinity without one."""
    while _deadlines and not _waits(*_deadlines[0]):
        heappop(_deadlines)
    return _deadlines[0][0] if _deadlines else inf


def _let_time_pass():
    deadline = next_deadline()
    if deadline < inf and Visitors.are_expected:
        if Visitors.threads_wait([entry[-1] for entry in _deadlines if _waits(*entry)]):
            return
    if not host.passTime(deadline, is_idle()) and not Visitors.come():
        explain.end_stuck(main, threads, readers)
    _wake_due()


def is_idle():
    """True if the main thread's loop waits for something to do, or that of another while the main one runs
    none."""
    return main.is_in_select or not main.loops and any(thread.is_in_select for thread in threads)


def _wake_readers():
    """Wakes the threads whose descriptors are ready."""
    while (number := host.takeReadyThread()) >= 0:
        wake(readers[number])


def _wake_due():
    now = host.now()
    while _deadlines and _deadlines[0][0] <= now:
        entry = heappop(_deadlines)
        if _waits(*entry):
            wake(entry[-1])


def _waits(_deadline, _order, parks, thread):
    return thread.is_parked and thread.parks == parks


@stops_here
def _resume(thread):
    """Continues a thread until it parks or ends."""
    # A task that runs its first step eagerly, and waits there, is reported first.
    Current.number()
    outer, task, creations = Running.thread, Current.task, task_events.tasks_being_created[:]
    loop = get_running_loop()
    step = asyncio.current_task() if loop is not None else None
    if step is not None:
        swap_current_task(loop, None)
    hooks = sys.get_asyncgen_hooks()
    _enter(thread, thread.loop, thread.hooks)
    Current.task = None
    task_events.tasks_being_created.clear()
    if thread.is_suspended:
        _resumed(thread)
    try:
        thread.coroutine.send(None)
    except StopIteration:
        _end(thread)
    except outcome.Stopped:
        _end(thread)
        raise
    except BaseException as error:
        # `Thread.run` reports its own.
        report = errors.program_traceback(error)
        sys.stderr.write(f"Exception ignored in thread started by {thread.name}:\n{report}")
        _end(thread)
    finally:
        output.flush()
        if thread.is_shown and thread.is_parked:
            _suspended(thread, *explain.suspended_call(thread))
        thread.loop, thread.hooks = get_running_loop(), sys.get_asyncgen_hooks()
        Current.task = task
        task_events.tasks_being_created[:] = creations
        _enter(outer, loop, hooks)
        if step is not None:
            swap_current_task(loop, step)
    if outcome.Outcome.reached is not None:
        # `Thread.run` has swallowed the exception that unwinds the program, as it does any.
        raise outcome.Stopped(outcome.Outcome.reached[1])


def _suspended(thread, call, line):
    thread.is_suspended = True
    host.threadSuspended(thread.number, call, line, thread.deadline)
    results.suspended(thread, call)


def _resumed(thread):
    thread.is_suspended = False
    host.threadResumed(thread.number)


def _enter(thread, loop, hooks):
    if thread.process is not Running.thread.process:
        Processes.enter(Running.thread.process, thread.process)
    for left in Running.thread.loops:
        left._ls_guard()
    for entered in thread.loops:
        entered._ls_unguard()
    Running.thread, output.CurrentThread.number = thread, thread.number
    set_running_loop(loop)
    number = getattr(loop, "_ls_number", Running.loop)
    if number != Running.loop:
        Running.loop = number
        host.work(number >> CODE_BITS)
    sys.set_asyncgen_hooks(*hooks)


def is_on_stack(thread):
    """True for a thread that has parked below a function that cannot be suspended, or runs."""
    return thread in _stack or thread is Running.thread


def abandon(thread):
    """Ends a parked thread, without what it has still to do."""
    if thread in _ready:
        _ready.remove(thread)
    thread.is_parked = False
    thread.parks += 1
    if readers.pop(thread.number, None) is not None:
        host.unwatchDescriptors(thread.number)
    if thread.is_shown:
        thread.is_shown = thread.is_suspended = False
        host.threadEnded(thread.number, thread.name)
    thread.has_ended = True
    Running.others -= 1
    for joiner in thread.joiners:
        wake(joiner)


def _end(thread):
    thread.has_ended = True
    thread.coroutine = None
    Running.others -= 1
    for joiner in thread.joiners:
        wake(joiner)


async def _turn():
    Spinning.due = False
    await _park(Spinning.until)


suspending.install(stay, Running)
variants.install(stay, Running, ThreadCannotWait, _turn, Spinning)
