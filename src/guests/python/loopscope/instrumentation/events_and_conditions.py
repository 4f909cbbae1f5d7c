"""What the trace tells of events, conditions and barriers: each change, and how it is since. (That a task waits for
one is told when it is suspended.)"""

import sys
from asyncio import locks
from builtins import id

from loopscope.instrumentation.instrument import watch
from loopscope.instrumentation.resources import report_change, watch_making
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
    # `Condition._notify` counts those that it wakes.
    if idx > 0:
        report_change(self, "notify", idx)


# A barrier tells its condition of every change of state. What changed, by who tells it.
_changes = {
    id(method.__code__): change
    for method, change in (
        (locks.Barrier._release, "trip"),
        (locks.Barrier.reset, "reset"),
        (locks.Barrier.abort, "abort"),
    )
}


def _notifying_all():
    teller = sys._getframe(2)
    change = _changes.get(id(teller.f_code))
    if change is not None:
        barrier = teller.f_locals["self"]
        report_change(barrier, change, barrier._count)


def install():
    watch_making(locks.Event, lambda event: 0)
    watch(locks.Event.set, end=_event_set)
    watch(locks.Event.clear, end=_event_cleared)
    watch_making(locks.Condition, lambda condition: 0)
    watch(locks.Condition._notify, end=_notified)
    watch_making(locks.Barrier, lambda barrier: barrier._parties)
    watch(locks.Condition.notify_all, start=_notifying_all)
