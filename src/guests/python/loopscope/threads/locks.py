"""`threading.Lock`, `Semaphore` and `Event` in virtual time.

A thread that has run is ahead of the others in time. So each object keeps its changes with their times, and
shows a thread the state at that thread's time: a lock is still held, an event not yet set. A thread that
waits for a change of known time lets its own time pass until then. This module replaces the classes in
`threading`, and the private names that `threading` creates locks by.
"""

import threading
from bisect import insort
from itertools import count

import _loopscope as host

from loopscope.threads import blocking, scheduler
from loopscope.threads.scheduler import Running


class Permits:
    """The permits of a lock or semaphore: those free now, and the spans in which threads that are ahead held
    one."""

    def __init__(self, free):
        self.free = free
        self.limit = free
        # (since, until), in seconds, for each time that a thread held a permit while its time passed.
        self.spans = []
        self._taken = []

    def take(self, may_block, deadline):
        """Takes a permit. Returns False if that would block and may not, or the deadline passes."""
        while True:
            if self.free == 0:
                if not may_block or not blocking.block(lambda: self.free > 0, deadline):
                    return False
            until = self.held_until(host.now()) if self.spans else None
            if until is None:
                break
            if not may_block:
                return False
            if deadline is not None and until > deadline:
                blocking.pass_time(deadline)
                return False
            blocking.pass_time(until)
        self.free -= 1
        if Running.thread is not scheduler.main:
            self._taken.append(host.now())
        return True

    def give_back(self):
        self.free += 1
        if Running.thread is not scheduler.main and self._taken:
            since = self._taken.pop(0)
            if host.now() > since:
                self.spans.append((since, host.now()))

    def held_until(self, now):
        """The time at which the first permit becomes free, if all are held at `now`; None if one is free."""
        if Running.thread is scheduler.main:
            self.spans = [span for span in self.spans if span[1] > now]
        holding = [until for since, until in self.spans if since <= now < until]
        return min(holding) if len(holding) >= max(self.free, 1) else None


def _deadline(timeout):
    return None if timeout is None else host.now() + max(timeout, 0)


class Lock:
    """`threading.Lock`."""

    __slots__ = ("_permits", "__weakref__")

    def __init__(self):
        self._permits = Permits(1)

    def acquire(self, blocking=True, timeout=-1):
        if not blocking and timeout != -1:
            raise ValueError("can't specify a timeout for a non-blocking call")
        if timeout < 0 and timeout != -1:
            raise ValueError("timeout value must be a non-negative number")
        return self._permits.take(
            bool(blocking) and timeout != 0, None if timeout == -1 else _deadline(timeout)
        )

    def release(self):
        if self._permits.free:
            raise RuntimeError("release unlocked lock")
        self._permits.give_back()

    def locked(self):
        permits = self._permits
        return permits.free == 0 or bool(permits.spans) and permits.held_until(host.now()) is not None

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *_):
        self.release()

    def __repr__(self):
        return f"<{'locked' if self.locked() else 'unlocked'} _thread.lock object at {id(self):#x}>"

    def _at_fork_reinit(self):
        self._permits = Permits(1)


class Semaphore(threading.Semaphore):
    """`threading.Semaphore`."""

    __qualname__ = "Semaphore"

    def __init__(self, value=1):
        super().__init__(value)
        self._permits = Permits(value)

    def acquire(self, blocking=True, timeout=None):
        if not blocking and timeout is not None:
            raise ValueError("can't specify timeout for non-blocking acquire")
        return self._permits.take(bool(blocking) and timeout != 0, _deadline(timeout))

    __enter__ = acquire

    def release(self, n=1):
        if n < 1:
            raise ValueError("n must be one or more")
        for _ in range(n):
            self._permits.give_back()

    @property
    def _value(self):
        return self._permits.free

    @_value.setter
    def _value(self, value):
        pass


class BoundedSemaphore(Semaphore):
    """`threading.BoundedSemaphore`."""

    __qualname__ = "BoundedSemaphore"

    def release(self, n=1):
        if self._permits.free + n > self._permits.limit:
            raise ValueError("Semaphore released too many times")
        super().release(n)


class Event(threading.Event):
    """`threading.Event`: what it was set to, and when."""

    __qualname__ = "Event"

    def __init__(self):
        self._changes = []
        super().__init__()

    @property
    def _flag(self):
        now, flag = host.now(), False
        for when, _, value in self._changes:
            if when > now:
                break
            flag = value
        return flag

    @_flag.setter
    def _flag(self, value):
        now = host.now()
        if Running.thread is scheduler.main:
            # No thread is further back in time.
            self._changes = [change for change in self._changes if change[0] > now]
        insort(self._changes, (now, _next(), value))

    def wait(self, timeout=None):
        deadline = _deadline(timeout)
        if not self._flag:
            due = next((when for when, _, value in self._changes if value and when > host.now()), None)
            if due is not None and (deadline is None or due <= deadline):
                blocking.pass_time(due)
        return self._flag or blocking.block(lambda: self._flag, deadline)


_next = count().__next__


def install():
    """Replaces the classes. Once an interpreter."""
    threading.Lock = threading._allocate_lock = threading._LockType = Lock
    # `threading.RLock()` then makes the one that is written in Python, on that lock.
    threading._CRLock = None
    for cls in (Semaphore, BoundedSemaphore, Event):
        cls.__module__ = "threading"
        setattr(threading, cls.__name__, cls)
