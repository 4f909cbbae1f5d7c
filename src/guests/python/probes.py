"""What the trace tells of locks and semaphores, by watching CPython's own methods run.

`sys.monitoring` calls back when exactly these code objects return or yield: asyncio is not patched, and nothing else
is slowed down. The watched frame is the caller of the callback.
"""
import sys
from asyncio import locks

import _loopscope as host
from loopscope.entities import resources
from loopscope.frames import FILENAME, target_name, user_line
from loopscope.observe import Current

_monitoring = sys.monitoring
_TOOL = 4
_events = _monitoring.events


def _created(resource, frame):
    if resources.find(resource) is not None:
        return
    # The construction in the program may be several frames up: BoundedSemaphore calls Semaphore.__init__.
    while frame is not None and frame.f_code.co_filename != FILENAME:
        frame = frame.f_back
    entity = resources.add(resource)
    entity.name = target_name(frame) if frame is not None else ""
    line = frame.f_lineno if frame is not None else 0
    host.resourceCreated(entity.number, type(resource).__name__, entity.name, _value(resource), line)


def _waited(resource, frame):
    _report(host.resourceWaited, resource)


def _acquired(resource, frame):
    _report(host.resourceAcquired, resource)


def _released(resource, frame):
    _report(host.resourceReleased, resource)


def _report(hook, resource):
    entity = resources.find(resource)
    if entity is not None:
        hook(entity.number, Current.number(), _value(resource), user_line(3))


def _value(resource):
    """Free permits: a semaphore's count, a lock's one or none."""
    if isinstance(resource, locks.Semaphore):
        return resource._value
    return 0 if resource._locked else 1


_on_return = {
    locks.Semaphore.__init__.__code__: _created,
    locks.Semaphore.acquire.__code__: _acquired,
    locks.Semaphore.release.__code__: _released,
    locks.Lock.__init__.__code__: _created,
    locks.Lock.acquire.__code__: _acquired,
    locks.Lock.release.__code__: _released,
}
_on_yield = {
    locks.Semaphore.acquire.__code__: _waited,
    locks.Lock.acquire.__code__: _waited,
}


def _watcher(table):
    def watch(code, offset, value):
        action = table.get(code)
        if action is not None:
            frame = sys._getframe(1)
            action(frame.f_locals["self"], frame)

    return watch


_PULSE_EVERY = 1000
_jumps = 0


def _jumped(code, offset, destination):
    """A loop in the program turned: now and then, let the host pass on what is recorded."""
    global _jumps
    _jumps += 1
    if _jumps >= _PULSE_EVERY:
        _jumps = 0
        host.pulse()


def install():
    _monitoring.use_tool_id(_TOOL, "loopscope")
    _monitoring.register_callback(_TOOL, _events.PY_RETURN, _watcher(_on_return))
    _monitoring.register_callback(_TOOL, _events.PY_YIELD, _watcher(_on_yield))
    _monitoring.register_callback(_TOOL, _events.JUMP, _jumped)
    for code in {*_on_return, *_on_yield}:
        wanted = (_events.PY_RETURN if code in _on_return else 0) | (_events.PY_YIELD if code in _on_yield else 0)
        _monitoring.set_local_events(_TOOL, code, wanted)


def watch_loops(code):
    """Calls the host's pulse from loops in this code and the functions in it."""
    global _jumps
    _jumps = 0
    _monitoring.set_local_events(_TOOL, code, _events.JUMP)
    for constant in code.co_consts:
        if type(constant) is type(code):
            watch_loops(constant)
