"""The reason that a task is suspended for, its line, and the resource or endpoint that it waits for.

Read from the chain of coroutines below the task, each of which awaits the next. Called by `task_events` after
each step.
"""

from asyncio import Task, locks, queues, taskgroups, tasks
from types import CoroutineType

from loopscope.cpython_internals import as_completed_wait, wait_for_futures
from loopscope.frames import FILENAME, frame_of, where_suspended
from loopscope.registry import futures, resources

# As in `task_events`.
_get_coro = Task.get_coro

# The coroutines of asyncio that a program waits in: the reason, the variable that holds the resource, and
# True for one that awaits a future of its own, so that no coroutine of the program can be below it.
_KINDS = (
    (tasks.sleep, "sleep", None, True),
    (wait_for_futures, "wait", "waiter", True),
    (as_completed_wait, "as_completed", "self", False),
    (taskgroups.TaskGroup.__aexit__, "TaskGroup", "self", False),
    (locks.Lock.acquire, "Lock", "self", True),
    (locks.Semaphore.acquire, "Semaphore", "self", True),
    (locks.Event.wait, "Event", "self", True),
    (locks.Condition.wait, "Condition", "self", False),
    (locks.Barrier.wait, "Barrier", "self", False),
    (locks.Barrier.reset, "Barrier", "self", False),
    (locks.Barrier.abort, "Barrier", "self", False),
    (queues.Queue.get, "Queue.get", "self", True),
    (queues.Queue.put, "Queue.put", "self", True),
    (queues.Queue.join, "Queue.join", "self", False),
)
# The same by the qualified names of their codes, each with the code before it. (A code's hash is computed
# from all of its bytes each time; its name's is kept.)
_waits = {}


def install(others):
    """Takes the coroutines of asyncio that wait for something else than a resource, too: the same as above,
    and what finds the number of the object waited for."""
    for wait, *kind, number_of in (*((*kind, _number_of_resource) for kind in _KINDS), *others):
        _waits[wait.__code__.co_qualname] = (wait.__code__, *kind, number_of)


def _number_of_resource(resource):
    entity = resources.find(resource)
    return entity.number if entity is not None else 0


def _wait_in(code):
    """What `_waits` has of a coroutine with this code, or None."""
    wait = _waits.get(code.co_qualname)
    return wait if wait is not None and wait[0] is code else None


# A deeper stack is reported without its middle.
_MAX_FRAMES = 40


def suspension(task, waiter):
    """The reason that a task is suspended for, the number of the resource or endpoint or 0, the line of the
    program, and the coroutines of the program as a text, a line each, empty for one alone. `waiter` is the
    future that it awaits."""
    coroutine = _get_coro(task)
    # The common case, without a walk: one coroutine of the program, which awaits one of asyncio's.
    if type(coroutine) is CoroutineType and coroutine.cr_code.co_filename == FILENAME:
        inner = coroutine.cr_await
        if type(inner) is CoroutineType:
            code = inner.cr_code
            wait = _waits.get(code.co_qualname)
            if wait is not None and wait[0] is code and wait[3]:
                line = coroutine.cr_frame.f_lineno or 0
                if waiter is None:
                    return "yield", 0, line, ""
                _, reason, holder, _, number_of = wait
                return reason, number_of(inner.cr_frame.f_locals[holder]) if holder else 0, line, ""
    return _suspension(coroutine, waiter)


def _suspension(coroutine, waiter):
    # The outermost of asyncio's coroutines is the reason: `Queue.join` awaits `Event.wait`.
    programs, waiting, wait = where_suspended(coroutine, _wait_in)
    line = (frame_of(programs[-1]).f_lineno or 0) if programs else 0
    stack = _stack(programs) if len(programs) > 1 else ""
    if waiter is None:
        return "yield", 0, line, stack
    if wait is not None:
        waiting, (_, reason, holder, _, number_of) = _wait_of(waiting, wait)
        holders = frame_of(waiting).f_locals
        if reason == "connect" and (holders.get("ssl") or holders.get("sslcontext")):
            # The connection is open, and its transport waits for the handshake.
            reason = "handshake"
        return reason, number_of(holders.get(holder)) if holder else 0, line, stack
    if isinstance(waiter, Task):
        return "task", 0, line, stack
    group = resources.find(waiter)
    if group is not None:
        return group.reason, group.number, line, stack
    entity = futures.find(waiter)
    return entity.reason if entity is not None and entity.reason else "future", 0, line, stack


def _wait_of(waiting, wait):
    """What a coroutine of asyncio waits for, or one that it awaits: `Condition.wait` that was notified
    acquires its lock again, `create_datagram_endpoint` without a transport looks up its addresses."""
    _, reason, holder, _, _ = wait
    if reason == "Condition" or (holder and holder not in frame_of(waiting).f_locals):
        inner = waiting
        while type(inner := inner.cr_await) is CoroutineType:
            if (found := _wait_in(inner.cr_code)) is not None:
                return inner, found
    return waiting, wait


def _stack(coroutines):
    if len(coroutines) > _MAX_FRAMES:
        half = _MAX_FRAMES // 2
        return f"{_stack(coroutines[:half])}\n… 0\n{_stack(coroutines[-half:])}"
    return "\n".join(
        f"{coroutine.__qualname__} {frame_of(coroutine).f_lineno or 0}" for coroutine in coroutines
    )
