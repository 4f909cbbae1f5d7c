"""CPython's event loop with the ready queue, timers, clock and iteration of the TypeScript loop.

Handles stay here; they cross over as numbers. `run_forever`, `run_until_complete` and everything above them are
`asyncio.BaseEventLoop`'s own.
"""
import asyncio
from asyncio import base_events, events, unix_events
from functools import partial
from itertools import count

import _loopscope as host
from loopscope import ending, observe, output
from loopscope.frames import stops_here, user_line
from loopscope.handle import Handle, HandleQueue, TimerHandle, name_of
from loopscope.observe import (
    Current,
    after_step,
    create_maybe_eager,
    entity_of_future,
    entity_of_task,
    future_settled,
    label,
    notice_cancel,
    task_of,
)
from loopscope.task import Task, in_order

_next_handle = count(1).__next__

# The handles of the loop that runs now, by number: each with the entity of the task that it steps, or None.
_handles = {}

# What a callback raised that ends the run: SystemExit or KeyboardInterrupt.
_raised = None


def reset():
    """Forgets everything of the last program."""
    global _next_handle, _raised
    _next_handle = count(1).__next__
    _raised = None


@stops_here
def run_handle(number):
    """Runs one handle; the only way in which the TypeScript loop calls Python. True if the run must not go on: an
    exception would print a traceback on its way through JavaScript, so `_run_once` raises it again."""
    global _raised
    handle, entity = _handles.pop(number)
    # The loop's own handles do not get here cancelled; one that somebody else put into `_ready` may.
    if handle._cancelled:
        return False
    if type(handle) is TimerHandle:
        handle._scheduled = False
    Current.task = entity
    try:
        if handle._loop._debug:
            handle._loop._run_timed(handle)
        else:
            handle._run()
    except BaseException as error:
        _raised = error
    # An exception's traceback may hold this frame: with the handle in it, exception and task would form a cycle, and
    # "never retrieved" would come late.
    handle = None
    output.flush()
    Current.task = None
    if entity is not None:
        after_step(entity)
    return _raised is not None


class EventLoop(asyncio.BaseEventLoop):
    def __init__(self):
        super().__init__()
        loop = host.newLoop()
        # Looked up once: an attribute of a JavaScript object crosses over each time.
        self._host_time, self._host_run_once = loop.time, loop.runOnce
        self._host_call_soon, self._host_call_at, self._host_cancel = loop.callSoon, loop.callAt, loop.cancel
        self._host_enter, self._host_leave, self._host_close = loop.enter, loop.leave, loop.close
        self._clock_resolution = 1e-9
        self._handles = {}
        self._ready = HandleQueue(self._handles, loop.ready, self._schedule)
        self._scheduled = HandleQueue(self._handles, loop.timers)

    def time(self):
        return float(self._host_time())

    def _call_soon(self, callback, args, context):
        handle = Handle(callback, args, self, context)
        if handle._source_traceback:
            del handle._source_traceback[-1]
        handle._number = self._schedule(handle, 4)
        return handle

    def call_soon_threadsafe(self, callback, *args, context=None):
        # There is one thread, and nothing to wake: it is call_soon.
        self._check_closed()
        if self._debug:
            self._check_callback(callback, "call_soon_threadsafe")
        return self._call_soon(callback, args, context)

    def _schedule(self, handle, depth=2):
        """Appends a handle to the ready queue; returns its number. The frames below `depth` are the loop's own."""
        callback, args = handle._callback, handle._args
        if observe.births:
            observe.adopt_eager()
        if len(args) == 1:
            future_settled(args[0])
        number = _next_handle()
        task = task_of(callback)
        if task is None:
            self._handles[number] = handle, None
            self._host_call_soon(number, 0, label(name_of(callback)), user_line(depth))
        else:
            entity = entity_of_task(task)
            if type(task) is not Task:
                notice_cancel(task, entity)
            self._handles[number] = handle, entity
            # A task that only lets others run is scheduled by no line of the program.
            line = user_line(depth) if entity is not Current.task else 0
            self._host_call_soon(number, entity.number, entity.label, line)
        return number

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
        number = timer._number = _next_handle()
        self._handles[number] = timer, None
        timer._scheduled = True
        self._host_call_at(number, Current.number(), label(name_of(callback)), user_line(2), float(when))
        return timer

    def _timer_handle_cancelled(self, handle):
        self._drop(handle._number)

    def _drop(self, number):
        """Cancels a handle unless it ran."""
        if self._handles.pop(number, None) is not None:
            self._host_cancel(number)

    def _run_once(self):
        global _handles, _raised
        outer, _handles = _handles, self._handles
        iteration = self._host_run_once(bool(self._stopping))
        _handles = outer
        if _raised is not None:
            error, _raised = _raised, None
            try:
                raise error
            finally:
                # The traceback holds this frame.
                del error
        if iteration != ending.RAN:
            ending.end(iteration)

    def _run_timed(self, handle):
        """In debug mode: names the callbacks that hold up the loop, as `BaseEventLoop._run_once` does."""
        self._current_handle = handle
        try:
            started = self.time()
            handle._run()
            took = self.time() - started
            if took >= self.slow_callback_duration:
                name = base_events._format_handle(handle)
                base_events.logger.warning("Executing %s took %.3f seconds", name, took)
        finally:
            self._current_handle = None

    def _run_forever_setup(self):
        super()._run_forever_setup()
        self._host_enter()

    def _run_forever_cleanup(self):
        self._host_leave()
        super()._run_forever_cleanup()

    def close(self):
        super().close()
        self._handles.clear()
        self._host_close()

    def create_future(self):
        future = super().create_future()
        entity_of_future(future)
        return future

    def create_task(self, coro, **kwargs):
        self._check_closed()
        factory = self._task_factory
        if factory is asyncio.eager_task_factory:
            # What it does, with the loop's own class.
            factory = None
            kwargs.setdefault("eager_start", True)
        if factory is not None:
            return create_maybe_eager(partial(factory, self, coro, **kwargs), coro)
        if kwargs.get("name") is None:
            kwargs["name"] = observe.next_name()
        if kwargs.get("eager_start"):
            task = create_maybe_eager(partial(Task, coro, loop=self, **kwargs), coro)
        else:
            task = Task(coro, loop=self, **kwargs)
        if task._source_traceback:
            del task._source_traceback[-1]
        try:
            return task
        finally:
            # As in BaseEventLoop: an exception's traceback must not form a cycle with its task.
            del task

    def run_in_executor(self, executor, func, *args):
        # Before an executor is made, which the runner would have to join with another thread.
        raise RuntimeError("can't start new thread")

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


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
    # Pyodide's own loop had replaced it.
    asyncio.run = asyncio.runners.run
    for module in (asyncio, unix_events):
        module.EventLoop = module.SelectorEventLoop = EventLoop
    unix_events._DefaultEventLoopPolicy = Policy
    asyncio.tasks.set = in_order


def begin():
    """No loop runs and none is set, as in a new interpreter."""
    asyncio._set_running_loop(None)
    events._event_loop_policy = Policy()
