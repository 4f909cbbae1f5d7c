"""The handles of a loop, and how its queues look to those that look into them.

A handle is pending, then run (once) or cancelled. The TypeScript loop knows it by its number.
"""
from asyncio import events, futures
from collections.abc import Sequence
from functools import partial


class Handle(events.Handle):
    __slots__ = ("_number",)

    def cancel(self):
        if not self._cancelled:
            self._loop._drop(self._number)
        super().cancel()


class TimerHandle(events.TimerHandle):
    __slots__ = ("_number",)


class HandleQueue(Sequence):
    """What stands in for a loop's `_ready` and `_scheduled`: the handles that wait there, in order."""

    def __init__(self, handles, numbers, append=None):
        self._handles = handles
        self._numbers = numbers
        self.append = append

    def _list(self):
        return [self._handles[number][0] for number in self._numbers().to_py()]

    def __len__(self):
        return len(self._list())

    def __getitem__(self, index):
        return self._list()[index]

    def clear(self):
        # Only a loop that closes clears its queues; `close` sees to it.
        pass


def name_of(callback):
    """What to call a callback that is no task's."""
    if callback is futures._set_result_unless_cancelled:
        return "sleep"
    while type(callback) is partial:
        callback = callback.func
    name = getattr(callback, "__qualname__", None)
    return name if type(name) is str else type(callback).__name__
