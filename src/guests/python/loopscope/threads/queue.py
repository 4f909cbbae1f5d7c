"""`queue.Queue` in virtual time.

An item that a thread puts while it is ahead of the main thread is on its way until that time. A thread that
finds the queue empty and an item on its way lets its own time pass until the item has arrived. This module
replaces the public methods of `queue.Queue`; CPython's own do the rest."""

import queue
from bisect import insort
from operator import itemgetter

import _loopscope as host

from loopscope.threads import blocking, scheduler
from loopscope.threads.scheduler import Running

_put, _get = queue.Queue.put, queue.Queue.get
_qsize, _empty = queue.Queue.qsize, queue.Queue.empty
_join, _task_done = queue.Queue.join, queue.Queue.task_done


def _on_its_way(self):
    """(time in seconds, item) of each item that is on its way, the earliest first."""
    return vars(self).setdefault("_loopscope_on_its_way", [])


def _arrive(self):
    """Puts the items that have arrived at the main thread's time. A thread that is ahead leaves them to the
    others."""
    if Running.thread is scheduler.main:
        coming = _on_its_way(self)
        while coming and coming[0][0] <= host.now():
            _put(self, coming.pop(0)[1], block=False)


def put(self, item, block=True, timeout=None):
    _arrive(self)
    coming = _on_its_way(self)
    is_ahead = Running.thread is not scheduler.main and host.now() > scheduler.main.now
    if not is_ahead or self.is_shutdown or 0 < self.maxsize <= _qsize(self) + len(coming):
        _put(self, item, block, timeout)
    else:
        insort(coming, (host.now(), item), key=itemgetter(0))


def get(self, block=True, timeout=None):
    _arrive(self)
    deadline = None if timeout is None or timeout < 0 else host.now() + timeout
    coming = _on_its_way(self)
    while coming and _empty(self):
        when, item = coming[0]
        if when > host.now():
            if not block or deadline is not None and when > deadline:
                break
            blocking.pass_time(when, "Queue.get")
        # Another thread may have taken it while time passed.
        if coming and coming[0][1] is item:
            _put(self, coming.pop(0)[1], block=False)
    return _get(self, block, timeout if deadline is None else max(0.0, deadline - host.now()))


def qsize(self):
    _arrive(self)
    return _qsize(self) + sum(when <= host.now() for when, _ in _on_its_way(self))


def empty(self):
    return self.qsize() == 0


def full(self):
    return 0 < self.maxsize <= self.qsize()


def task_done(self):
    _task_done(self)
    self._loopscope_done = max(host.now(), vars(self).get("_loopscope_done", 0.0))


def join(self):
    coming = _on_its_way(self)
    while coming:
        blocking.pass_time(coming[0][0], "Queue.join")
        _arrive(self)
    _join(self)
    done = vars(self).get("_loopscope_done", 0.0)
    if done > host.now():
        blocking.pass_time(done, "Queue.join")


class SimpleQueue(queue.Queue):
    """`queue.SimpleQueue`."""

    __qualname__ = "SimpleQueue"
    __module__ = "queue"

    def __init__(self):
        super().__init__()


def install():
    """Replaces the methods. Once an interpreter."""
    for method in (put, get, qsize, empty, full, task_done, join):
        method.__qualname__ = f"Queue.{method.__name__}"
        setattr(queue.Queue, method.__name__, method)
    queue.SimpleQueue = SimpleQueue
