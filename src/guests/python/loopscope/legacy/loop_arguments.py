"""The `loop=` argument of what took one until Python 3.9.

What waits in the running loop only, needs none and drops it; what makes tasks, makes them in it; and a lock or queue
belongs to it from the beginning.
"""

import asyncio
import functools
import inspect
from asyncio import events, locks, queues, streams, subprocess, tasks

from loopscope.legacy import guards
from loopscope.legacy.notices import say

_DROPPING = {
    tasks: ("sleep", "wait", "wait_for"),
    streams: ("open_connection", "start_server", "open_unix_connection", "start_unix_server"),
    subprocess: ("create_subprocess_exec", "create_subprocess_shell"),
}
_CLASSES = (locks.Lock, locks.Event, locks.Condition, locks.Semaphore, locks.BoundedSemaphore, queues.Queue)
FUNCTIONS = {name for names in _DROPPING.values() for name in names} | {"gather", "shield", "as_completed"}
CLASSES = {cls.__name__ for cls in _CLASSES} | {"PriorityQueue", "LifoQueue", "JoinableQueue"}

_absent = object()


def install():
    for module, names in _DROPPING.items():
        for name in names:
            if hasattr(module, name):
                _replace(module, name, inspect.markcoroutinefunction(_dropping(getattr(module, name))))
    for adapt in (_gather, _shield, _as_completed):
        stock = getattr(tasks, adapt.__name__.removeprefix("_"))
        _replace(tasks, stock.__name__, _adapting(stock, adapt))
    for cls in _CLASSES:
        cls.__init__ = _bound_from_the_beginning(cls.__init__)


def _say(stock):
    if guards.program.against_now("TypeError"):
        raise TypeError(f"{stock.__qualname__}() got an unexpected keyword argument 'loop'")
    say("loop")


def _replace(module, name, function):
    setattr(module, name, function)
    setattr(asyncio, name, function)


def _dropping(stock):
    @functools.wraps(stock)
    def function(*args, loop=_absent, **kwargs):
        if loop is not _absent:
            _say(stock)
        return stock(*args, **kwargs)

    return function


def _adapting(stock, adapt):
    @functools.wraps(stock)
    def function(*args, loop=_absent, **kwargs):
        if loop is not _absent:
            _say(stock)
        if loop is _absent or loop is None:
            return stock(*args, **kwargs)
        return adapt(stock, loop, *args, **kwargs)

    return function


def _gather(stock, loop, *coros_or_futures, return_exceptions=False):
    if not coros_or_futures:
        empty = loop.create_future()
        empty.set_result([])
        return empty
    made = _tasks_in(loop, coros_or_futures)
    for given, task in made.items():
        if task is not given:
            task._log_destroy_pending = False
    return stock(*[made[f] for f in coros_or_futures], return_exceptions=return_exceptions)


def _shield(stock, loop, arg):
    return stock(tasks.ensure_future(arg, loop=loop))


def _as_completed(stock, loop, fs, *, timeout=None):
    made = _tasks_in(loop, fs).values()
    if events._get_running_loop() is not None:
        return stock(made, timeout=timeout)
    # It asks for the loop that is set.
    local = events._get_event_loop_policy()._local
    outer, local._loop = local._loop, loop
    try:
        return stock(made, timeout=timeout)
    finally:
        local._loop = outer


def _tasks_in(loop, coros_or_futures):
    """The task or future of each, in order."""
    return {f: tasks.ensure_future(f, loop=loop) for f in dict.fromkeys(coros_or_futures)}


def _bound_from_the_beginning(stock):
    @functools.wraps(stock)
    def __init__(self, *args, loop=_absent, **kwargs):
        if loop is not _absent:
            _say(stock)
            if loop is not None:
                self._loop = loop
        stock(self, *args, **kwargs)

    return __init__
