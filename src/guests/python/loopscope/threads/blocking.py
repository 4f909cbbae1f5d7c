"""Blocking calls: a thread's virtual time passes, and the entries of its agenda happen on the way.

The main thread knows all that can happen while it blocks. Another one does not: it is ahead of the others,
and cannot be suspended until they have caught up. Where it would have to, it raises `ThreadCannotWait`.
"""

import sys

import _loopscope as host

from loopscope import outcome, output
from loopscope.frames import FILENAME, is_boundary, user_line
from loopscope.instrumentation.task_events import Current
from loopscope.threads import scheduler
from loopscope.threads.scheduler import Running, happen

# A function that sleeps more often than this polls for a change that cannot happen while it runs.
_MAX_SLEEPS = 10_000

# The time at which the last thread ends that is no daemon.
_end = 0.0
# Functions that give such a time for threads that may still be cancelled; 0 for one that was.
_open_ends = []


class ThreadCannotWait(RuntimeError):
    """Raised where a thread's function would have to be suspended until another thread has done something."""

    # Tracebacks name it without a module, as they name RuntimeError.
    __module__ = "builtins"


def reset():
    """Forgets everything of the last program."""
    global _end
    _end = 0.0
    _open_ends.clear()


def sleep(seconds):
    """`time.sleep`."""
    thread = Running.thread
    if thread is not scheduler.main:
        thread.sleeps += 1
        if thread.sleeps > _MAX_SLEEPS:
            raise ThreadCannotWait(
                f"{thread.name} has slept {_MAX_SLEEPS:,} times. A thread's function cannot be interrupted here, so "
                "no other thread can tell it to stop. Use a loop with a fixed number of rounds"
            )
    pass_time(host.now() + seconds, "time.sleep")


def must_end(when):
    """Keeps the program running at least until `when`: a thread that is no daemon ends then."""
    global _end
    _end = max(_end, when)


def may_end(when):
    """Keeps the program running at least until `when()`, which is called at its end."""
    _open_ends.append(when)


def join_all():
    """`threading._shutdown`, which the interpreter calls before it exits."""
    while (end := max([_end, *(when() for when in _open_ends)])) > host.now():
        pass_time(end, "threading._shutdown")


def pass_time(until, call=None):
    """Lets this thread's time pass until `until`, in seconds, in a blocking call of that name."""
    _wait(lambda: False, until, call)


def block(is_over, deadline=None, call=None):
    """Lets this thread's time pass until `is_over()`, or at most until the deadline. Returns the last
    `is_over()`."""
    if is_over():
        return True
    if Running.thread is not scheduler.main and not Running.thread.agenda:
        raise ThreadCannotWait(
            f"{Running.thread.name} would wait in {call or _blocking_call()} for another thread, but a thread's "
            "function cannot be suspended here. Return from it, and await its result or an asyncio.Queue in a "
            "coroutine"
        )
    return _wait(is_over, deadline, call)


def check_idle():
    """Raises ThreadCannotWait if the loop that has nothing left to do runs in another thread than the main
    one. (In the main thread that is a deadlock.)"""
    if Running.thread is not scheduler.main:
        raise ThreadCannotWait(
            f"the event loop of {Running.thread.name} has nothing left to do and would wait for other threads, but a "
            "thread's function cannot be suspended here. Run the loop in the main thread with asyncio.run(), and "
            "blocking functions with asyncio.to_thread()"
        )


def _wait(is_over, until, call):
    output.flush()
    thread, since = Running.thread, host.now()
    try:
        while not is_over():
            if not thread.agenda or (until is not None and thread.agenda[0].when > until):
                if until is None:
                    _stuck(call or _blocking_call())
                host.advance(until)
                return is_over()
            happen(thread)
        return True
    finally:
        now = host.now()
        if thread is scheduler.main and now > since:
            host.blocked(now - since, Current.number(), call or _blocking_call(), user_line())


def _stuck(call):
    """Ends a wait that nothing can end."""
    thread = Running.thread
    if thread is scheduler.main:
        outcome.deadlock(
            f"the main thread waits in {call}, and no other thread will end that wait.", user_line()
        )
    raise ThreadCannotWait(
        f"{thread.name} would wait in {call}, and none of the threads that it started will end that wait"
    )


def _blocking_call():
    """The name of the library's function that the program called and that blocks, such as `Future.result`. A
    function of this package is named only if there is no other: it takes the place of one."""
    frame, call, own = sys._getframe(2), None, None
    while frame is not None and frame.f_code.co_filename != FILENAME and not is_boundary(frame.f_code):
        if frame.f_code.co_filename.startswith("<loopscope."):
            own = frame
        else:
            call = frame
        frame = frame.f_back
    call = call or own
    owner, _, name = call.f_code.co_qualname.partition(".<locals>")[0].rpartition(".")
    if owner:
        return f"{type(call.f_locals['self']).__name__ if 'self' in call.f_locals else owner}.{name}"
    return f"{call.f_globals['__name__'].partition('._')[0]}.{name}"
