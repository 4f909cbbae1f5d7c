"""The `loop=` argument that functions and classes of asyncio took until Python 3.9.

A function that only waits drops it; one that creates tasks creates them in that loop; a lock or queue belongs
to it from the beginning.
"""

import asyncio
import functools
import inspect
from asyncio import locks, queues, streams, subprocess, tasks

from loopscope.cpython_internals import bind_to_loop, get_running_loop, silence_destroyed, swap_default_loop
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
    """Wraps the functions and constructors."""
    for module, names in _DROPPING.items():
        for name in names:
            if hasattr(module, name):
                _replace(module, name, inspect.markcoroutinefunction(_dropping(getattr(module, name))))
    for adapt in (_gather, _shield, _as_completed):
        stock = getattr(tasks, adapt.__name__.removeprefix("_"))
        _replace(tasks, stock.__name__, _adapting(stock, adapt))
    for cls in _CLASSES:
        cls.__init__ = _bound_from_the_beginning(cls.__init__)


def _notice(stock):
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
            _notice(stock)
        return stock(*args, **kwargs)

    return function


def _adapting(stock, adapt):
    @functools.wraps(stock)
    def function(*args, loop=_absent, **kwargs):
        if loop is not _absent:
            _notice(stock)
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
            # As `asyncio.gather` does for tasks that it creates.
            silence_destroyed(task)
    return stock(*[made[f] for f in coros_or_futures], return_exceptions=return_exceptions)


def _shield(stock, loop, arg):
    return stock(tasks.ensure_future(arg, loop=loop))


def _as_completed(stock, loop, fs, *, timeout=None):
    made = _tasks_in(loop, fs).values()
    if get_running_loop() is not None:
        return stock(made, timeout=timeout)
    # `as_completed` takes the default loop if none runs.
    outer = swap_default_loop(loop)
    try:
        return stock(made, timeout=timeout)
    finally:
        swap_default_loop(outer)


def _tasks_in(loop, coros_or_futures):
    """The task or future of each awaitable, in order."""
    return {f: tasks.ensure_future(f, loop=loop) for f in dict.fromkeys(coros_or_futures)}


def _bound_from_the_beginning(stock):
    @functools.wraps(stock)
    def __init__(self, *args, loop=_absent, **kwargs):
        if loop is not _absent:
            _notice(stock)
            if loop is not None:
                bind_to_loop(self, loop)
        stock(self, *args, **kwargs)

    return __init__
