"""`concurrent.futures.ThreadPoolExecutor` on lanes: CPython's own class but for its worker threads.

A worker is idle, or a function of it has run and its end lies ahead, in the agenda of whoever let it run. Then the
future gets its outcome, its callbacks run in the worker, and the worker takes up the next function in line.
"""

import queue
import threading
from concurrent import futures
from concurrent.futures import _base, thread
from functools import partial
from itertools import count

import _loopscope as host

from loopscope.outcome import Stopped
from loopscope.registry import futures as entities
from loopscope.threads import scheduler
from loopscope.threads.scheduler import Running
from loopscope.threads.start import started

_next_idle = count().__next__


class Worker(threading.Thread):
    """A thread of a pool. `idle` is its place among the idle ones, None while a function of it runs."""

    def __init__(self, pool, name):
        super().__init__(name=name)
        self._pool = pool
        self._lane = scheduler.new_lane(name)
        self._ident = self._lane.ident
        self._context_of_pool = pool._create_worker_context()
        self.idle = None
        self.free_at = host.now()
        self._started.set()
        threading._active[self._ident] = self
        started.append(self)

    def initialize(self):
        """Runs the pool's initializer; the worker is free when that has returned."""
        self._free(self._run_lane(self._initialize))

    def _initialize(self):
        try:
            self._context_of_pool.initialize()
        except Stopped:
            raise
        except BaseException:
            _base.LOGGER.critical("Exception in initializer:", exc_info=True)
            self._pool._initializer_failed()

    def take(self):
        """Takes up what stands in line, until there is no more or a function takes time."""
        self.idle = None
        while (item := self._next_item()) is not None:
            outcome = []
            end = self._run_lane(self._run_item, item, outcome)
            if end > host.now():
                ahead[item.future] = end, outcome
                self._later(end, partial(self._finish_later, item.future, outcome))
                return
            end = self._finish(item.future, outcome)
            if end > host.now():
                self._later(end, self.take)
                return
        self.free_at = host.now()
        self.idle = _next_idle()
        _retire(self._pool)

    def _next_item(self):
        """The next in line that is not cancelled; None if there is none."""
        while not self._pool._broken:
            try:
                item = self._pool._work_queue.get_nowait()
            except queue.Empty:
                break
            if item is not None and item.future.set_running_or_notify_cancel():
                return item
        return None

    def _free(self, when):
        if when > host.now():
            self._later(when, self.take)
        else:
            self.take()

    def _finish_later(self, future, outcome):
        self._free(self._finish(future, outcome))

    def _later(self, when, action):
        self.free_at = when
        scheduler.at(when, self.name, action)

    def _run_lane(self, function, *args):
        end = scheduler.run_in(self._lane, lambda: self._run_in_context(function, args))
        scheduler.must_end(end)
        return end

    def _run_in_context(self, function, args):
        if self._context is None:
            self._context = threading._contextvars.Context()
        self._context.run(function, *args)

    def _run_item(self, item, outcome):
        host.threadStarted(self._lane.number, self.name)
        try:
            outcome += True, self._context_of_pool.run(item.task)
        except Stopped:
            raise
        except BaseException as error:
            # Without this frame.
            outcome += False, error.with_traceback(error.__traceback__.tb_next)

    def _finish(self, future, outcome):
        """Gives a future its outcome. Returns when its callbacks have run."""
        ahead.pop(future, None)
        return self._run_lane(self._settle, future, *outcome)

    def _settle(self, future, succeeded, value):
        try:
            if succeeded:
                future.set_result(value)
            else:
                future.set_exception(value)
        except Stopped:
            raise
        except BaseException:
            _base.LOGGER.critical("Exception in worker", exc_info=True)
        host.threadEnded(self._lane.number, self.name)

    def is_alive(self):
        return self.idle is None or not (self._pool._shutdown or self._pool._broken)

    def join(self, timeout=None):
        deadline = None if timeout is None else host.now() + max(timeout, 0)
        scheduler.block(lambda: not self.is_alive(), deadline)


# Futures whose functions have run, but whose end is ahead: when it is, and their outcome.
ahead = {}
# Who waits for the threads of a pool to end.
_joining = {}


def reset():
    """Forgets everything of the last program."""
    global _next_idle
    _next_idle = count().__next__
    ahead.clear()
    _joining.clear()
    thread.ThreadPoolExecutor._counter = count().__next__


_submit = thread.ThreadPoolExecutor.submit
_shutdown = thread.ThreadPoolExecutor.shutdown
_result, _exception = _base.Future.result, _base.Future.exception


def submit(self, fn, /, *args, **kwargs):
    future = _submit(self, fn, *args, **kwargs)
    # After CPython's submit has let go of its locks: the function may submit too.
    _adjust_thread_count(self)
    return future


def _adjust_thread_count(pool):
    if type(pool._threads) is set:
        # In order of creation.
        pool._threads = []
    idle = [worker for worker in pool._threads if worker.idle is not None]
    free = [worker for worker in idle if worker.free_at <= host.now()]
    if free:
        min(free, key=lambda worker: worker.idle).take()
    elif len(pool._threads) < pool._max_workers:
        worker = Worker(pool, f"{pool._thread_name_prefix or pool}_{len(pool._threads)}")
        pool._threads.append(worker)
        worker.initialize()
    elif idle:
        # It has ended in a lane that is ahead of this one.
        worker = min(idle, key=lambda worker: worker.free_at)
        worker.idle = None
        scheduler.at(worker.free_at, worker.name, worker.take)


def shutdown(self, wait=True, *, cancel_futures=False):
    _shutdown(self, wait, cancel_futures=cancel_futures)
    _retire(self)


def _retire(pool):
    """Lets go of the workers of a pool that are done; tells who waits for the last of them."""
    for worker in pool._threads:
        if not worker.is_alive():
            threading._active.pop(worker.ident, None)
    if _is_joined(pool):
        for joined in _joining.pop(pool, ()):
            joined()


def _is_joined(pool):
    return not any(worker.is_alive() for worker in pool._threads)


def when_joined(pool, joined):
    """Calls `joined()` when the last thread of a pool that is shut down has ended."""
    if _is_joined(pool):
        joined()
    else:
        _joining.setdefault(pool, []).append(joined)


def _reach(future):
    """In a lane: goes to the known end of a function that another lane has run, or at most to the timeout."""

    def wait(self, timeout=None):
        known = ahead.get(self)
        if known is None or Running.lane is scheduler.main or not known[1]:
            return future(self, timeout)
        end, (succeeded, value) = known
        if timeout is not None and host.now() + timeout < end:
            scheduler.pass_time(host.now() + timeout)
            raise TimeoutError
        if end > host.now():
            scheduler.pass_time(end)
        if future is _exception:
            return None if succeeded else value
        if not succeeded:
            raise value
        return value

    wait.__name__, wait.__qualname__ = future.__name__, future.__qualname__
    return wait


def awaited(future):
    """Marks a future of asyncio as one that waits for a thread."""
    entity = entities.find(future)
    if entity is not None:
        entity.reason = "thread"
    return future


def install():
    pool = futures.ThreadPoolExecutor
    pool.submit, pool.shutdown = submit, shutdown
    pool._adjust_thread_count = lambda self: None
    _base.Future.result, _base.Future.exception = _reach(_result), _reach(_exception)
