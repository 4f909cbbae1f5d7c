"""`concurrent.futures.ThreadPoolExecutor` on virtual threads: CPython's own class but for its worker threads.

    idle ─► function has run, its end lies ahead ─► callbacks of its future run ─► next function, or idle

The end is an entry in the agenda of the thread that let the function run. This module replaces `submit`,
`shutdown` and `_adjust_thread_count` of the class, and reads the private attributes that those read.
"""

import logging
import queue
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import count

import _loopscope as host

from loopscope.outcome import Stopped
from loopscope.registry import futures as known_futures
from loopscope.threads import blocking, scheduler
from loopscope.threads.scheduler import Running
from loopscope.threads.start import started

_logger = logging.getLogger("concurrent.futures")
_next_idle = count().__next__


class Worker(threading.Thread):
    """A worker thread of a pool. `idle` is its place in the order of idle workers, None while a function of
    it runs; `free_at` is when it can take the next one, in seconds."""

    def __init__(self, pool, name):
        super().__init__(name=name)
        self._pool = pool
        self._virtual_thread = scheduler.new_thread(name)
        self._ident = self._virtual_thread.ident
        self._context_of_pool = pool._create_worker_context()
        self.idle = None
        self.free_at = host.now()
        self._started.set()
        threading._active[self._ident] = self
        started.append(self)

    def initialize(self):
        """Runs the pool's initializer; the worker is free at the end of that."""
        self._free(self._run_now(self._initialize))

    def _initialize(self):
        try:
            self._context_of_pool.initialize()
        except Stopped:
            raise
        except BaseException:
            _logger.critical("Exception in initializer:", exc_info=True)
            self._pool._initializer_failed()

    def take(self):
        """Runs the functions in line, until there is none or one takes time."""
        self.idle = None
        while (item := self._next_item()) is not None:
            outcome = []
            end = self._run_now(self._run_item, item, outcome)
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
        """The next work item that is not cancelled, or None."""
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

    def _run_now(self, function, *args):
        end = scheduler.run_in(self._virtual_thread, lambda: self._run_in_context(function, args))
        blocking.must_end(end)
        return end

    def _run_in_context(self, function, args):
        if self._context is None:
            self._context = threading._contextvars.Context()
        self._context.run(function, *args)

    def _run_item(self, item, outcome):
        host.threadStarted(self._virtual_thread.number, self.name)
        try:
            outcome += True, self._context_of_pool.run(item.task)
        except Stopped:
            raise
        except BaseException as error:
            # Without this frame in its traceback.
            outcome += False, error.with_traceback(error.__traceback__.tb_next)

    def _finish(self, future, outcome):
        """Gives a future its outcome. Returns the time at which its callbacks have run."""
        ahead.pop(future, None)
        return self._run_now(self._settle, future, *outcome)

    def _settle(self, future, succeeded, value):
        try:
            if succeeded:
                future.set_result(value)
            else:
                future.set_exception(value)
        except Stopped:
            raise
        except BaseException:
            _logger.critical("Exception in worker", exc_info=True)
        host.threadEnded(self._virtual_thread.number, self.name)

    def is_alive(self):
        return self.idle is None or not (self._pool._shutdown or self._pool._broken)

    def join(self, timeout=None):
        deadline = None if timeout is None else host.now() + max(timeout, 0)
        blocking.block(lambda: not self.is_alive(), deadline)


# Futures whose functions have run and whose end lies ahead: the time of that, and their outcome.
ahead = {}
# Callbacks for the end of the last worker, by pool.
_joining = {}


def reset():
    """Forgets everything of the last program."""
    global _next_idle
    _next_idle = count().__next__
    ahead.clear()
    _joining.clear()
    ThreadPoolExecutor._counter = count().__next__


_submit = ThreadPoolExecutor.submit
_shutdown = ThreadPoolExecutor.shutdown
_result, _exception = Future.result, Future.exception


def submit(self, fn, /, *args, **kwargs):
    future = _submit(self, fn, *args, **kwargs)
    # CPython's `submit` calls it under its locks. Here the function runs at once, and may submit another.
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
        # All are idle later than now: their functions ran in threads that are ahead of this one.
        worker = min(idle, key=lambda worker: worker.free_at)
        worker.idle = None
        scheduler.at(worker.free_at, worker.name, worker.take)


def shutdown(self, wait=True, *, cancel_futures=False):
    _shutdown(self, wait, cancel_futures=cancel_futures)
    _retire(self)


def _retire(pool):
    """Drops the workers of a pool that are done, and calls back for the end of the last one."""
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


def _reaching(stock):
    """`Future.result` or `Future.exception` for another thread than the main one: it cannot wait, but the end
    of a function that has run is known, so it lets its time pass until then, at most for the timeout."""

    def wait(self, timeout=None):
        known = ahead.get(self)
        if known is None or Running.thread is scheduler.main or not known[1]:
            return stock(self, timeout)
        end, (succeeded, value) = known
        if timeout is not None and host.now() + timeout < end:
            blocking.pass_time(host.now() + timeout)
            raise TimeoutError
        if end > host.now():
            blocking.pass_time(end)
        if stock is _exception:
            return None if succeeded else value
        if not succeeded:
            raise value
        return value

    wait.__name__, wait.__qualname__ = stock.__name__, stock.__qualname__
    return wait


def awaited(future):
    """Gives a future of asyncio the reason \"thread\" for the trace. Returns it."""
    entity = known_futures.find(future)
    if entity is not None:
        entity.reason = "thread"
    return future


def install():
    """Replaces the worker threads. Once an interpreter."""
    pool = ThreadPoolExecutor
    pool.submit, pool.shutdown = submit, shutdown
    pool._adjust_thread_count = lambda self: None
    Future.result, Future.exception = _reaching(_result), _reaching(_exception)
