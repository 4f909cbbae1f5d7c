"""CPython's event loop with the ready queue, timers, clock and iteration of the TypeScript loop.

Handles stay here; they cross over as numbers. `run_forever`, `run_until_complete` and everything above them are
`asyncio.BaseEventLoop`'s own.
"""
import asyncio
import itertools
from asyncio import events, futures as asyncio_futures

import _loopscope as host
from loopscope.entities import tasks
from loopscope.frames import stops_here, user_line
from loopscope.observe import (
    Current,
    after_step,
    before_step,
    entity_of_future,
    entity_of_task,
    future_settled,
    notice_cancel,
    task_of,
)

_handles = {}
_next_handle = itertools.count(1).__next__
_next_task_name = itertools.count(1).__next__
_names = {}

RAN, DEADLOCK, LIVELOCK, HALTED = range(4)


class Stopped(BaseException):
    """Ends a program that the loop cannot or may not go on with; not an Exception, so that no program swallows it."""

    def __init__(self, outcome, message, line=0):
        super().__init__(message)
        self.outcome = outcome
        self.line = line


def reset():
    """Forgets everything of the last program."""
    global _next_handle, _next_task_name
    _handles.clear()
    _names.clear()
    _next_handle = itertools.count(1).__next__
    _next_task_name = itertools.count(1).__next__
    Current.task = None


def _name(text):
    number = _names.get(text)
    if number is None:
        number = _names[text] = host.name(text)
    return number


def _label(callback):
    """What to call a callback that is no task's."""
    if callback is asyncio_futures._set_result_unless_cancelled:
        return "sleep"
    while hasattr(callback, "func"):
        callback = callback.func
    return getattr(callback, "__qualname__", None) or type(callback).__name__


class Handle(events.Handle):
    __slots__ = ("_number", "_task")

    def cancel(self):
        if _handles.pop(self._number, None) is not None:
            self._loop._host_cancel(self._number)
        super().cancel()


class TimerHandle(events.TimerHandle):
    __slots__ = ("_number", "_task")


@stops_here
def run_handle(number):
    """Runs one handle; the only way in which the TypeScript loop calls Python."""
    handle = _handles.pop(number)
    task = handle._task
    if task is None or task.done():
        handle._run()
        return
    before_step(task)
    try:
        handle._run()
    finally:
        after_step(task)


class EventLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        loop = host.newLoop()
        # Looked up once: an attribute of a JavaScript object crosses over each time.
        self._host_time, self._host_run_once = loop.time, loop.runOnce
        self._host_call_soon, self._host_call_at, self._host_cancel = loop.callSoon, loop.callAt, loop.cancel
        self._host_enter, self._host_leave = loop.enter, loop.leave
        self._clock_resolution = 1e-9

    def time(self):
        return float(self._host_time())

    def _call_soon(self, callback, args, context):
        handle = Handle(callback, args, self, context)
        self._schedule(handle, callback, args)
        return handle

    def _schedule(self, handle, callback, args):
        task = handle._task = task_of(callback)
        number = handle._number = _next_handle()
        _handles[number] = handle
        if len(args) == 1 and asyncio_futures.isfuture(args[0]):
            future_settled(args[0])
        if task is not None:
            entity = entity_of_task(task)
            notice_cancel(task, entity)
            self._host_call_soon(number, entity.number, _name(entity.name), 0)
        else:
            self._host_call_soon(number, 0, _name(_label(callback)), user_line(3))

    def call_at(self, when, callback, *args, context=None):
        if when is None:
            raise TypeError("when cannot be None")
        self._check_closed()
        if self._debug:
            self._check_thread()
            self._check_callback(callback, "call_at")
        timer = TimerHandle(when, callback, args, self, context)
        if timer._source_traceback:
            del timer._source_traceback[-1]
        timer._task = None
        number = timer._number = _next_handle()
        _handles[number] = timer
        timer._scheduled = True
        self._host_call_at(number, Current.number(), _name(_label(callback)), user_line(2), float(when))
        return timer

    def _timer_handle_cancelled(self, handle):
        if _handles.pop(handle._number, None) is not None:
            self._host_cancel(handle._number)

    def _run_once(self):
        ending = self._host_run_once(bool(self._stopping))
        if ending != RAN:
            stop(ending)

    def _run_forever_setup(self):
        super()._run_forever_setup()
        self._host_enter()

    def _run_forever_cleanup(self):
        self._host_leave()
        super()._run_forever_cleanup()

    def create_future(self):
        future = super().create_future()
        entity_of_future(future)
        return future

    def create_task(self, coro, **kwargs):
        # The interpreter's own count goes on from run to run; a program's tasks begin with Task-1.
        if kwargs.get("name") is None:
            kwargs["name"] = f"Task-{_next_task_name()}"
        return super().create_task(coro, **kwargs)

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


def stop(ending):
    """Raises what ends the program, after which nothing it does is recorded."""
    if ending == HALTED:
        raise Stopped("limit", host.haltReason())
    waiting = [e for e in tasks if not e.ref().done()]
    where = "; ".join(f"{e.name} waits on {_plain(e.reason)} in line {e.line}" for e in waiting[:8])
    if len(waiting) > 8:
        where += f"; and {len(waiting) - 8} more"
    line = next((e.line for e in reversed(waiting) if e.line), 0)
    host.seal()
    if ending == LIVELOCK:
        raise Stopped("limit", f"livelock: callbacks run for ever at one instant while a timer waits for time to pass: {where}", line)
    raise Stopped("deadlock", f"deadlock: nothing is ready and no timer is pending, so nothing can ever happen again. {where}", line)


def _plain(reason):
    return {"future": "a future", "task": "another task", "gather": "gather", "TaskGroup": "its TaskGroup"}.get(
        reason, f"a {reason}"
    )


class Policy(events._BaseDefaultEventLoopPolicy):
    """Gives this loop wherever asyncio makes one, and one to `get_event_loop()` where Python before 3.14 did."""

    _loop_factory = EventLoop

    def get_event_loop(self):
        if self._local._loop is None:
            host.warningRaised(
                "asyncio.get_event_loop() made an event loop because there was none; "
                "since Python 3.14 it raises RuntimeError: use asyncio.run(main()).",
                user_line(2),
            )
            self.set_event_loop(self.new_event_loop())
        return self._local._loop


def install():
    """Makes this the loop of every asyncio program from now on."""
    asyncio._set_running_loop(None)
    events._event_loop_policy = Policy()
    asyncio.EventLoop = asyncio.SelectorEventLoop = EventLoop
