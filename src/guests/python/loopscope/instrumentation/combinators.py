"""Combinators in the trace (gather, wait, as_completed, shield, TaskGroup), and timeouts.

Each is a resource, created where asyncio begins the wait; each future that it waits for is its child. A task
that waits for one is reported when it is suspended (`suspension`).
"""

from asyncio import Task, taskgroups, tasks, timeouts
from builtins import id

import _loopscope as host

from loopscope.cpython_internals import (
    TIMEOUT_EXPIRING,
    AsCompletedIterator,
    GatheringFuture,
    as_completed_pending,
    task_group_abort,
    timeout_expires,
    timeout_state,
    wait_for_futures,
)
from loopscope.determinism import OrderedSet
from loopscope.frames import user_line
from loopscope.instrumentation import diagnoses
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.resources import as_number, register, report_change
from loopscope.instrumentation.task_events import number_of_future
from loopscope.registry import resources
from loopscope.registry import tasks as known_tasks
from loopscope.reprs import class_name


def _begin(resource, kind, children):
    """Registers `resource`, which waiting tasks are suspended on, with its children."""
    entity, line = register(resource, kind, kind, "", len(children)), user_line()
    for child in children:
        _add(entity, child, line)


def _add(entity, child, line):
    known = known_tasks.find(child)
    if known is not None:
        host.childAdded(entity.number, known.number, 0, line)
    elif not isinstance(child, Task) and (future := number_of_future(child)):
        host.childAdded(entity.number, 0, future, line)


def _gather_created(self, children):
    if diagnoses.dropping:
        diagnoses.group_created("gather")
    # A future that is given twice is one child.
    _begin(self, "gather", {id(child): child for child in children}.values())


def _wait_begins(waiter, fs):
    if resources.find(waiter) is None:
        _begin(waiter, "wait", fs)


def _as_completed_created(self):
    _begin(self, "as_completed", as_completed_pending(self))


def _shield_returned(inner, result):
    if diagnoses.dropping:
        diagnoses.group_created("shield")
    if result is not inner:
        _begin(result, "shield", (inner,))


def _group_entered(self):
    register(self, "TaskGroup", class_name(self), "", 0)


def _group_created_task(self, result):
    entity = resources.find(self)
    if entity is not None:
        _add(entity, result, user_line())


def _group_aborts(self):
    report_change(self, "abort", 0)


def _timeout_scheduled(self, when):
    when = as_number(when or 0)
    if resources.find(self) is None:
        register(self, "Timeout", class_name(self), "", when)
    else:
        report_change(self, "reschedule", when)


def _timeout_expires(self):
    report_change(self, "expire", 0)


def _timeout_left(self, exc_type):
    # Expired, and no CancelledError reaches the end of its block.
    if exc_type is None and timeout_state(self) is TIMEOUT_EXPIRING:
        report_change(self, "swallow", 0)


def install():
    instrument(GatheringFuture.__init__, on_return=_gather_created)
    instrument(wait_for_futures, on_await=_wait_begins)
    instrument(AsCompletedIterator.__init__, on_return=_as_completed_created, make_set=OrderedSet.fromkeys)
    instrument(tasks.shield, on_return=_shield_returned)
    instrument(taskgroups.TaskGroup.__aenter__, on_return=_group_entered)
    instrument(taskgroups.TaskGroup.create_task, on_return=_group_created_task)
    instrument(task_group_abort, on_start=_group_aborts)
    instrument(timeouts.Timeout.reschedule, on_return=_timeout_scheduled)
    instrument(timeout_expires, on_start=_timeout_expires)
    instrument(timeouts.Timeout.__aexit__, on_start=_timeout_left)
