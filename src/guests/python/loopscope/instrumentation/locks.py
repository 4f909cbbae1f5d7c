"""Locks and semaphores in the trace: which task waits, acquires and releases, and the permits that are free
then."""

import sys
from asyncio import locks
from builtins import id

import _loopscope as host

from loopscope.cpython_internals import lock_is_locked, semaphore_value, semaphore_wake_up_next
from loopscope.frames import line_from
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.resources import as_number, instrument_creation, report
from loopscope.instrumentation.task_events import Current, tasks_being_created
from loopscope.journal import entries
from loopscope.journal_codes import RESOURCE_ACQUIRED, RESOURCE_RELEASED, RESOURCE_WAITED
from loopscope.registry import resources


def _permits_of_lock(lock):
    return 0 if lock_is_locked(lock) else 1


def _reporting(code, hook, permits):
    """A hook that reports an entry of this code, with the free permits. It does what `resources.report` does
    with fewer calls, as it runs often."""
    known, frame_at = resources.known, sys._getframe

    def report_permits(self):
        global entries
        entity = known.get(id(self))
        if entity is None or entity.ref() is not self:
            return
        entity.value = value = permits(self)
        running, line = Current.task, line_from(frame_at(2))
        task = running.number if running is not None and not tasks_being_created else Current.number()
        if type(value) is int and 0 <= value < 2**31:
            entries += (code, entity.number, task, value, line)
        else:
            hook(entity.number, task, as_number(value), line)

    return report_permits


def _permit_left_over(self, result):
    """`Semaphore.acquire` puts the permit back if its task is cancelled after `release` gave it one, and no
    other task waits for it: `_wake_up_next` has returned False then."""
    if result:
        return
    entity, caller = resources.find(self), sys._getframe(2)
    if (
        entity is not None
        and caller.f_code is locks.Semaphore.acquire.__code__
        and semaphore_value(self) > entity.value
    ):
        report(RESOURCE_RELEASED, host.resourceReleased, self, semaphore_value(self), caller)


def install():
    for cls, permits in ((locks.Lock, _permits_of_lock), (locks.Semaphore, semaphore_value)):
        instrument_creation(cls, permits)
        waited = _reporting(RESOURCE_WAITED, host.resourceWaited, permits)
        acquired = _reporting(RESOURCE_ACQUIRED, host.resourceAcquired, permits)
        instrument(cls.acquire, on_await=waited, on_return=acquired)
        instrument(cls.release, on_return=_reporting(RESOURCE_RELEASED, host.resourceReleased, permits))
    instrument(semaphore_wake_up_next, on_return=_permit_left_over)
