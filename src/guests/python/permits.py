"""What the trace tells of locks and semaphores: who waits, who gets in, who gives back."""
from asyncio import locks

import _loopscope as host
from loopscope.entities import resources
from loopscope.resources import report, watch_making
from loopscope.watching import watch

_acquire = locks.Semaphore.acquire.__code__


def _value(resource):
    """Free permits: a semaphore's count, a lock's one or none."""
    if isinstance(resource, locks.Semaphore):
        return resource._value
    return 0 if resource._locked else 1


def _report(hook, resource):
    report(hook, resource, _value(resource))


def _waited(frame):
    _report(host.resourceWaited, frame.f_locals["self"])


def _acquired(frame, _):
    _report(host.resourceAcquired, frame.f_locals["self"])


def _released(frame, _):
    _report(host.resourceReleased, frame.f_locals["self"])


def _handed_back(frame, woken):
    """A task that is cancelled while a permit is on its way to it gives the permit back, inside `acquire`."""
    semaphore = frame.f_locals["self"]
    entity = resources.find(semaphore)
    if not woken and entity is not None and frame.f_back.f_code is _acquire and _value(semaphore) > entity.value:
        _report(host.resourceReleased, semaphore)


def install():
    for cls in (locks.Lock, locks.Semaphore):
        watch_making(cls, _value)
        watch(cls.acquire, wait=_waited, end=_acquired)
        watch(cls.release, end=_released)
    watch(locks.Semaphore._wake_up_next, end=_handed_back)
