"""What the trace tells of locks and semaphores: who waits, who gets in, who gives back."""

import sys
from asyncio import locks
from builtins import id
from operator import attrgetter

import _loopscope as host

from loopscope.frames import line_from
from loopscope.instrumentation.instrument import watch
from loopscope.instrumentation.resources import count, report, watch_making
from loopscope.instrumentation.task_events import Current, births
from loopscope.journal import RESOURCE_ACQUIRED, RESOURCE_RELEASED, RESOURCE_WAITED, entries
from loopscope.registry import resources

_free_of_semaphore = attrgetter("_value")


def _free_of_lock(lock):
    return 0 if lock._locked else 1


def _telling(code, hook, free):
    """Tells of who is in line, and of the free permits: a semaphore's count, a lock's one or none. (As `report` does,
    with fewer calls: it happens often.)"""
    known, frame_at = resources.known, sys._getframe

    def tell(self):
        global entries
        entity = known.get(id(self))
        if entity is None or entity.ref() is not self:
            return
        entity.value = value = free(self)
        running, line = Current.task, line_from(frame_at(2))
        task = running.number if running is not None and not births else Current.number()
        if type(value) is int and 0 <= value < 2**31:
            entries += (code, entity.number, task, value, line)
        else:
            hook(entity.number, task, count(value), line)

    return tell


def _handed_back(self, result):
    """A task that is cancelled while a permit is on its way to it gives the permit back, inside `acquire`."""
    if result:
        return
    entity, caller = resources.find(self), sys._getframe(2)
    if (
        entity is not None
        and caller.f_code is locks.Semaphore.acquire.__code__
        and self._value > entity.value
    ):
        report(RESOURCE_RELEASED, host.resourceReleased, self, self._value, caller)


def install():
    for cls, free in ((locks.Lock, _free_of_lock), (locks.Semaphore, _free_of_semaphore)):
        watch_making(cls, free)
        waited = _telling(RESOURCE_WAITED, host.resourceWaited, free)
        acquired = _telling(RESOURCE_ACQUIRED, host.resourceAcquired, free)
        watch(cls.acquire, wait=waited, end=acquired)
        watch(cls.release, end=_telling(RESOURCE_RELEASED, host.resourceReleased, free))
    watch(locks.Semaphore._wake_up_next, end=_handed_back)
