"""Calls back when exactly the watched functions start, yield or return.

`sys.monitoring` has local events for single code objects: asyncio is not patched, and nothing else is slowed down.
"""
import sys

monitoring = sys.monitoring
events = monitoring.events
TOOL = 4

# What to do, by the id of the function's code. The watched frame is the caller of the callback.
_on_start = {}
_on_yield = {}
_on_return = {}


def watch(function, start=None, wait=None, end=None):
    """Calls `start(frame)` when the function starts, `wait(frame)` when it yields, `end(frame, value)` on return."""
    code = function.__code__
    wanted = 0
    for handler, handlers, event in (
        (start, _on_start, events.PY_START),
        (wait, _on_yield, events.PY_YIELD),
        (end, _on_return, events.PY_RETURN),
    ):
        if handler is not None:
            handlers[id(code)] = handler
            wanted |= event
    monitoring.set_local_events(TOOL, code, wanted)


def _started(code, offset):
    _on_start[id(code)](sys._getframe(1))


def _yielded(code, offset, value):
    _on_yield[id(code)](sys._getframe(1))


def _returned(code, offset, value):
    _on_return[id(code)](sys._getframe(1), value)


def install():
    monitoring.use_tool_id(TOOL, "loopscope")
    monitoring.register_callback(TOOL, events.PY_START, _started)
    monitoring.register_callback(TOOL, events.PY_YIELD, _yielded)
    monitoring.register_callback(TOOL, events.PY_RETURN, _returned)
