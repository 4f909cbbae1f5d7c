"""`with (yield from lock):` and `with await lock:`, as Python 3.8 had them."""

import types
from asyncio import locks

from loopscope.legacy.notices import say


class _Held:
    """Releases a lock, semaphore or condition that was acquired, once."""

    def __init__(self, lock):
        self._lock = lock

    def __enter__(self):
        # There is no use for the "as …" part.
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
    mixin = locks._ContextManagerMixin
    mixin.__iter__ = _acquire
    mixin.__await__ = lambda lock: _acquire_by_await(lock).__await__()
    # What says, for `with lock:`, what is wrong with it.
    mixin.__enter__, mixin.__exit__ = _enter, _exit
