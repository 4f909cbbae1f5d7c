"""Why and where a task is suspended."""
import asyncio
from asyncio import locks, queues, taskgroups, tasks
from types import CoroutineType

from loopscope.entities import futures, resources
from loopscope.frames import FILENAME, frame_of, where_suspended

# The coroutines of asyncio that a program waits in, by the id of their code: what to call the wait, whether its `self`
# is a resource of the trace, and whether it waits in a future of its own, so that nothing of the program is behind it.
_waits = {
    id(wait.__code__): kind
    for wait, *kind in (
        (tasks.sleep, "sleep", False, True),
        (tasks._wait, "wait", False, True),
        (tasks._AsCompletedIterator._wait_for_one, "as_completed", False, False),
        (taskgroups.TaskGroup.__aexit__, "TaskGroup", False, False),
        (locks.Lock.acquire, "Lock", True, True),
        (locks.Semaphore.acquire, "Semaphore", True, True),
        (locks.Event.wait, "Event", True, True),
        (locks.Condition.wait, "Condition", True, False),
        (locks.Barrier.wait, "Barrier", True, False),
        (locks.Barrier.reset, "Barrier", True, False),
        (locks.Barrier.abort, "Barrier", True, False),
        (queues.Queue.get, "Queue.get", True, True),
        (queues.Queue.put, "Queue.put", True, True),
        (queues.Queue.join, "Queue.join", True, False),
    )
}
_no_wait = (None, False, False)


def suspension(task, waiter):
    """What a suspended task waits for: the reason, the resource's entity or None, and the line of the program."""
    coroutine = task.get_coro()
    # Mostly a coroutine of the program waits in one of asyncio's, and that is all.
    if type(coroutine) is CoroutineType and coroutine.cr_code.co_filename == FILENAME:
        inner = coroutine.cr_await
        if type(inner) is CoroutineType:
            reason, has_resource, is_last = _waits.get(id(inner.cr_code), _no_wait)
            if is_last:
                line = coroutine.cr_frame.f_lineno or 0
                if waiter is None:
                    return "yield", None, line
                return reason, resources.find(inner.cr_frame.f_locals["self"]) if has_resource else None, line
    return _suspension(coroutine, waiter)


def _suspension(coroutine, waiter):
    # The outermost wait names the reason: Queue.join waits by an Event of its own.
    program, waiting, wait = where_suspended(coroutine, _waits)
    line = (frame_of(program).f_lineno or 0) if program is not None else 0
    if waiter is None:
        return "yield", None, line
    if wait is not None:
        reason, has_resource, _ = wait
        if reason == "Condition" and type(waiting.cr_await) is CoroutineType:
            # It was woken, and stands in line for its lock.
            waiting = waiting.cr_await
            reason, has_resource, _ = _waits.get(id(waiting.cr_code), wait)
        return reason, resources.find(frame_of(waiting).f_locals["self"]) if has_resource else None, line
    if isinstance(waiter, asyncio.Task):
        return "task", None, line
    entity = futures.find(waiter)
    if entity is not None and entity.reason:
        return entity.reason, None, line
    return "gather" if isinstance(waiter, tasks._GatheringFuture) else "future", None, line
