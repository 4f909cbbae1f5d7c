"""Threads that wait for the results of tasks: the worker thread that calls `Future.result` of the future that
`run_coroutine_threadsafe` returned. It may do so before the task exists. Called by `scheduler`, and as a
future of asyncio is chained to one of `concurrent.futures`."""

import sys
from asyncio import Task
from concurrent.futures import Future
from weakref import WeakKeyDictionary

import _loopscope as host

from loopscope.cpython_internals import chain_future
from loopscope.frames import FILENAME
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.task_events import entity_of_task
from loopscope.threads.chain import frames_of

_CALLS = Future.result.__qualname__, Future.exception.__qualname__
# The tasks whose results futures get, and the threads that wait for them, by future.
_tasks = WeakKeyDictionary()
_waiting = WeakKeyDictionary()


def reset():
    """Forgets everything of the last program."""
    _tasks.clear()
    _waiting.clear()


def suspended(thread, call):
    """Notes that a thread is suspended in a call, and reports the task that it waits for, if there is one."""
    if call not in _CALLS:
        return
    future = _future_in(_frames(thread))
    if type(future) is Future:
        _waiting[future] = thread
        _report(future)


def _report(future):
    entity, thread = _tasks.get(future), _waiting.get(future)
    if entity is not None and thread is not None and thread.is_suspended:
        host.resultAwaited(thread.number, entity.number)


def _chained(source, destination):
    if type(destination) is Future and isinstance(source, Task):
        _tasks[destination] = entity_of_task(source)
        _report(destination)


def _future_in(frames):
    for frame in frames:
        if frame.f_code.co_qualname in _CALLS and frame.f_globals["__name__"] == Future.__module__:
            return frame.f_locals["self"]
    return None


def _frames(thread):
    """The frames of a thread that is suspended, or else those of the thread that runs."""
    if not thread.coroutine.cr_suspended:
        frame = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename != FILENAME:
            yield frame
            frame = frame.f_back
        return
    yield from frames_of(thread.coroutine)


def install():
    """Instruments asyncio. Once an interpreter."""
    instrument(chain_future, on_start=_chained)
