"""The loop's tasks: CPython's own, seen when they are asked to cancel and ordered when they are in a set."""

import asyncio
from builtins import id
from itertools import count

from loopscope.instrumentation import task_events
from loopscope.registry import tasks

_cancel = asyncio.Task.cancel
_uncancel = asyncio.Task.uncancel
_set_name = asyncio.Task.set_name
# The classes in `asyncio.tasks` that the loop's own stands in for.
stand_ins = [asyncio.Task]
_next_number = count(1).__next__
# The ids of tasks whose `cancel` has been called and has not returned.
_being_cancelled = set()


class Task(asyncio.Task):
    """What the loop's `create_task` makes; a loop may use a subclass, and C code calls `cancel` by name."""

    __module__ = "_asyncio"
    __slots__ = ("_number", "_entity")

    def __init__(self, coro, **kwargs):
        self._number = _next_number()
        self._entity = None
        super().__init__(coro, **kwargs)
        if self._source_traceback:
            # This frame, as in any subclass.
            del self._source_traceback[-1]
        # As in `task_events.create_maybe_eager`.
        self = None

    def __hash__(self):
        # Not the address: sets of tasks, asyncio's own among them, are gone through in the same order in every run.
        return self._number

    def cancel(self, msg=None):
        if self.done():
            return _cancel(self, msg)
        # Tasks that wait for one another pass the request on in a circle, until CPython has had enough.
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

    def set_name(self, value, /):
        _set_name(self, value)
        entity = tasks.find(self)
        if entity is not None:
            task_events.rename(entity, self.get_name())


def reset():
    """Forgets everything of the last program."""
    global _next_number
    _next_number = count(1).__next__
