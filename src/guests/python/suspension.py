"""Why and where a task is suspended."""
import asyncio
from asyncio import locks, queues, taskgroups, tasks

from loopscope.entities import resources
from loopscope.frames import frame_of, where_suspended

# The coroutines of asyncio that a program waits in, by the id of their code: what to call the wait, and whether its
# `self` is a resource of the trace.
_waits = {
    id(wait.__code__): (reason, has_resource)
    for wait, reason, has_resource in (
        (tasks.sleep, "sleep", False),
        (tasks._wait, "wait", False),
        (tasks._AsCompletedIterator._wait_for_one, "as_completed", False),
        (taskgroups.TaskGroup.__aexit__, "TaskGroup", False),
        (locks.Lock.acquire, "Lock", True),
        (locks.Semaphore.acquire, "Semaphore", True),
        (locks.Event.wait, "Event", True),
        (locks.Condition.wait, "Condition", True),
        (locks.Barrier.wait, "Barrier", True),
        (queues.Queue.get, "Queue.get", True),
        (queues.Queue.put, "Queue.put", True),
        (queues.Queue.join, "Queue.join", True),
    )
}


def suspension(task):
    """What a suspended task waits for: the reason, the resource's entity or None, and the line of the program."""
    # The outermost wait names the reason: Queue.join waits by an Event of its own.
    program, waiting, wait = where_suspended(task.get_coro(), _waits)
    line = (frame_of(program).f_lineno or 0) if program is not None else 0
    waiter = task._fut_waiter
    if waiter is None:
        return "yield", None, line
    if wait is not None:
        reason, has_resource = wait
        return reason, resources.find(frame_of(waiting).f_locals["self"]) if has_resource else None, line
    if isinstance(waiter, asyncio.Task):
        return "task", None, line
    return "gather" if isinstance(waiter, tasks._GatheringFuture) else "future", None, line
