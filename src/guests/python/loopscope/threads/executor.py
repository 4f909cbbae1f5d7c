"""Worker threads of `concurrent.futures.ThreadPoolExecutor` in the trace: a worker is shown while a function
runs in it."""

import concurrent.futures.thread
from concurrent.futures import ThreadPoolExecutor
from itertools import count

from loopscope.determinism import OrderedSet
from loopscope.instrumentation.task_events import Current
from loopscope.registry import futures as known_futures
from loopscope.threads.scheduler import hide, show
from loopscope.threads.variants import suspends

_work_item = concurrent.futures.thread._WorkItem
_run_stock, _init = _work_item.run, _work_item.__init__


def reset():
    """Forgets everything of the last program."""
    ThreadPoolExecutor._counter = count().__next__
    concurrent.futures.thread._threads_queues.clear()


def _made(self, *args):
    _init(self, *args)
    # The task that asks for the call, 0 for none.
    self._ls_task = Current.number()


@suspends
def _run(self, ctx):
    if self.future.cancelled():
        return _run_stock(self, ctx)
    show(self._ls_task)
    try:
        _run_stock(self, ctx)
    finally:
        hide()


def awaited(future):
    """Gives a future of asyncio the reason "thread" for the trace. Returns it."""
    entity = known_futures.find(future)
    if entity is not None:
        entity.reason = "thread"
    return future


def install():
    """Replaces the functions. Once an interpreter."""
    _work_item.__init__, _work_item.run = _made, _run
    # A pool joins its threads in this set's order: that in which they began.
    concurrent.futures.thread.set = OrderedSet
