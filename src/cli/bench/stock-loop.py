"""CPython's own event loop on a virtual clock, untraced, in an interpreter that a guest uses too.

A round is timed from the first `run_forever` to the end of the last, as `python.ts` times the guest's rounds.
"""
import asyncio
import gc
from time import perf_counter

from loopscope.instrumentation.instrument import original_code


class Selector:
    """Selector that waits by moving the clock."""

    def __init__(self, loop):
        self._loop = loop

    def select(self, timeout):
        if timeout:
            self._loop.now += timeout
        return ()


class EventLoop(asyncio.BaseEventLoop):
    started = ended = None

    def __init__(self):
        super().__init__()
        self.now = 0.0
        self._selector = Selector(self)

    def time(self):
        return self.now

    def _run_forever_setup(self):
        EventLoop.started = EventLoop.started or perf_counter()
        super()._run_forever_setup()

    def _run_forever_cleanup(self):
        super()._run_forever_cleanup()
        EventLoop.ended = perf_counter()

    def _process_events(self, event_list):
        pass

    def _write_to_self(self):
        pass


def round_of(workloads, name):
    """Run a workload without the guest's instrumentation and with the built-in `set`; return its seconds."""
    watched = {function: function.__code__ for function in original_code}
    ordered = vars(asyncio.tasks).pop("set", set)
    for function, code in original_code.items():
        function.__code__ = code
    program = {"__name__": "workloads"}
    try:
        exec(compile(workloads, "workloads.py", "exec"), program)
        EventLoop.started = None
        asyncio.run(program[name](), loop_factory=EventLoop)
        return EventLoop.ended - EventLoop.started
    finally:
        for function, code in watched.items():
            function.__code__ = code
        asyncio.tasks.set = ordered
        program.clear()
        # The guest expects this state for its next program.
        gc.collect()
        gc.freeze()
