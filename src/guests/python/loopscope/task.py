"""The class of the loop's tasks: CPython's, which reports its cancel requests and an eager first step, and
has a hash that is the same in every run.

It stands in for `asyncio.Task`, as libraries create tasks by that name: aiohttp one for each request."""

import asyncio
from asyncio import iscoroutine
from asyncio import tasks as asyncio_tasks
from builtins import id
from functools import partial
from itertools import count

from loopscope.hidden_frames import is_shown
from loopscope.instrumentation import diagnoses, task_events
from loopscope.registry import tasks

_init = asyncio.Task.__init__
_cancel = asyncio.Task.cancel
_uncancel = asyncio.Task.uncancel
_set_name = asyncio.Task.set_name
# The classes that `asyncio.tasks.Task` may be without the program having replaced it.
stand_ins = [asyncio.Task]
_next_number = count(1).__next__
# The ids of tasks whose `cancel` has been called and has not returned.
_being_cancelled = set()


class Task(asyncio.Task):
    """A subclass suffices, as CPython's C code calls `cancel` by name. Its repr and its type are those of
    CPython's (`stock.test.ts`)."""

    __module__ = "_asyncio"
    __slots__ = ("_ls_number", "_ls_entity")

    def __init__(self, coro, **kwargs):
        self._ls_number = _next_number()
        self._ls_entity = None
        # `Task` raises TypeError for anything else, and no number is used up.
        if kwargs.get("name") is None and iscoroutine(coro):
            kwargs["name"] = task_events.next_name()
        if kwargs.get("eager_start"):
            task_events.create_maybe_eager(partial(_begin, self, coro, kwargs), coro)
        else:
            _init(self, coro, **kwargs)
        # As in `task_events.create_maybe_eager`: no cycle of an exception's traceback and its task.
        self = None

    def __hash__(self):
        # Not the address, so that the order of a set of tasks is the same in every run.
        return self._ls_number

    def cancel(self, msg=None):
        if self.done():
            return not diagnoses.hides_exception(self) and _cancel(self, msg)
        # Tasks that await each other pass the request round in a circle, until CPython raises this. Here it
        # is raised in the first round, so that each task's request is recorded once.
        if id(self) in _being_cancelled:
            raise RecursionError("maximum recursion depth exceeded while calling a Python object")
        task_events.cancel_requested(self)
        _being_cancelled.add(id(self))
        try:
            return _cancel(self, msg)
        finally:
            _being_cancelled.discard(id(self))

    def uncancel(self):
        if not self.cancelling():
            return 0
        left = _uncancel(self)
        task_events.uncancelled(self, left)
        return left

    def get_stack(self, *, limit=None):
        if self.done():
            return super().get_stack(limit=limit)
        # One that runs has the frames of its callers, too.
        shown = [frame for frame in super().get_stack() if is_shown(frame)]
        return shown if limit is None else shown[max(0, len(shown) - limit) :]

    def set_name(self, value, /):
        _set_name(self, value)
        entity = tasks.find(self)
        if entity is not None:
            task_events.rename(entity, self.get_name())


def _begin(task, coro, kwargs):
    try:
        _init(task, coro, **kwargs)
        return task
    finally:
        task = None


stand_ins.append(Task)


def install():
    """Puts the class in the place of `asyncio.Task`, and of the one that `eager_task_factory` creates for any
    loop. Once an interpreter."""
    asyncio.Task = asyncio_tasks.Task = Task
    factory = asyncio.create_eager_task_factory(Task)
    asyncio.eager_task_factory = asyncio_tasks.eager_task_factory = factory


def reset():
    """Forgets everything of the last program."""
    global _next_number
    _next_number = count(1).__next__
