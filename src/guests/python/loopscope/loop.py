"""CPython's selector event loop on the TypeScript loop: ready queue, timers, clock and iterations are the
host's.

Handles stay here and cross over as numbers. `run_forever`, `run_until_complete` and all above them are
`asyncio.BaseEventLoop`'s own; transports, servers and `sock_*` are `asyncio.selector_events`' and
`asyncio.unix_events`', on a selector that the host answers for. The invariant: `_ls_handles` and `_ls_timers`
hold the same handles as the TypeScript loop, in the same order, as soon as the host has read the journal.

Attributes of our own begin with `_ls_`, so that those of a program's subclass do not meet them.

asyncio's code reads of a loop, and finds here: `_ready`, `_scheduled`, `_run_once`,
`_timer_handle_cancelled`, `_clock_resolution`, `_current_handle`, `_add_callback`, `_write_to_self`,
`_do_shutdown`.
"""

import asyncio
import sys
from asyncio import base_events, futures, tasks, unix_events
from builtins import id
from functools import partial
from math import inf
from types import BuiltinMethodType, FunctionType

import _loopscope as host

from loopscope import determinism, journal, outcome, spinning
from loopscope.cpython_internals import WAKEUP_NAME, format_handle
from loopscope.descriptor_loop import WaitsForDescriptors
from loopscope.frames import FILENAME, line_from, user_line
from loopscope.handle import (
    ForeignHandle,
    Handle,
    ReadyQueue,
    ThreadSafeHandle,
    TimerHandle,
    Timers,
    name_of,
    run_unless_cancelled,
)
from loopscope.impersonation import impersonates, line_of_create_future
from loopscope.instrumentation import diagnoses
from loopscope.instrumentation.resources import register
from loopscope.instrumentation.task_events import (
    Current,
    adopt_eager,
    create_maybe_eager,
    entity_of_task,
    future_settled,
    notice_cancel,
    register_future,
    task_of,
    tasks_being_created,
)
from loopscope.journal import Shared, entries, float_operands, label, labels
from loopscope.journal_codes import (
    BEGIN_ITERATION,
    CANCEL_HANDLE,
    CODE_BITS,
    END_BATCH,
    LEAVE_BATCH,
    NEXT_HANDLE,
    SCHEDULE_CALLBACK,
    SCHEDULE_STEP,
    SCHEDULE_TIMER,
)
from loopscope.registry import futures as known_futures
from loopscope.run_once import run_batch
from loopscope.signals import SignalHandlers
from loopscope.task import Task, stand_ins
from loopscope.threads.coroutines import second
from loopscope.threads.executor import awaited
from loopscope.threads.scheduler import Running, Visitors, next_deadline
from loopscope.threads.variants import suspends

# The number of the handle that was created last.
_last_handle = 0


def reset():
    """Forgets everything of the last program."""
    global _last_handle
    _last_handle = 0


class EventLoop(SignalHandlers, WaitsForDescriptors):
    def __init__(self, selector=None):
        super().__init__(selector)
        loop = host.newLoop()
        self._ls_host_select = loop.select
        # Looked up once, as an attribute of a JavaScript object crosses over each time.
        self._ls_host_time = loop.time
        self._ls_host_begin, self._ls_host_begin_stopping = loop.begin, loop.beginStopping
        self._ls_host_enter, self._ls_host_leave, self._ls_host_close = loop.enter, loop.leave, loop.close
        self._ls_host_ready_at = loop.readyAt
        self._ls_host_set_spin, self._ls_host_set_time = loop.setSpin, loop.setTime
        # True once the host knows that the program overrides `time`.
        self._ls_has_own_time = False
        self._ls_number = number = loop.number << CODE_BITS
        self._ls_begins, self._ls_starts = (number | BEGIN_ITERATION,), (number | NEXT_HANDLE,)
        self._ls_ends, self._ls_leaves = (number | END_BATCH,), (number | LEAVE_BATCH,)
        self._ls_soon, self._ls_step_soon = number | SCHEDULE_CALLBACK, number | SCHEDULE_STEP
        self._clock_resolution = 1e-9
        self._ls_handles = []
        self._ls_timers = {}
        # The thread that waits for the loop to have something to do.
        self._ls_sleeper = None
        # Iterations that may still begin without a crossing, unless the host has read the journal since.
        self._ls_lease = 0
        self._ls_leased_at = 0
        # The host's code of the last iteration's spin; 0 for none (`spinning`).
        self._ls_spin = 0
        self._ready = ReadyQueue(self._ls_handles, self._ls_append)
        self._scheduled = Timers(
            self._ls_timers, self._ls_append_timer, partial(self._ls_pending_timers, loop.timers)
        )

    def time(self):
        return float(self._ls_host_time())

    def call_soon(self, callback, *args, context=None):
        if self._closed:
            self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_soon")
        handle = Handle(callback, args, self, context)
        self._ls_schedule(handle, callback, args)
        return handle

    # Its name in the trace if a program schedules `loop.call_soon` itself.
    call_soon.__qualname__ = asyncio.BaseEventLoop.call_soon.__qualname__

    def call_soon_threadsafe(self, callback, *args, context=None):
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        handle = ThreadSafeHandle(callback, args, self, context)
        self._ls_schedule(handle, callback, args)
        self._write_to_self()
        return handle

    def _ls_guard(self):
        """Watches for calls of `call_soon`, as another thread begins to run."""
        self.call_soon = self._ls_call_soon_elsewhere

    def _ls_unguard(self):
        self.__dict__.pop("call_soon", None)

    def _ls_call_soon_elsewhere(self, callback, *args, context=None):
        handle = type(self).call_soon(self, callback, *args, context=context)
        diagnoses.called_from_another_thread(sys._getframe(1), Running.thread.name)
        return handle

    def _ls_schedule(self, handle, callback, args):
        """Appends a handle to the ready queue. The line that scheduled it is found from the caller's caller
        on."""
        global entries, _last_handle
        if tasks_being_created:
            adopt_eager()
        if len(args) == 1 and (known := known_futures.refs.get(id(args[0]))) is not None:
            future_settled(known, args[0])
        # No call may come between the entry and the handle's joining `_ls_handles`: a call may run
        # finalizers, which may schedule handles of their own. (`task_of`, spelled out for the common kinds.)
        kind = type(callback)
        if kind is FunctionType:
            task = None
        elif kind is BuiltinMethodType:
            task = callback.__self__ if callback.__name__ == WAKEUP_NAME else None
        else:
            task = task_of(callback)
        if task is None:
            text = callback.__qualname__ if kind is FunctionType else name_of(callback)
            name = labels.get(text) or label(text)
            handle._ls_entity = None
            frame = sys._getframe(2)
            line = frame.f_lineno if frame.f_code.co_filename == FILENAME else line_from(frame)
            handle._ls_number = _last_handle = _last_handle + 1
            entries += (self._ls_soon, _last_handle, name, line)
        else:
            if type(task) is Task:
                entity = task._ls_entity
            else:
                entity = entity_of_task(task)
                notice_cancel(task, entity)
            # A task that yields (`sleep(0)`) schedules its own next step; the program has no line for that.
            line = 0 if entity is not None and entity is Current.task else line_from(sys._getframe(2))
            if entity is None:
                entity = entity_of_task(task, None, line)
            handle._ls_entity = entity
            handle._ls_number = _last_handle = _last_handle + 1
            entries += (self._ls_step_soon, _last_handle, entity.number, line)
        self._ls_handles.append(handle)

    def _ls_append(self, handle):
        """A program's `_ready.append(handle)`."""
        self._ls_schedule(ForeignHandle(handle), handle._callback, handle._args)

    def _ls_append_timer(self, timer):
        """A program's `_scheduled.append(timer)`."""
        self.call_at(timer._when, run_unless_cancelled, timer)

    def call_at(self, when, callback, *args, context=None):
        global entries, float_operands, _last_handle
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        timer = TimerHandle(when, callback, args, self, context)
        timer._ls_entity = None
        task, name, line, due = Current.number(), label(name_of(callback)), user_line(2), float(when)
        timer._ls_number = number = _last_handle = _last_handle + 1
        timer._scheduled = True
        self._ls_timers[number] = timer
        # The host must decide about the next iteration: this timer may be due in it.
        self._ls_lease = 0
        float_operands += (due,)
        entries += (SCHEDULE_TIMER | self._ls_number, number, task, name, line)
        return timer

    def _timer_handle_cancelled(self, handle):
        self._ls_drop(handle)

    def _ls_drop(self, handle):
        """Reports a handle as cancelled, unless it has run."""
        global entries
        number, handle._ls_number = handle._ls_number, 0
        if number:
            self._ls_timers.pop(number, None)
            entries += (CANCEL_HANDLE | self._ls_number, number)

    def _ls_pending_timers(self, numbers):
        journal.flush()
        return numbers()

    @suspends
    def _run_once(self):
        global entries
        if watched := self._ls_watched:
            self._ls_select()
        handles = self._ls_handles
        count = len(handles)
        if count and self._ls_lease and self._ls_leased_at is journal.flushes:
            self._ls_lease -= 1
            entries += self._ls_begins
        else:
            count = self._ls_begin(not watched)
        run_batch(self, handles, count)

    @suspends
    def _ls_begin(self, lets_others_run):
        """Lets the host begin an iteration. Returns how many handles are in its batch."""
        if lets_others_run and Running.others:
            self._ls_let_others_run(-1)
        if self._ls_spin:
            batch = [handle._ls_entity for handle in self._ls_handles]
            waits = spinning.look(self, self._ls_spin, self._ls_is_anything_due(), batch)
            self._ls_host_set_spin(waits, next_deadline())
        if type(self).time is not _time or "time" in self.__dict__:
            if not self._ls_has_own_time:
                self._ls_has_own_time = True
                self._ls_host_set_time(lambda: float(self.time()))
        journal.publish(room=len(self._ls_timers) + 4)
        count = self._ls_host_begin_stopping() if self._stopping else self._ls_host_begin()
        if count < 0:
            if -count == outcome.DEADLOCK and Visitors.come():
                # An empty batch: what comes is for the next iteration.
                return 0
            outcome.end(-count)
        answer = Shared.entries
        # A time that the program overrides may move at any moment.
        self._ls_lease = 0 if self._ls_has_own_time else answer[1]
        self._ls_leased_at = journal.flushes
        self._ls_spin = answer[2]
        for number in answer[4 : 4 + answer[3]] if self._ls_timers else ():
            timer = self._ls_timers.pop(number)
            timer._scheduled = False
            self._ls_handles.append(timer)
        return count

    def _ls_is_anything_due(self):
        return bool(self._ls_timers) or host.nextArrival() < inf

    def _ls_run_timed(self, handle):
        """Runs a handle in debug mode, and warns if it took long, as `BaseEventLoop._run_once` does."""
        self._current_handle = handle
        try:
            started = self.time()
            handle._run()
            took = self.time() - started
            if took >= self.slow_callback_duration:
                name = format_handle(handle)
                base_events.logger.warning("Executing %s took %.3f seconds", name, took)
        finally:
            # As in `run_once.run_batch`.
            self._current_handle = handle = None

    def _run_forever_setup(self):
        super()._run_forever_setup()
        journal.flush()
        self._ls_host_enter()
        Running.loop = self._ls_number
        Running.thread.loops.append(self)

    def _run_forever_cleanup(self):
        journal.flush()
        self._ls_host_leave()
        Running.thread.loops.remove(self)
        self._ls_unguard()
        super()._run_forever_cleanup()

    def close(self):
        if not self._closed and not self.is_running():
            diagnoses.loop_closing(self)
        super().close()
        for handle in (*self._ls_handles, *self._ls_timers.values()):
            # A later `cancel` of it is not reported.
            handle._ls_number = 0
        self._ls_handles.clear()
        self._ls_timers.clear()
        journal.flush()
        self._ls_host_close()

    @impersonates(*line_of_create_future())
    def create_future(self):
        future = futures.Future(loop=self)
        register_future(future, line_from(sys._getframe(1)))
        return future

    def create_task(self, coro, **kwargs):
        self._check_closed()
        if Running.thread.coroutine is not None:
            # The loop of a worker thread: it can be suspended in the coroutine that this gives.
            coro = second(coro)
        factory = self._task_factory
        if factory is tasks.eager_task_factory:
            # It would call `asyncio.Task`; this is the same with the loop's own class.
            factory = None
            kwargs.setdefault("eager_start", True)
        elif factory is None and tasks.Task not in stand_ins:
            # The program has put a class of its own in the place of `asyncio.tasks.Task`.
            factory = _create_of_class
        if factory is not None:
            return create_maybe_eager(partial(factory, self, coro, **kwargs), coro)
        task = Task(coro, loop=self, **kwargs)
        if diagnoses.dropping or diagnoses.passing:
            diagnoses.task_created(task, sys._getframe(1))
        try:
            return task
        finally:
            # As in `BaseEventLoop.create_task`: an exception's traceback must not form a cycle with its task.
            del task

    def _asyncgen_firstiter_hook(self, agen):
        super()._asyncgen_firstiter_hook(agen)
        register(agen, "async_generator", "async_generator", agen.__qualname__, 0)

    def call_exception_handler(self, context):
        if diagnoses.exception_handled(context):
            return
        super().call_exception_handler(context)

    def run_in_executor(self, executor, func, *args):
        return awaited(super().run_in_executor(executor, func, *args))


_time = EventLoop.time


def _create_of_class(loop, coro, **kwargs):
    return tasks.Task(coro, loop=loop, **kwargs)


def install():
    """Makes this the loop that asyncio creates. Once an interpreter, after the network is in place."""
    # Pyodide has replaced it by one for its own loop.
    asyncio.run = asyncio.runners.run
    # Programs print their loop: it has the name of the class that it stands for.
    stock = unix_events.SelectorEventLoop
    EventLoop.__name__, EventLoop.__qualname__, EventLoop.__module__ = (
        stock.__name__,
        stock.__name__,
        stock.__module__,
    )
    for module in (asyncio, unix_events):
        module.EventLoop = module.SelectorEventLoop = EventLoop
    determinism.install()
