"""What the trace tells of tasks: created, stepped, suspended at which line and on what, done.

The facts are read from CPython's own objects before and after each of their callbacks; asyncio's code is unchanged.
"""
import asyncio
from asyncio import locks, queues, taskgroups, tasks as asyncio_tasks

import _loopscope as host
from loopscope.entities import futures, resources, tasks
from loopscope.frames import FILENAME, await_stack, short_repr, user_line

# The coroutines of asyncio that a program waits in, by code: what to call the wait, and whether its `self` is a
# resource of the trace.
_waits = {
    asyncio_tasks.sleep.__code__: ("sleep", False),
    asyncio_tasks._wait.__code__: ("wait", False),
    taskgroups.TaskGroup.__aexit__.__code__: ("TaskGroup", False),
    locks.Lock.acquire.__code__: ("Lock", True),
    locks.Semaphore.acquire.__code__: ("Semaphore", True),
    locks.Event.wait.__code__: ("Event", True),
    locks.Condition.wait.__code__: ("Condition", True),
    locks.Barrier.wait.__code__: ("Barrier", True),
    queues.Queue.get.__code__: ("Queue.get", True),
    queues.Queue.put.__code__: ("Queue.put", True),
    queues.Queue.join.__code__: ("Queue.join", True),
}


class Current:
    """The task whose step runs now; None between steps."""

    task = None

    @classmethod
    def number(cls):
        return cls.task.number if cls.task is not None else 0


def task_of(callback):
    """The task that a callback of the loop steps or wakes, or None."""
    owner = getattr(callback, "__self__", None)
    if not isinstance(owner, asyncio.Task):
        return None
    name = type(callback).__name__
    if name == "TaskStepMethWrapper" or getattr(callback, "__name__", "") in ("task_wakeup", "__step", "__wakeup"):
        return owner
    return None


def entity_of_task(task):
    """The task's entity; a task seen for the first time is reported as created."""
    entity = tasks.find(task)
    if entity is None:
        entity = tasks.add(task)
        coroutine = task.get_coro()
        code = getattr(coroutine, "cr_code", None) or getattr(coroutine, "gi_code", None)
        entity.line = code.co_firstlineno if code is not None and code.co_filename == FILENAME else 0
        entity.name = task.get_name()
        name = getattr(coroutine, "__qualname__", type(coroutine).__name__)
        host.taskCreated(entity.number, entity.name, name, Current.number(), user_line(2))
    return entity


def entity_of_future(future):
    entity = futures.find(future)
    if entity is None:
        entity = futures.add(future)
        host.futureCreated(entity.number, Current.number(), user_line(2))
    return entity


def future_settled(future):
    """Called with the argument of a wakeup: a future that just became done, or one that was already."""
    entity = futures.find(future)
    if entity is not None and entity.reason != "done":
        entity.reason = "done"
        host.futureDone(entity.number, _outcome(future))


def _outcome(future):
    if future.cancelled():
        return "cancelled"
    return "result" if future._exception is None else "exception"


def notice_cancel(task, entity):
    """Reports a cancel request that was made since the task was last looked at."""
    cancels = task.cancelling()
    if cancels > entity.cancels:
        host.taskCancelRequested(entity.number, Current.number(), user_line(2))
    entity.cancels = cancels


def before_step(task):
    entity = entity_of_task(task)
    notice_cancel(task, entity)
    Current.task = entity
    host.taskStepped(entity.number, entity.line)


def after_step(task):
    entity = Current.task
    Current.task = None
    if task.done():
        outcome = _outcome(task)
        if outcome == "result":
            value = short_repr(task._result)
        elif outcome == "exception":
            value = exception_line(task._exception)
        else:
            value = ""
        host.taskDone(entity.number, outcome, value)
        return
    future, reason, on, line = _suspension(task)
    entity.line = line
    entity.reason = reason
    host.taskSuspended(entity.number, future, reason, on, line)


def _suspension(task):
    """Future, reason, resource or task waited on, and line of a suspended task."""
    line, reason, on = 0, "", 0
    for frame in await_stack(task.get_coro()):
        code = frame.f_code
        if code.co_filename == FILENAME:
            line, reason, on = frame.f_lineno or 0, "", 0
        elif code in _waits:
            reason, has_resource = _waits[code]
            if has_resource:
                entity = resources.find(frame.f_locals["self"])
                on = entity.number if entity is not None else 0
    future = task._fut_waiter
    if future is None:
        return 0, "yield", 0, line
    if isinstance(future, asyncio.Task):
        on = on or entity_of_task(future).number
        return 0, reason or "task", on, line
    if not reason:
        reason = "gather" if isinstance(future, asyncio_tasks._GatheringFuture) else "future"
    return entity_of_future(future).number, reason, on, line


def exception_line(exception):
    """An exception's class and message, without running code of the program."""
    message = ", ".join(short_repr(a) if type(a) is not str else a for a in exception.args[:3])
    name = type(exception).__name__
    text = f"{name}: {message}" if message else name
    return text if len(text) <= 200 else text[:199] + "…"
