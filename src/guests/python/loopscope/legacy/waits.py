"""`asyncio.wait` for coroutines, as until Python 3.10: it creates tasks of them when it begins to run."""

import asyncio
import inspect
from asyncio import coroutines, futures, tasks

from loopscope.frames import user_line
from loopscope.legacy import guards
from loopscope.legacy.notices import say

_stock = tasks.wait
_WHEN = (tasks.FIRST_COMPLETED, tasks.FIRST_EXCEPTION, tasks.ALL_COMPLETED)


def _wait(fs, *, timeout=None, return_when=tasks.ALL_COMPLETED):
    if guards.program.against_now("TypeError"):
        return _stock(fs, timeout=timeout, return_when=return_when)
    return _wait_for_all(fs, timeout, return_when, user_line())


async def _wait_for_all(fs, timeout, return_when, line):
    if not futures.isfuture(fs) and not coroutines.iscoroutine(fs):
        # `fs` may be a generator, which can be iterated once. A coroutine that is given twice is one task.
        fs = list(dict.fromkeys(fs))
        # With a wrong `return_when`, it raises before it creates any.
        if return_when in _WHEN and any(map(coroutines.iscoroutine, fs)):
            say("wait", line)
            fs = [tasks.ensure_future(f) if coroutines.iscoroutine(f) else f for f in fs]
    return await _stock(fs, timeout=timeout, return_when=return_when)


for function in (_wait, _wait_for_all):
    function.__name__ = function.__qualname__ = "wait"


def install():
    """Replaces `asyncio.wait`."""
    for module in (asyncio, tasks):
        module.wait = inspect.markcoroutinefunction(_wait)
