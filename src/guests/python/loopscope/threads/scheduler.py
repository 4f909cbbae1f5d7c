"""Threads in virtual time. There is one real thread, and nothing in it can be suspended in the middle.

So a lane, which is what a thread runs in, has a clock of its own and runs its function in one go, on top of the stack
of whoever started it; the clock begins at the starter's now. What is to happen in the starter's time later (the result
of a function is there, the next one is taken up) stands in the starter's agenda. Whoever lets its time pass lets
happen what stands there, in order: a blocking call here, a running loop by a timer of each entry.
What a lane reports is held back by the host until the main lane's clock gets there.
"""

import asyncio
import sys
from heapq import heapify, heappop, heappush
from itertools import count

import _loopscope as host

from loopscope import outcome, output
from loopscope.frames import FILENAME, is_boundary, stops_here, user_line
from loopscope.handle import Named
from loopscope.instrumentation import task_events
from loopscope.instrumentation.task_events import Current

# How often a function may sleep in one go before it is taken for one that waits to be told to stop.
_MOST_SLEEPS = 10_000


class ThreadCannotWait(RuntimeError):
    """A thread's function would have to be suspended in the middle, until another thread has done something."""

    # A traceback then names it as it names RuntimeError.
    __module__ = "builtins"


class Lane:
    """What a thread runs in. `agenda` holds what is to happen in its time; `outer` is the lane that it runs on top of,
    `now` its time while another one runs on top of it."""

    def __init__(self, number, name):
        self.number = number
        self.name = name
        self.ident = _main_ident + number
        self.agenda = []
        self.outer = None
        self.now = 0.0
        self.sleeps = 0


class Entry(Named):
    """What is to happen at a time; as a callback of a loop it makes it happen."""

    def __init__(self, lane, when, name, action):
        self.lane = lane
        self.when = when
        self.order = _next_order()
        self.action = action
        self.timer = None
        self.name = name

    def __lt__(self, other):
        return (self.when, self.order) < (other.when, other.order)

    def __call__(self):
        while self.lane.agenda and self.lane.agenda[0].when <= self.when:
            _happen(self.lane)


class Running:
    """The lane that runs now."""

    lane = None


_main_ident = sys.modules["_thread"].get_ident()
main = None


def reset():
    """Forgets everything of the last program."""
    global main, _next_lane, _next_order, _end
    _next_order = count().__next__
    _next_lane = count(1).__next__
    main = Running.lane = Lane(0, "MainThread")
    _end = 0.0
    _open_ends.clear()


# When the threads end that may be cancelled until then; 0 for one that is.
_open_ends = []


reset()


def new_lane(name):
    return Lane(_next_lane(), name)


def get_ident():
    return Running.lane.ident


def at(when, name, action, lane=None):
    """Puts it into the agenda that `action()` is to be called when a lane's clock, by default this one's, is there."""
    lane = lane or Running.lane
    heappush(lane.agenda, Entry(lane, when, name, action))
    if lane is Running.lane:
        wake_loop(asyncio._get_running_loop())


def wake_loop(loop):
    """Sees to it that the loop that runs in this lane gets to each entry of the agenda in time."""
    if loop is None:
        return
    for entry in Running.lane.agenda:
        if entry.timer is None or entry.timer._loop is not loop:
            entry.timer = loop.call_at(entry.when, entry)


def _happen(lane):
    entry = heappop(lane.agenda)
    if entry.timer is not None:
        entry.timer.cancel()
    host.advance(entry.when)
    entry.action()


@stops_here
def run_in(lane, function):
    """Runs a function in a lane, in one go, from now on. Returns the lane's time at its end."""
    output.flush()
    # An eager task that starts a thread is known by then.
    Current.number()
    outer, task, births = Running.lane, Current.task, task_events.births[:]
    loop = asyncio._get_running_loop()
    step = asyncio.current_task() if loop is not None else None
    if step is not None:
        asyncio.tasks._swap_current_task(loop, None)
    asyncio._set_running_loop(None)
    generators = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)
    lane.outer, outer.now, lane.sleeps = outer, host.now(), 0
    task_events.births.clear()
    Current.task = None
    Running.lane, output.Thread.number = lane, lane.number
    host.threadEntered()
    try:
        function()
    finally:
        output.flush()
        end = host.threadLeft()
        Running.lane, output.Thread.number, Current.task = outer, outer.number, task
        task_events.births[:] = births
        sys.set_asyncgen_hooks(*generators)
        asyncio._set_running_loop(loop)
        if step is not None:
            asyncio.tasks._swap_current_task(loop, step)
        _take_over(outer, lane)
        wake_loop(loop)
    if outcome.final() is not None:
        # A thread swallows what it raises; the end of the program is not the thread's own.
        raise outcome.Stopped(outcome.final()[1])
    return end


def _take_over(outer, lane):
    """What a thread has started goes on when it has ended."""
    for entry in lane.agenda:
        entry.lane, entry.timer = outer, None
    outer.agenda += lane.agenda
    heapify(outer.agenda)
    lane.agenda = []


def sleep(seconds):
    """What `time.sleep` does."""
    lane = Running.lane
    if lane is not main:
        lane.sleeps += 1
        if lane.sleeps > _MOST_SLEEPS:
            raise ThreadCannotWait(
                f"{lane.name} has slept {_MOST_SLEEPS:,} times: a thread's function runs in one go here, so nobody can "
                "tell it to stop meanwhile. Let it do a fixed number of rounds"
            )
    pass_time(host.now() + seconds, "time.sleep")


def must_end(when):
    """The program goes on at least until then: a thread that is no daemon runs."""
    global _end
    _end = max(_end, when)


def may_end(when):
    """The program goes on at least until `when()`, which is asked at its end."""
    _open_ends.append(when)


def join_all():
    """What the interpreter does before it exits."""
    while (end := max([_end, *(when() for when in _open_ends)])) > host.now():
        pass_time(end, "threading._shutdown")


def pass_time(until, call=None):
    """Lets this lane's time pass."""
    _wait(lambda: False, until, call)


def block(is_over, deadline=None, call=None):
    """Lets this lane's time pass until `is_over()`, or at most until the deadline. True if it is over.

    The main lane knows all that can happen while it blocks. Another one does not: it is ahead of the others."""
    if is_over():
        return True
    if Running.lane is not main and not Running.lane.agenda:
        raise ThreadCannotWait(
            f"{Running.lane.name} would have to wait in {call or _blocking_call()} until another thread has done "
            "something. A thread's function runs in one go here, with a clock of its own, and cannot be suspended in "
            "the middle: let it return, and await its result or a queue of asyncio in a coroutine"
        )
    return _wait(is_over, deadline, call)


def check_idle():
    """Called when a loop has nothing left to do: in the main lane for good, in another one until somebody calls it."""
    if Running.lane is not main:
        raise ThreadCannotWait(
            f"the event loop of {Running.lane.name} has nothing left to do, and would wait for other threads. A thread "
            "runs in one go here and cannot be suspended: run the loop in the main thread, with asyncio.run(), and "
            "blocking functions beside it, with asyncio.to_thread()"
        )


def _wait(is_over, until, call):
    output.flush()
    lane, since = Running.lane, host.now()
    try:
        while not is_over():
            if not lane.agenda or until is not None and lane.agenda[0].when > until:
                if until is None:
                    _stuck(call or _blocking_call())
                host.advance(until)
                return is_over()
            _happen(lane)
        return True
    finally:
        now = host.now()
        if lane is main and now > since:
            host.blocked(now - since, Current.number(), call or _blocking_call(), user_line())


def _stuck(call):
    lane = Running.lane
    if lane is main:
        outcome.deadlock(
            f"the main thread waits in {call} for what no other thread will ever do.", user_line()
        )
    raise ThreadCannotWait(f"{lane.name} would wait in {call} for what none of its own threads will ever do")


def _blocking_call():
    """The library's function that the program called and that blocks, such as `Future.result`."""
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


def owner_of(loop):
    """The lane that a loop runs in, if that is not the one that runs now and is behind it in time; else None."""
    lane = Running.lane
    while lane is not None and lane.ident != loop._thread_id:
        lane = lane.outer
    # A loop that does not run yet will run in the main lane.
    lane = lane or main
    return lane if lane is not Running.lane and lane.now < host.now() else None
