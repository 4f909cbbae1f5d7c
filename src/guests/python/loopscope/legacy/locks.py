"""`with (yield from lock):` and `with await lock:`, as Python 3.8 had them."""

import types

from loopscope.cpython_internals import ContextManagerMixin
from loopscope.legacy.notices import say


class _Held:
    """A context manager that releases a lock, semaphore or condition, once."""

    def __init__(self, lock):
        self._lock = lock

    def __enter__(self):
        # As in Python 3.8, `as` gives None.
        return None

    def __exit__(self, *exception):
        lock, self._lock = self._lock, None
        lock.release()


@types.coroutine
def _acquire(lock):
    say("lock")
    yield from lock.acquire()
    return _Held(lock)


def _enter(lock):
    raise RuntimeError('"yield from" should be used as context manager expression')


def _exit(lock, *exception):
    pass


async def _acquire_by_await(lock):
    return await _acquire(lock)


def install():
    """Puts the methods in place."""
    mixin = ContextManagerMixin
    mixin.__iter__ = _acquire
    mixin.__await__ = lambda lock: _acquire_by_await(lock).__await__()
    # For a plain `with lock:`, which Python 3.8 refused by this message.
    mixin.__enter__, mixin.__exit__ = _enter, _exit
