"""`threading.Lock`, and with it all that `threading` and `queue` build on locks, and `queue.SimpleQueue`.

Threads that wait are served first come, first served. A lock that is released goes to the first waiter
directly if that has waited for a millisecond or more, as `_PyMutex_Unlock` of `Python/lock.c` does;
otherwise it is free, and the releasing thread may take it again before the waiter runs."""

import queue
import sys
import threading
from collections import deque

import _loopscope as host

from loopscope.frames import user_line
from loopscope.instrumentation.task_events import Current
from loopscope.threads.scheduler import Running, deadline_of, park, wake
from loopscope.threads.variants import suspends

_OF_THE_SYSTEM = type(threading.Lock()), type(threading.RLock())
# TIME_TO_BE_FAIR_NS, in seconds.
_TIME_TO_BE_FAIR = 0.001


class _Waiter:
    """A thread in a line. `has_got` is True when it was given what it waits for, `item`."""

    __slots__ = ("has_got", "item", "since", "thread")

    def __init__(self):
        self.thread = Running.thread
        self.since = host.now()
        self.has_got = False
        self.item = None


class Lock:
    """`threading.Lock`. `holder` is the thread, the task's entity and the line that acquired it last."""

    __module__, __qualname__ = "_thread", "lock"
    __slots__ = ("__weakref__", "_is_locked", "_line", "holder")

    def __init__(self):
        self._is_locked = False
        self._line = deque()
        self.holder = None

    @suspends
    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        if self._is_locked:
            if not blocking or timeout == 0:
                return False
            deadline = None if timeout == -1 else deadline_of(timeout)
            waiter = _Waiter()
            self._line.append(waiter)
            waiter.thread.lock = self
            try:
                while not waiter.has_got and self._is_locked:
                    if deadline is not None and host.now() >= deadline:
                        return False
                    park(deadline)
            finally:
                waiter.thread.lock = None
                if not waiter.has_got:
                    self._line.remove(waiter)
        self._is_locked = True
        self.holder = Running.thread, Current.task, user_line(2)
        return True

    def release(self):
        if not self._is_locked:
            raise RuntimeError("release unlocked lock")
        self._is_locked = False
        if self._line:
            first = self._line[0]
            if host.now() - first.since >= _TIME_TO_BE_FAIR:
                self._line.popleft()
                first.has_got = self._is_locked = True
            wake(first.thread)

    def locked(self):
        return self._is_locked

    __enter__ = acquire

    def __exit__(self, *_):
        self.release()

    def __repr__(self):
        return f"<{'locked' if self._is_locked else 'unlocked'} _thread.lock object at {id(self):#x}>"

    def _at_fork_reinit(self):
        self.__init__()


class SimpleQueue:
    """`queue.SimpleQueue`."""

    __module__ = "_queue"
    __slots__ = ("__weakref__", "_items", "_line")
    __class_getitem__ = queue.SimpleQueue.__class_getitem__

    def __init__(self):
        self._items = deque()
        self._line = deque()

    def put(self, item, block=True, timeout=None):
        if self._line:
            first = self._line.popleft()
            first.has_got, first.item = True, item
            wake(first.thread)
        else:
            self._items.append(item)

    @suspends
    def get(self, block=True, timeout=None):
        if block and timeout is not None and timeout < 0:
            raise ValueError("'timeout' must be a non-negative number")
        if self._items:
            return self._items.popleft()
        if block:
            deadline = deadline_of(timeout)
            waiter = _Waiter()
            self._line.append(waiter)
            try:
                while not waiter.has_got and (deadline is None or host.now() < deadline):
                    park(deadline)
            finally:
                if not waiter.has_got:
                    self._line.remove(waiter)
            if waiter.has_got:
                return waiter.item
        raise queue.Empty

    def put_nowait(self, item):
        self.put(item)

    def get_nowait(self):
        return self.get(False)

    def empty(self):
        return not self._items

    def qsize(self):
        return len(self._items)


def install():
    """Replaces the classes. Once an interpreter."""
    threading.Lock = threading._allocate_lock = threading._LockType = Lock
    # `threading.RLock()` then makes the one that is written in Python, on that lock.
    threading._CRLock = None
    threading._RLock.__module__, threading._RLock.__qualname__ = "_thread", "RLock"
    queue.SimpleQueue = SimpleQueue
    for module in [m for m in sys.modules.values() if type(m) is type(sys)]:
        for name, value in list(vars(module).items()):
            # One made before: it would block the real thread.
            if type(value) in _OF_THE_SYSTEM:
                setattr(module, name, Lock() if type(value) is _OF_THE_SYSTEM[0] else threading.RLock())
