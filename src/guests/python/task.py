"""The loop's tasks: CPython's own, seen when they are asked to cancel and ordered when they are in a set."""
import asyncio
from itertools import count

from loopscope import observe
from loopscope.entities import tasks

_cancel = asyncio.Task.cancel
_set_name = asyncio.Task.set_name
_next_number = count(1).__next__


class Task(asyncio.Task):
    """What the loop's `create_task` makes; a loop may use a subclass, and C code calls `cancel` by name."""

    __module__ = "_asyncio"
    __slots__ = ("_number", "_entity")

    def __init__(self, coro, **kwargs):
        self._number = _next_number()
        super().__init__(coro, **kwargs)
        if self._source_traceback:
            # This frame, as in any subclass.
            del self._source_traceback[-1]

    def __hash__(self):
        # Not the address: sets of tasks, asyncio's own among them, are gone through in the same order in every run.
        return self._number

    def cancel(self, msg=None):
        if not self.done():
            observe.cancel_requested(self)
        return _cancel(self, msg)

    def set_name(self, value, /):
        _set_name(self, value)
        entity = tasks.find(self)
        if entity is not None:
            observe.rename(entity, self.get_name())


def reset():
    """Forgets everything of the last program."""
    global _next_number
    _next_number = count(1).__next__
