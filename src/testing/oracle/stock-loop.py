"""CPython's own scheduler on a virtual clock, as an oracle: `BaseEventLoop` as it is, with a selector that waits by
moving the clock. Where asyncio leaves an order open (equal deadlines, sets), it is the order of creation.

At exit the program's last line of output holds the order in which callbacks ran, "|" before each iteration, and the
time at which each line was written.
"""
import asyncio
import atexit
import itertools
import json
import math
import sys
import time
from asyncio import events, futures, iscoroutine, tasks
from collections import deque
from functools import partial
from types import MethodType

order = []
times = []


class Clock:
    now = 0.0


def timed(write):
    def write_timed(text):
        times.extend([Clock.now] * text.count("\n"))
        return write(text)

    return write_timed


class TimerHandle(events.TimerHandle):
    __slots__ = ("_order",)
    _count = itertools.count()

    def __new__(cls, *args, **kwargs):
        timer = super().__new__(cls)
        timer._order = next(cls._count)
        return timer

    def __lt__(self, other):
        return (self._when, self._order) < (other._when, other._order)


class Task(asyncio.Task):
    __slots__ = ("_order",)
    _count = itertools.count()
    _names = itertools.count(1)

    def __init__(self, coro, **kwargs):
        self._order = next(self._count)
        if kwargs.get("name") is None and iscoroutine(coro):
            kwargs["name"] = f"Task-{next(self._names)}"
        super().__init__(coro, **kwargs)
        if self._source_traceback:
            del self._source_traceback[-1]

    def __hash__(self):
        return self._order


def label(handle):
    callback = handle._callback
    while type(callback) is partial or type(callback) is MethodType:
        callback = callback.func if type(callback) is partial else callback.__func__
    if type(type(callback)) is not type:
        # An attribute look-up could run code of the class.
        return type.__dict__["__name__"].__get__(type(callback))
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, tasks._CTask) and (
        type(callback).__name__ == "TaskStepMethWrapper" or callback.__name__ == "task_wakeup"
    ):
        return owner.get_name()
    if callback is futures._set_result_unless_cancelled:
        return "sleep"
    return callback.__qualname__


class Ready(deque):
    def popleft(self):
        handle = super().popleft()
        if not handle._cancelled:
            order.append(label(handle))
        return handle


class Selector:
    def __init__(self, loop):
        self._loop = loop

    def select(self, timeout):
        order.append("|")
        if timeout is None:
            raise SystemExit("deadlock")
        if timeout > 0:
            Clock.now = float(max(Clock.now, self._loop._scheduled[0]._when))
        # From 2**24 s on `now + 1e-9 == now`, and no timer would be due.
        self._loop._clock_resolution = max(1e-9, math.ulp(Clock.now))
        return []


class OrderedSet(dict):
    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)


class EventLoop(asyncio.BaseEventLoop):
    def __init__(self, selector=None):
        super().__init__()
        self._asyncgens.data = OrderedSet()
        self._ready = Ready()
        self._selector = Selector(self)

    def time(self):
        return Clock.now

    def create_task(self, coro, **kwargs):
        self._check_closed()
        if self._task_factory is not None:
            return super().create_task(coro, **kwargs)
        task = Task(coro, loop=self, **kwargs)
        if task._source_traceback:
            del task._source_traceback[-1]
        try:
            return task
        finally:
            del task

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


class Policy(events._BaseDefaultEventLoopPolicy):
    _loop_factory = EventLoop


def sleep(seconds):
    Clock.now += seconds


events.TimerHandle = TimerHandle
asyncio.tasks.set = lambda *iterables: dict.fromkeys(*iterables) if iterables else set()
asyncio.SelectorEventLoop = EventLoop
events._event_loop_policy = Policy()
time.sleep = sleep
sys.stdout.write = timed(sys.stdout.write)
atexit.register(lambda: print(json.dumps({"order": order, "times": times})))
