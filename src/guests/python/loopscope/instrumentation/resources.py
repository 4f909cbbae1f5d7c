"""The locks, semaphores, events, conditions, barriers and queues that the trace tells of, each from its making on.

What asyncio makes for its own use, in one of these or elsewhere, is a part of that, and no resource of the program's.
"""

import sys
from asyncio import locks, queues, tasks

import _loopscope as host

from loopscope.frames import line_from, target_name, user_frame, user_line
from loopscope.instrumentation.instrument import watch
from loopscope.instrumentation.task_events import Current
from loopscope.journal import crosses_as_entry, entries
from loopscope.registry import resources
from loopscope.reprs import class_name

# What the program's classes derive from; what derives from another one of them comes first.
_BASES = (
    locks.BoundedSemaphore,
    locks.Semaphore,
    locks.Lock,
    locks.Event,
    locks.Condition,
    locks.Barrier,
    queues.PriorityQueue,
    queues.LifoQueue,
    queues.Queue,
)
_condition = locks.Condition.__init__
# The constructors of what has parts.
_wholes = (locks.Barrier.__init__, queues.Queue.__init__, tasks._AsCompletedIterator.__init__)


def watch_making(cls, value):
    """Tells of each new object of the class or of a subclass. `value(resource)` is how many it is for."""

    def made(self):
        frame = sys._getframe(1)
        if resources.find(self) is None and not _is_part(frame):
            _introduce(self, count(value(self)), frame)

    watch(cls.__init__, end=made)


def _introduce(resource, value, frame):
    frame = user_frame(_maker(frame))
    entity = resources.add(resource)
    name, line = (target_name(frame), frame.f_lineno) if frame is not None else ("", 0)
    base = next(base for base in _BASES if issubclass(type(resource), base))
    host.resourceCreated(entity.number, class_name(resource), name, value, line, base.__name__)


def introduce(resource, kind, type_name, name, value):
    """Tells of a resource that tasks stand in no line for; who waits for it does so for a reason named as its kind."""
    entity = resources.add(resource)
    entity.reason = kind
    host.resourceCreated(entity.number, type_name, name, value, user_line(), kind)
    return entity


def _is_part(frame):
    maker = _maker(frame)
    # The lock that a condition makes is the program's to acquire; a barrier's condition and its lock are not.
    if maker is not None and maker.f_code is _condition.__code__:
        maker = _maker(maker)
    return maker is not None and any(maker.f_code is whole.__code__ for whole in _wholes)


def _maker(frame):
    """Who makes what the constructor in this frame makes: subclasses, a bounded semaphore among them, call it in
    theirs."""
    made = frame.f_locals["self"]
    while frame is not None and frame.f_code.co_name == "__init__" and frame.f_locals.get("self") is made:
        frame = frame.f_back
    return frame


def count(number):
    """A number that can cross over: what a program gives as a size may be anything."""
    kind = type(number)
    return number if (kind is int or kind is float) and abs(number) < 2**53 else 0


def report(code, hook, resource, value, frame):
    """Tells what happened to a resource, and how it is since: in the journal, by its code, or at once by the host's
    hook if the value is too large for that. The line is found from `frame` outwards."""
    global entries
    entity = resources.find(resource)
    if entity is None:
        return
    entity.value = value
    task, line = Current.number(), line_from(frame)
    if crosses_as_entry(value):
        entries += (code, entity.number, task, value, line)
    else:
        hook(entity.number, task, count(value), line)


def report_change(resource, change, value):
    entity = resources.find(resource)
    if entity is not None:
        entity.value = value
        host.resourceChanged(entity.number, Current.number(), change, value, user_line())
