"""What the trace tells of locks and semaphores, by watching CPython's own methods run.

`sys.monitoring` calls back when exactly these code objects return or yield: asyncio is not patched, and nothing else
is slowed down. The watched frame is the caller of the callback.
"""
import sys
from asyncio import locks

import _loopscope as host
from loopscope import ending
from loopscope.entities import resources
from loopscope.frames import target_name, user_frame, user_line
from loopscope.observe import Current

_monitoring = sys.monitoring
_TOOL = 4
_events = _monitoring.events


def _created(resource, frame, returned):
    # A barrier's own lock is a part of it, and no resource of the program's.
    if resources.find(resource) is not None or frame.f_back.f_back.f_code is _barrier:
        return
    # The construction in the program may be several frames up: BoundedSemaphore calls Semaphore.__init__.
    frame = user_frame(frame)
    entity = resources.add(resource)
    entity.name = target_name(frame) if frame is not None else ""
    entity.value = _value(resource)
    line = frame.f_lineno if frame is not None else 0
    host.resourceCreated(entity.number, type(resource).__name__, entity.name, entity.value, line)


def _waited(resource, frame, returned):
    _report(host.resourceWaited, resource)


def _acquired(resource, frame, returned):
    _report(host.resourceAcquired, resource)


def _released(resource, frame, returned):
    _report(host.resourceReleased, resource)


def _handed_back(semaphore, frame, woken):
    """A task that is cancelled while a permit is on its way to it gives the permit back, inside `acquire`."""
    entity = resources.find(semaphore)
    if not woken and entity is not None and frame.f_back.f_code is _acquire and _value(semaphore) > entity.value:
        _report(host.resourceReleased, semaphore)


def _report(hook, resource):
    entity = resources.find(resource)
    if entity is not None:
        entity.value = _value(resource)
        hook(entity.number, Current.number(), entity.value, user_line(3))


_acquire = locks.Semaphore.acquire.__code__
_barrier = locks.Barrier.__init__.__code__


def _value(resource):
    """Free permits: a semaphore's count, a lock's one or none."""
    if isinstance(resource, locks.Semaphore):
        return resource._value
    return 0 if resource._locked else 1


# What to do when a watched method returns or yields, by the id of its code.
_on_return = {}
_on_yield = {}


def _watch(method, on_return, on_yield=None):
    code = method.__code__
    _on_return[id(code)] = on_return
    wanted = _events.PY_RETURN
    if on_yield is not None:
        _on_yield[id(code)] = on_yield
        wanted |= _events.PY_YIELD
    _monitoring.set_local_events(_TOOL, code, wanted)


def _returned(code, offset, value):
    frame = sys._getframe(1)
    _on_return[id(code)](frame.f_locals["self"], frame, value)


def _yielded(code, offset, value):
    frame = sys._getframe(1)
    _on_yield[id(code)](frame.f_locals["self"], frame, value)


_PULSE_EVERY = 1000
_jumps = 0


def _jumped(code, offset, destination):
    """A loop in the program turned: now and then, let the host pass on what is recorded, or end the program."""
    global _jumps
    _jumps += 1
    if _jumps >= _PULSE_EVERY:
        # The count starts anew only if the program goes on, so that it cannot outlast its end in a loop.
        if host.pulse():
            ending.end(ending.HALTED, sys._getframe(1).f_lineno)
        _jumps = 0


def install():
    _monitoring.use_tool_id(_TOOL, "loopscope")
    _monitoring.register_callback(_TOOL, _events.PY_RETURN, _returned)
    _monitoring.register_callback(_TOOL, _events.PY_YIELD, _yielded)
    _monitoring.register_callback(_TOOL, _events.JUMP, _jumped)
    for resource in (locks.Semaphore, locks.Lock):
        _watch(resource.__init__, _created)
        _watch(resource.acquire, _acquired, _waited)
        _watch(resource.release, _released)
    _watch(locks.Semaphore._wake_up_next, _handed_back)


def watch_loops(code):
    """Calls the host's pulse from loops in this code and the functions in it."""
    global _jumps
    _jumps = 0
    _monitoring.set_local_events(_TOOL, code, _events.JUMP)
    for constant in code.co_consts:
        if type(constant) is type(code):
            watch_loops(constant)
