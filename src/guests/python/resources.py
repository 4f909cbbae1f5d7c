"""The locks, semaphores, events, conditions, barriers and queues that the trace tells of, each from its making on.

What asyncio makes for its own use, in one of these or elsewhere, is a part of that, and no resource of the program's.
"""
from asyncio import locks, queues, tasks

import _loopscope as host
from loopscope.entities import resources
from loopscope.frames import target_name, user_frame, user_line
from loopscope.observe import Current
from loopscope.watching import watch

_asyncio = (locks.__name__, queues.__name__)
_condition = locks.Condition.__init__.__code__

# The constructors of what has parts.
_wholes = set()


def install():
    for whole in (locks.Barrier, queues.Queue, tasks._AsCompletedIterator):
        _wholes.add(id(whole.__init__.__code__))


def watch_making(cls, value):
    """Tells of each new object of the class or of a subclass. `value(resource)` is how many it is for."""

    def made(frame, _):
        resource = frame.f_locals["self"]
        if resources.find(resource) is None and not _is_part(frame):
            _introduce(resource, count(value(resource)), frame)

    watch(cls.__init__, end=made)


def _introduce(resource, value, frame):
    frame = user_frame(_maker(frame))
    entity = resources.add(resource)
    name, line = (target_name(frame), frame.f_lineno) if frame is not None else ("", 0)
    cls = type(resource)
    base = next(base for base in cls.__mro__ if base.__module__ in _asyncio)
    host.resourceCreated(entity.number, cls.__name__, name, value, line, base.__name__)


def _is_part(frame):
    maker = _maker(frame)
    # The lock that a condition makes is the program's to acquire; a barrier's condition and its lock are not.
    if maker is not None and maker.f_code is _condition:
        maker = _maker(maker)
    return maker is not None and id(maker.f_code) in _wholes


def _maker(frame):
    """Who makes what the constructor in this frame makes: subclasses, a bounded semaphore among them, call it in
    theirs."""
    made = frame.f_locals["self"]
    while frame is not None and frame.f_code.co_name == "__init__" and frame.f_locals.get("self") is made:
        frame = frame.f_back
    return frame


def count(number):
    """A number that can cross over: what a program gives as a size may be anything."""
    return number if type(number) in (int, float) and abs(number) < 2**53 else 0


def report(hook, resource, value):
    entity = resources.find(resource)
    if entity is not None:
        entity.value = value
        hook(entity.number, Current.number(), count(value), user_line())


def report_change(resource, change, value):
    entity = resources.find(resource)
    if entity is not None:
        entity.value = value
        host.resourceChanged(entity.number, Current.number(), change, value, user_line())
