"""What the trace tells of tasks: created, asked to cancel, suspended at which line and on what, done.

The facts are read from CPython's own objects around each of their callbacks; asyncio's code is unchanged. (That a
task's step begins is the host's to tell: it knows which handles step which tasks.)
"""

import re
from asyncio import CancelledError, Future, Task, _get_running_loop, current_task
from asyncio.futures import _PyFuture
from builtins import id
from itertools import count
from types import BuiltinMethodType, CoroutineType, GeneratorType

from loopscope.frames import FILENAME, user_line
from loopscope.instrumentation.suspension import suspension
from loopscope.journal import (
    FUTURE_CREATED,
    FUTURE_DONE,
    TASK_CANCEL_REQUESTED,
    TASK_CANCEL_THROWN,
    TASK_CREATED,
    TASK_DONE,
    TASK_RENAMED,
    TASK_STEPPED,
    TASK_SUSPENDED,
    TASK_UNCANCELLED,
    entries,
    label,
    labels,
)
from loopscope.registry import futures, tasks
from loopscope.reprs import class_name, exception_line, short_repr

# A subclass of the program's may have methods of its own of these names: they are not ours to call.
_done, _cancelling, _get_coro = Task.done, Task.cancelling, Task.get_coro
_get_name, _set_name = Task.get_name, Task.set_name
# What keeps its state as asyncio does. What else a program awaits may only act like a future (`asyncio.isfuture`).
_FUTURES = Future, _PyFuture
_MADE_UP_NAME = re.compile(r"Task-\d+")
_RESULT, _EXCEPTION, _CANCELLED = range(3)


class _Current:
    """What runs now: the entity of the task that is being stepped, None between steps."""

    # An instance, as storing an attribute of a class makes every look-up on it slow for a while.
    __slots__ = ("task",)

    def number(self):
        if births:
            adopt_eager()
        return self.task.number if self.task is not None else 0


Current = _Current()

_refs = futures.refs

# The creations of tasks in progress that may run the new task's first step at once: line and coroutine of each.
births = []
_next_number = None


def reset():
    """Forgets everything of the last program."""
    global _next_number
    Current.task = None
    births.clear()
    # The interpreter's own count goes on from program to program; each program's tasks begin with Task-1.
    _next_number = count(1).__next__


def next_name():
    """The name that asyncio makes up for a task; the host makes it up, too, from its number, which it reads as one
    below 0."""
    number = _next_number()
    name = f"Task-{number}"
    labels[name] = 2**32 - number
    return name


reset()


# The type of what steps a task, once one was seen: there is no name to import it by.
_step_type = None


def task_of(callback):
    """The task that a callback of the loop steps or wakes, or None."""
    global _step_type
    kind = type(callback)
    if kind is _step_type:
        return callback.__self__
    if kind is BuiltinMethodType:
        return callback.__self__ if callback.__name__ == "task_wakeup" else None
    if class_name(callback) != "TaskStepMethWrapper":
        return None
    _step_type = kind
    return callback.__self__


def entity_of_task(task, coroutine=None, line=None):
    """The task's entity; a task seen for the first time is reported as created."""
    global entries
    entity = getattr(task, "_entity", None) or tasks.find(task)
    if entity is not None:
        return entity
    entity = tasks.add(task)
    is_ours = hasattr(type(task), "_entity")
    if is_ours:
        task._entity = entity
    # An eager task that is done has let go of its coroutine.
    coroutine = coroutine or _get_coro(task)
    code, qualname = _made_of(coroutine)
    entity.line = code.co_firstlineno if code is not None and code.co_filename == FILENAME else 0
    if not is_ours and _MADE_UP_NAME.fullmatch(_get_name(task)):
        _set_name(task, next_name())
    entity.name = _get_name(task)
    parent = Current.task.number if Current.task is not None else 0
    created = user_line(2) if line is None else line
    name, coroutine_name = label(entity.name), label(qualname)
    entries += (TASK_CREATED, entity.number, name, coroutine_name, parent, created, entity.line)
    return entity


def _made_of(coroutine):
    """The code of a coroutine, None for one of a class of the program's own, and its name."""
    kind = type(coroutine)
    if kind is CoroutineType:
        return coroutine.cr_code, coroutine.__qualname__
    if kind is GeneratorType:
        return coroutine.gi_code, coroutine.__qualname__
    return None, class_name(coroutine)


def rename(entity, name):
    global entries
    number = label(name)
    entity.name = name
    entries += (TASK_RENAMED, entity.number, number)


def number_of_future(future):
    """The number of a future, 0 of what only acts like one."""
    if not isinstance(future, _FUTURES):
        return 0
    entity = futures.find(future) or introduce_future(future, user_line(2))
    return entity.number


def introduce_future(future, line):
    """Tells of a new future, created in a line."""
    global entries
    entity, running = futures.add(future), Current.task
    task = running.number if running is not None and not births else Current.number()
    entries += (FUTURE_CREATED, entity.number, task, line)
    return entity


def future_settled(entity, future):
    """Called with the argument of a callback, and the entity at its address: it may be a future that just became
    done."""
    global entries
    if not entity.settled and entity() is future and (state := future._state) != "PENDING":
        entity.settled = True
        outcome = _CANCELLED if state == "CANCELLED" else _RESULT if future._exception is None else _EXCEPTION
        entries += (FUTURE_DONE, entity.number, outcome)


def _outcome(future):
    if future._state == "CANCELLED":
        return _CANCELLED
    return _RESULT if future._exception is None else _EXCEPTION


def cancel_requested(task):
    """Called when a task that is not done is about to be asked to cancel."""
    global entries
    # First who asks: it may be the task itself, which runs eagerly and is not known yet.
    by, line = Current.number(), user_line(2)
    entity = entity_of_task(task)
    entity.cancels += 1
    entries += (TASK_CANCEL_REQUESTED, entity.number, by, line)


def before_cancelled_step(task, entity, args):
    """Called as a task that was asked to cancel is about to be stepped: tells if CancelledError is thrown into it."""
    global entries
    if _cancelling(task) and (task._must_cancel or args and _ended_in_cancellation(args[0])):
        entries += (TASK_CANCEL_THROWN, entity.number, entity.line)


def _ended_in_cancellation(future):
    return isinstance(future, _FUTURES) and (
        future._state == "CANCELLED" or isinstance(future._exception, CancelledError)
    )


def uncancelled(task, left):
    global entries
    entity, line = entity_of_task(task), user_line(2)
    entries += (TASK_UNCANCELLED, entity.number, left, line)


def notice_cancel(task, entity):
    """Reports the cancel requests to a task of another class than the loop's, once it is woken by one."""
    if _cancelling(task) > entity.cancels:
        cancel_requested(task)


def after_step(task, entity):
    global entries
    waiter = task._fut_waiter
    if waiter is None and _done(task):
        _task_ended(task, entity)
        return
    reason, resource, entity.line, stack = suspension(task, waiter)
    entity.reason = reason
    future, on = 0, resource.number if resource is not None else 0
    if type(waiter) is Future and (known := _refs.get(id(waiter))) is not None and known() is waiter:
        future = known.number
    elif waiter is not None:
        if isinstance(waiter, Task):
            on = on or entity_of_task(waiter).number
        else:
            future = number_of_future(waiter)
    text = labels.get(reason) or label(reason)
    entries += (TASK_SUSPENDED, entity.number, future, text, on, entity.line, label(stack) if stack else 0)


def _task_ended(task, entity):
    global entries
    if entity.done:
        return
    entity.done = True
    outcome = _outcome(task)
    value = 0
    if outcome == _RESULT:
        value = label(short_repr(task._result))
    elif outcome == _EXCEPTION:
        value = label(exception_line(task._exception))
    entries += (TASK_DONE, entity.number, outcome, value)


def adopt_eager():
    """Gives a task that runs its first step inside its own creation its entity, at the first thing that it does."""
    if _get_running_loop() is None:
        return
    task = current_task()
    if isinstance(task, Task) and tasks.find(task) is None:
        line, coroutine = births[-1]
        _begin_eagerly(task, coroutine, line)


def _begin_eagerly(task, coroutine, line):
    global entries
    entity = entity_of_task(task, coroutine, line)
    Current.task = entity
    entries += (TASK_STEPPED, entity.number, entity.line)
    return entity


def create_maybe_eager(create, coroutine):
    """Calls `create()`, which makes a task of `coroutine` and may run its first step at once."""
    if births:
        adopt_eager()
    outer = Current.task
    births.append((user_line(2), coroutine))
    try:
        task = create()
        if isinstance(task, Task):
            entity = tasks.find(task)
            # One that was left to the loop is known: its first step was scheduled.
            if entity is None:
                line, _ = births[-1]
                after_step(task, _begin_eagerly(task, coroutine, line))
            elif Current.task is entity:
                after_step(task, entity)
        return task
    finally:
        births.pop()
        Current.task = outer
        # The traceback of an exception in that step leads to this frame: with the task in it, they would form a cycle.
        task = None
