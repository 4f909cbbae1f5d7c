"""Threads in virtual time: which one runs, the clock of each, and what happens at which time.

There is one real thread, and nothing in it can be suspended in the middle. So a virtual thread runs its
function in one go, on top of the stack of the thread that started it, with a clock of its own that begins at
that thread's time. The invariant: a thread that runs on top of others is ahead of them in time.

An effect that lies ahead, such as the result of its function, is an entry in the agenda of the thread below.
A thread whose time passes lets the entries happen on the way, in order: in a blocking call (`blocking`), or
in a running loop, by a timer for each entry. The host holds back what a thread reports until the main
thread's clock is there (`thread-clock.ts`).
"""

import asyncio
import sys
from heapq import heapify, heappop, heappush
from itertools import count

import _loopscope as host

from loopscope import outcome, output
from loopscope.cpython_internals import get_running_loop, set_running_loop, swap_current_task
from loopscope.frames import stops_here
from loopscope.handle import Named
from loopscope.instrumentation import task_events
from loopscope.instrumentation.task_events import Current


class VirtualThread:
    """A thread. `agenda` is a heap of entries, `outer` the thread that it runs on top of, `now` its time
    while another one runs on top of it, `sleeps` how often it has slept since it began to run."""

    def __init__(self, number, name):
        self.number = number
        self.name = name
        self.ident = _main_ident + number
        self.agenda = []
        self.outer = None
        self.now = 0.0
        self.sleeps = 0


class Entry(Named):
    """An action that happens in a thread at a time. It is the callback of the loop's timer, too."""

    def __init__(self, thread, when, name, action):
        self.thread = thread
        self.when = when
        self.order = _next_order()
        self.action = action
        self.timer = None
        self.name = name

    def __lt__(self, other):
        return (self.when, self.order) < (other.when, other.order)

    def __call__(self):
        while self.thread.agenda and self.thread.agenda[0].when <= self.when:
            happen(self.thread)


class Running:
    """The thread that runs now."""

    thread = None


_main_ident = sys.modules["_thread"].get_ident()
main = None


def reset():
    """Forgets everything of the last program."""
    global main, _next_number, _next_order
    _next_order = count().__next__
    _next_number = count(1).__next__
    main = Running.thread = VirtualThread(0, "MainThread")


reset()


def new_thread(name):
    """A thread that does not run yet."""
    return VirtualThread(_next_number(), name)


def get_ident():
    """`threading.get_ident`."""
    return Running.thread.ident


def at(when, name, action, thread=None):
    """Adds an entry: `action()` is called when the clock of `thread`, by default of this one, is at `when`
    seconds."""
    thread = thread or Running.thread
    heappush(thread.agenda, Entry(thread, when, name, action))
    if thread is Running.thread:
        wake_loop(get_running_loop())


def wake_loop(loop):
    """Gives each entry of this thread a timer in the loop that runs in it."""
    if loop is None:
        return
    for entry in Running.thread.agenda:
        if entry.timer is None or entry.timer._loop is not loop:
            entry.timer = loop.call_at(entry.when, entry)


def happen(thread):
    """Lets the first entry of a thread happen, at its time."""
    entry = heappop(thread.agenda)
    if entry.timer is not None:
        entry.timer.cancel()
    host.advance(entry.when)
    entry.action()


@stops_here
def run_in(thread, function):
    """Runs a function in a thread, in one go, from now on. Returns the thread's time at its end, in
    seconds."""
    output.flush()
    # A task that runs its first step eagerly, and starts this thread there, is reported first.
    Current.number()
    outer, task, creations = Running.thread, Current.task, task_events.tasks_being_created[:]
    loop = get_running_loop()
    step = asyncio.current_task() if loop is not None else None
    if step is not None:
        swap_current_task(loop, None)
    set_running_loop(None)
    generators = sys.get_asyncgen_hooks()
    sys.set_asyncgen_hooks(None, None)
    thread.outer, outer.now, thread.sleeps = outer, host.now(), 0
    task_events.tasks_being_created.clear()
    Current.task = None
    Running.thread, output.CurrentThread.number = thread, thread.number
    host.threadEntered()
    try:
        function()
    finally:
        output.flush()
        end = host.threadLeft()
        Running.thread, output.CurrentThread.number, Current.task = outer, outer.number, task
        task_events.tasks_being_created[:] = creations
        sys.set_asyncgen_hooks(*generators)
        set_running_loop(loop)
        if step is not None:
            swap_current_task(loop, step)
        _take_over(outer, thread)
        wake_loop(loop)
    if outcome.final() is not None:
        # `Thread.run` has swallowed the exception that unwinds the program, as it does any.
        raise outcome.Stopped(outcome.final()[1])
    return end


def _take_over(outer, thread):
    """Moves the entries of a thread that has ended to the one that it ran on top of."""
    for entry in thread.agenda:
        entry.thread, entry.timer = outer, None
    outer.agenda += thread.agenda
    heapify(outer.agenda)
    thread.agenda = []


def owner_of(loop):
    """The thread that a loop runs in, if that is behind the running one in time; None if it is the running
    one, or not behind. A loop that does not run yet will run in the main thread."""
    thread = Running.thread
    while thread is not None and thread.ident != loop._thread_id:
        thread = thread.outer
    thread = thread or main
    return thread if thread is not Running.thread and thread.now < host.now() else None
