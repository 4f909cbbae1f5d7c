"""Events, conditions and barriers in the trace: each change, and the value from then on.

A task that waits for one is reported when it is suspended (`suspension`)."""

import sys
from asyncio import locks
from builtins import id

from loopscope.cpython_internals import barrier_count, barrier_parties, barrier_release, condition_notify
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.resources import instrument_creation, report_change
from loopscope.registry import resources


def _event_set(self):
    _report_flag(self, "set", 1)


def _event_cleared(self):
    _report_flag(self, "clear", 0)


def _report_flag(event, change, value):
    entity = resources.find(event)
    if entity is not None and entity.value != value:
        report_change(event, change, value)


def _notified(self, idx):
    # `Condition._notify` counts in `idx` the tasks that it wakes.
    if idx > 0:
        report_change(self, "notify", idx)


# A barrier calls its condition's `notify_all` at every change of its state. The change, by the method that
# calls.
_barrier_changes = {
    id(method.__code__): change
    for method, change in (
        (barrier_release, "trip"),
        (locks.Barrier.reset, "reset"),
        (locks.Barrier.abort, "abort"),
    )
}


def _notifying_all():
    caller = sys._getframe(2)
    change = _barrier_changes.get(id(caller.f_code))
    if change is not None:
        barrier = caller.f_locals["self"]
        report_change(barrier, change, barrier_count(barrier))


def install():
    instrument_creation(locks.Event, lambda event: 0)
    instrument(locks.Event.set, on_return=_event_set)
    instrument(locks.Event.clear, on_return=_event_cleared)
    instrument_creation(locks.Condition, lambda condition: 0)
    instrument(condition_notify, on_return=_notified)
    instrument_creation(locks.Barrier, barrier_parties)
    instrument(locks.Condition.notify_all, on_start=_notifying_all)
