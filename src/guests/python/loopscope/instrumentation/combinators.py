"""What the trace tells of those who wait for several (gather, wait, as_completed, shield, TaskGroup) and of timeouts:
each is a resource, made where asyncio begins the wait. (Who waits is told when it is suspended.)"""

from asyncio import Task, taskgroups, tasks, timeouts
from builtins import id

import _loopscope as host

from loopscope.determinism import OrderedSet
from loopscope.frames import user_line
from loopscope.instrumentation.instrument import watch
from loopscope.instrumentation.resources import count, introduce, report_change
from loopscope.instrumentation.task_events import number_of_future
from loopscope.registry import resources
from loopscope.registry import tasks as tasks_seen
from loopscope.reprs import class_name


def _begin(resource, kind, children):
    """Tells of a wait by `resource`, which the tasks that wait are suspended on, for all of the children."""
    entity, line = introduce(resource, kind, kind, "", len(children)), user_line()
    for child in children:
        _add(entity, child, line)


def _add(entity, child, line):
    known = tasks_seen.find(child)
    if known is not None:
        host.childAdded(entity.number, known.number, 0, line)
    elif not isinstance(child, Task) and (future := number_of_future(child)):
        host.childAdded(entity.number, 0, future, line)


def _gathers(self, children):
    # An awaitable that is given twice is one child.
    _begin(self, "gather", {id(child): child for child in children}.values())


def _waits(waiter, fs):
    if resources.find(waiter) is None:
        _begin(waiter, "wait", fs)


def _awaits_each(self):
    _begin(self, "as_completed", self._todo)


def _shields(inner, result):
    if result is not inner:
        _begin(result, "shield", (inner,))


def _group_entered(self):
    introduce(self, "TaskGroup", class_name(self), "", 0)


def _group_grew(self, result):
    entity = resources.find(self)
    if entity is not None:
        _add(entity, result, user_line())


def _group_aborts(self):
    report_change(self, "abort", 0)


def _scheduled(self, when):
    when = count(when or 0)
    if resources.find(self) is None:
        introduce(self, "Timeout", class_name(self), "", when)
    else:
        report_change(self, "reschedule", when)


def _expires(self):
    report_change(self, "expire", 0)


def install():
    watch(tasks._GatheringFuture.__init__, end=_gathers)
    watch(tasks._wait, wait=_waits)
    watch(tasks._AsCompletedIterator.__init__, end=_awaits_each, collect=OrderedSet.fromkeys)
    watch(tasks.shield, end=_shields)
    watch(taskgroups.TaskGroup.__aenter__, end=_group_entered)
    watch(taskgroups.TaskGroup.create_task, end=_group_grew)
    watch(taskgroups.TaskGroup._abort, start=_group_aborts)
    watch(timeouts.Timeout.reschedule, end=_scheduled)
    watch(timeouts.Timeout._on_timeout, start=_expires)
