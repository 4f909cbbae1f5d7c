"""Tasks and futures in the trace.

    created ─► stepped ─► suspended ─► stepped ─► … ─► done
    cancel requested, at any time before done ─► CancelledError thrown, as the next step begins

The facts are read from CPython's own objects, before and after each callback of the loop. A step's begin is
reported by the host, which knows the handles that step tasks; only an eager first step, which has no handle,
is reported here. Called by `loop`, `run_once` and `task`.
"""

import re
from asyncio import CancelledError, Future, Task, current_task
from builtins import id
from itertools import count
from types import BuiltinMethodType, CoroutineType, GeneratorType

from loopscope.cpython_internals import STEP_TYPE_NAME, WAKEUP_NAME, PyFuture, get_running_loop
from loopscope.frames import FILENAME, user_line
from loopscope.instrumentation.suspension import suspension
from loopscope.journal import entries, label, labels
from loopscope.journal_codes import (
    FUTURE_CREATED,
    FUTURE_DONE,
    RENAME_TASK,
    SET_TASK_LINE,
    TASK_CANCEL_REQUESTED,
    TASK_CANCEL_THROWN,
    TASK_CREATED,
    TASK_DONE,
    TASK_STEPPED,
    TASK_SUSPENDED,
    TASK_UNCANCELLED,
)
from loopscope.registry import futures, tasks
from loopscope.reprs import class_name, exception_line, short_repr

# Looked up on the class: a program's subclass may override them, and no code of the program may run here.
_done, _cancelling, _get_coro = Task.done, Task.cancelling, Task.get_coro
_get_name, _set_name = Task.get_name, Task.set_name
# The classes with asyncio's private attributes. Another object of which `asyncio.isfuture` is true need not
# have them.
_FUTURES = Future, PyFuture
_DEFAULT_NAME = re.compile(r"Task-\d+")
_RESULT, _EXCEPTION, _CANCELLED = range(3)


class _Current:
    """The entity of the task that is being stepped, None between steps. An instance, not a class: storing an
    attribute of a class makes the interpreter's caches of its attributes invalid."""

    __slots__ = ("task",)

    def number(self):
        """The number of the current task, 0 for none."""
        if tasks_being_created:
            adopt_eager()
        return self.task.number if self.task is not None else 0


Current = _Current()

_refs = futures.refs

# Tasks being created that may run their first step inside of that: the line and the coroutine of each, the
# innermost last.
tasks_being_created = []
_next_number = None


def reset():
    """Forgets everything of the last program."""
    global _next_number
    Current.task = None
    tasks_being_created.clear()
    # asyncio's own counter keeps counting from program to program; the tasks of each program begin with
    # Task-1.
    _next_number = count(1).__next__


def next_name():
    """The next default name, such as Task-3. Its label is -3, from which the host makes the same name: no
    text crosses over."""
    number = _next_number()
    name = f"Task-{number}"
    labels[name] = 2**32 - number
    return name


reset()


# The type of the callback that steps a task, as soon as one was seen.
_step_type = None


def task_of(callback):
    """The task that a callback steps or wakes up, or None. A step is `TaskStepMethWrapper`, a wake-up the
    built-in method `task_wakeup`, both of `_asynciomodule.c`."""
    global _step_type
    kind = type(callback)
    if kind is _step_type:
        return callback.__self__
    if kind is BuiltinMethodType:
        return callback.__self__ if callback.__name__ == WAKEUP_NAME else None
    if class_name(callback) != STEP_TYPE_NAME:
        return None
    _step_type = kind
    return callback.__self__


def entity_of_task(task, coroutine=None, line=None):
    """The task's entity. A task without one gets it, and is reported as created, in `line`, by default the
    current one. `coroutine` is its coroutine where the task may have let go of it."""
    global entries
    entity = getattr(task, "_ls_entity", None) or tasks.find(task)
    if entity is not None:
        return entity
    entity = tasks.add(task)
    is_ours = hasattr(type(task), "_ls_entity")
    if is_ours:
        task._ls_entity = entity
    coroutine = coroutine or _get_coro(task)
    code, qualname = _code_and_name(coroutine)
    entity.line = code.co_firstlineno if code is not None and code.co_filename == FILENAME else 0
    if not is_ours and _DEFAULT_NAME.fullmatch(_get_name(task)):
        _set_name(task, next_name())
    entity.name, entity.coroutine = _get_name(task), qualname
    parent = Current.task.number if Current.task is not None else 0
    created = user_line(2) if line is None else line
    name, coroutine_name = label(entity.name), label(qualname)
    number, line = entity.number, entity.line
    entries += (TASK_CREATED, number, name, coroutine_name, parent, created, SET_TASK_LINE, number, line)
    return entity


def _code_and_name(coroutine):
    """A coroutine's code and qualified name. An object of the program's own class has no code: None and its
    class."""
    kind = type(coroutine)
    if kind is CoroutineType:
        return coroutine.cr_code, coroutine.__qualname__
    if kind is GeneratorType:
        return coroutine.gi_code, coroutine.__qualname__
    return None, class_name(coroutine)


def rename(entity, name):
    """Reports that `Task.set_name` gave a task another name."""
    global entries
    number = label(name)
    entity.name = name
    entries += (RENAME_TASK, entity.number, number)


def number_of_future(future):
    """The number of a future; 0 of an object that only acts like one."""
    if not isinstance(future, _FUTURES):
        return 0
    entity = futures.find(future) or register_future(future, user_line(2))
    return entity.number


def register_future(future, line):
    """Reports a future as created in a line. Returns its entity."""
    global entries
    entity, running = futures.add(future), Current.task
    task = running.number if running is not None and not tasks_being_created else Current.number()
    entries += (FUTURE_CREATED, entity.number, task, line)
    return entity


def future_settled(entity, future):
    """Reports a future as done, once. Called with the one argument of a callback that is scheduled, and the
    entity that has its address: a future that is done schedules its callbacks with itself as their
    argument."""
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
    """Reports a cancel request to a task that is not done, before `Task.cancel` runs."""
    global entries
    # First the task that requests it: it may be this one, running eagerly and without an entity yet.
    by, line = Current.number(), user_line(2)
    entity = entity_of_task(task)
    entity.cancels += 1
    entries += (TASK_CANCEL_REQUESTED, entity.number, by, line)


def before_cancelled_step(task, entity, args):
    """Reports that CancelledError is thrown into a task, if the step that is about to begin does so:
    `task_step_impl` does if a cancel request is still to be delivered, `task_wakeup` if the awaited future
    was cancelled. Called for tasks with a cancel request; `args` are the step's."""
    global entries
    if _cancelling(task) and (task._must_cancel or (args and _was_cancelled(args[0]))):
        entries += (TASK_CANCEL_THROWN, entity.number, entity.line)


def _was_cancelled(future):
    return isinstance(future, _FUTURES) and (
        future._state == "CANCELLED" or isinstance(future._exception, CancelledError)
    )


def uncancelled(task, left):
    """Reports that `Task.uncancel` took a cancel request back; `left` are still counted."""
    global entries
    entity, line = entity_of_task(task), user_line(2)
    entries += (TASK_UNCANCELLED, entity.number, left, line)


def notice_cancel(task, entity):
    """Reports a cancel request to a task of another class than the loop's, whose `cancel` is not seen: when
    the task is scheduled for it."""
    if _cancelling(task) > entity.cancels:
        cancel_requested(task)


def after_step(task, entity):
    """Reports a task as suspended or done, after a step."""
    global entries
    waiter = task._fut_waiter
    if waiter is None and _done(task):
        _task_ended(task, entity)
        return
    reason, on, entity.line, stack = suspension(task, waiter)
    entity.reason = reason
    future = 0
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
    """Reports the task being created that runs its first step now, as created and stepped, if it is not yet.
    Called before each event that may be the first of such a task: the task has no entity until then."""
    if get_running_loop() is None:
        return
    task = current_task()
    if isinstance(task, Task) and tasks.find(task) is None:
        line, coroutine = tasks_being_created[-1]
        _begin_eagerly(task, coroutine, line)


def _begin_eagerly(task, coroutine, line):
    global entries
    entity = entity_of_task(task, coroutine, line)
    Current.task = entity
    entries += (TASK_STEPPED, entity.number, entity.line)
    return entity


def create_maybe_eager(create, coroutine):
    """Calls `create()`, which creates a task of `coroutine` and may run its first step at once. Returns the
    task."""
    if tasks_being_created:
        adopt_eager()
    outer = Current.task
    tasks_being_created.append((user_line(2), coroutine))
    try:
        task = create()
        if isinstance(task, Task):
            entity = tasks.find(task)
            # A task whose first step was scheduled, and not run, has an entity.
            if entity is None:
                line, _ = tasks_being_created[-1]
                after_step(task, _begin_eagerly(task, coroutine, line))
            elif Current.task is entity:
                after_step(task, entity)
        return task
    finally:
        tasks_being_created.pop()
        Current.task = outer
        # An exception of that step has this frame in its traceback. With the task in it they would form a
        # cycle, and "exception was never retrieved" would come late (as at the end of
        # `BaseEventLoop.create_task`).
        task = create = None
