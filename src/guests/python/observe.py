"""What the trace tells of tasks: created, asked to cancel, suspended at which line and on what, done.

The facts are read from CPython's own objects around each of their callbacks; asyncio's code is unchanged. (That a
task's step begins is the host's to tell: it knows which handles step which tasks.)
"""
import asyncio
import re
from itertools import count
from types import BuiltinMethodType

import _loopscope as host
from loopscope.entities import futures, tasks
from loopscope.frames import FILENAME, user_line
from loopscope.suspension import suspension
from loopscope.texts import exception_line, short_repr

_MADE_UP_NAME = re.compile(r"Task-\d+")


class Current:
    """What runs now: the entity of the task that is being stepped, None between steps."""

    task = None

    @classmethod
    def number(cls):
        if births:
            adopt_eager()
        return cls.task.number if cls.task is not None else 0


# The creations of tasks in progress that may run the new task's first step at once: line and coroutine of each.
births = []
_labels = {}
next_name = None


def reset():
    """Forgets everything of the last program."""
    global next_name
    Current.task = None
    births.clear()
    _labels.clear()
    # The interpreter's own count goes on from program to program; each program's tasks begin with Task-1.
    next_name = map("Task-{}".format, count(1)).__next__


reset()


def label(text):
    """The host's number for a text."""
    number = _labels.get(text)
    if number is None:
        number = _labels[text] = host.name(text)
    return number


def task_of(callback):
    """The task that a callback of the loop steps or wakes, or None."""
    kind = type(callback)
    if kind.__name__ == "TaskStepMethWrapper" or kind is BuiltinMethodType and callback.__name__ == "task_wakeup":
        return callback.__self__
    return None


def entity_of_task(task, coroutine=None, line=None):
    """The task's entity; a task seen for the first time is reported as created."""
    entity = tasks.find(task)
    if entity is not None:
        return entity
    entity = tasks.add(task)
    # An eager task that is done has let go of its coroutine.
    coroutine = coroutine or task.get_coro()
    code = getattr(coroutine, "cr_code", None) or getattr(coroutine, "gi_code", None)
    entity.line = code.co_firstlineno if code is not None and code.co_filename == FILENAME else 0
    if not hasattr(task, "_number") and _MADE_UP_NAME.fullmatch(task.get_name()):
        task.set_name(next_name())
    rename(entity, task.get_name())
    qualname = getattr(coroutine, "__qualname__", type(coroutine).__name__)
    parent = Current.task.number if Current.task is not None else 0
    created = user_line(2) if line is None else line
    host.taskCreated(entity.number, entity.name, qualname, parent, created, entity.line)
    return entity


def rename(entity, name):
    entity.name = name
    entity.label = label(name)


def entity_of_future(future):
    entity = futures.find(future)
    if entity is None:
        entity = futures.add(future)
        host.futureCreated(entity.number, Current.number(), user_line(2))
    return entity


def future_settled(future):
    """Called with the argument of a callback, which may be a future that just became done."""
    entity = futures.find(future)
    if entity is not None and not entity.done and future.done():
        entity.done = True
        host.futureDone(entity.number, _outcome(future))


def _outcome(future):
    if future.cancelled():
        return "cancelled"
    return "result" if future._exception is None else "exception"


def cancel_requested(task):
    """Called when a task that is not done is about to be asked to cancel."""
    entity = entity_of_task(task)
    entity.cancels += 1
    host.taskCancelRequested(entity.number, Current.number(), user_line(2))


def notice_cancel(task, entity):
    """Reports the cancel requests to a task of another class than the loop's, once it is woken by one."""
    if task.cancelling() > entity.cancels:
        cancel_requested(task)


def after_step(entity):
    task = entity.ref()
    if task is None or entity.done:
        return
    if task.done():
        entity.done = True
        outcome = _outcome(task)
        if outcome == "result":
            value = short_repr(task._result)
        elif outcome == "exception":
            value = exception_line(task._exception)
        else:
            value = ""
        host.taskDone(entity.number, outcome, value)
        return
    entity.reason, resource, entity.line = suspension(task)
    future, on = 0, resource.number if resource is not None else 0
    waiter = task._fut_waiter
    if isinstance(waiter, asyncio.Task):
        on = on or entity_of_task(waiter).number
    elif waiter is not None:
        future = entity_of_future(waiter).number
    host.taskSuspended(entity.number, future, label(entity.reason), on, entity.line)


def adopt_eager():
    """Gives a task that runs its first step inside its own creation its entity, at the first thing that it does."""
    if asyncio._get_running_loop() is None:
        return
    task = asyncio.current_task()
    if task is not None and tasks.find(task) is None:
        line, coroutine = births[-1]
        _begin_eagerly(task, coroutine, line)


def _begin_eagerly(task, coroutine, line):
    entity = entity_of_task(task, coroutine, line)
    Current.task = entity
    host.taskStepped(entity.number, entity.line)
    return entity


def create_maybe_eager(create, coroutine):
    """Calls `create()`, which makes a task of `coroutine` and may run its first step at once."""
    if births:
        adopt_eager()
    outer = Current.task
    births.append((user_line(2), coroutine))
    try:
        task = create()
        if isinstance(task, asyncio.Task):
            entity = tasks.find(task)
            # One that was left to the loop is known: its first step was scheduled.
            if entity is None:
                line, _ = births[-1]
                after_step(_begin_eagerly(task, coroutine, line))
            elif Current.task is entity:
                after_step(entity)
        return task
    finally:
        births.pop()
        Current.task = outer
