"""Resources in the trace: locks, semaphores, events, conditions, barriers, queues, and the groups of
`combinators`.

A resource is registered when it is created and reported when it changes. One that asyncio makes for its own
use, such as a queue's event, is a part of the other and is not reported. Called by the modules beside this
one, and by the loop for asynchronous generators.
"""

import sys
from asyncio import locks, queues

import _loopscope as host

from loopscope.cpython_internals import AsCompletedIterator
from loopscope.frames import is_asyncio, line_from, target_name, user_frame, user_line
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.task_events import Current
from loopscope.journal import crosses_as_entry, entries
from loopscope.registry import resources
from loopscope.reprs import class_name

# The classes that a program's own may derive from; a subclass comes before its base.
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
# The constructors of what has parts of its own.
_constructors_of_wholes = (locks.Barrier.__init__, queues.Queue.__init__, AsCompletedIterator.__init__)


def instrument_creation(cls, value):
    """Registers each new object of a class or a subclass. `value(resource)` is its first value: the permits
    of a semaphore, the size of a queue, the parties of a barrier."""

    def created(self):
        frame = sys._getframe(1)
        if resources.find(self) is None and not _is_part(frame):
            _register_created(self, as_number(value(self)), frame)

    instrument(cls.__init__, on_return=created)


def _register_created(resource, value, frame):
    caller = _caller_of_constructor(frame)
    frame = user_frame(caller)
    entity = resources.add(resource)
    name, line = (_name_of(caller, frame), frame.f_lineno) if frame is not None else ("", 0)
    base = next(base for base in _BASES if issubclass(type(resource), base))
    host.resourceCreated(entity.number, class_name(resource), name, value, line, base.__name__)


def _name_of(caller, user):
    """The name of the variable that a new resource is assigned to: one of the program's, or of the library
    that creates it there, with its class: `ConnectionPool._lock`."""
    if caller is user or is_asyncio(caller):
        return target_name(user)
    name, owner = target_name(caller), caller.f_locals.get("self")
    return f"{type(owner).__name__}.{name}" if name and owner is not None else name


def register(resource, kind, type_name, name, value):
    """Registers a resource that has no line of waiters. `kind` is also the reason that its waiting tasks are
    suspended for. Returns its entity."""
    entity = resources.add(resource)
    entity.reason = kind
    host.resourceCreated(entity.number, type_name, name, value, user_line(), kind)
    return entity


def _is_part(frame):
    caller = _caller_of_constructor(frame)
    # A condition's lock is a resource, as the program may acquire it. That of a barrier's condition is not.
    if caller is not None and caller.f_code is _condition.__code__:
        caller = _caller_of_constructor(caller)
    return caller is not None and any(caller.f_code is whole.__code__ for whole in _constructors_of_wholes)


def _caller_of_constructor(frame):
    """The frame that creates the object whose `__init__` runs in `frame`, behind those of its subclasses."""
    created = frame.f_locals["self"]
    while frame is not None and frame.f_code.co_name == "__init__" and frame.f_locals.get("self") is created:
        frame = frame.f_back
    return frame


def as_number(number):
    """The number, or 0 if it cannot cross over to the host: a program may give anything as a size."""
    kind = type(number)
    return number if (kind is int or kind is float) and abs(number) < 2**53 else 0


def report(code, hook, resource, value, frame):
    """Reports what happened to a resource, and its value from then on: as an entry of the journal with this
    code, or by the host's hook if the value does not fit an entry. The line is that of the program from
    `frame` outwards."""
    global entries
    entity = resources.find(resource)
    if entity is None:
        return
    entity.value = value
    task, line = Current.number(), line_from(frame)
    if crosses_as_entry(value):
        entries += (code, entity.number, task, value, line)
    else:
        hook(entity.number, task, as_number(value), line)


def report_change(resource, change, value):
    """Reports a change by name, such as "set" or "notify", and the resource's value from then on."""
    entity = resources.find(resource)
    if entity is not None:
        entity.value = value
        host.resourceChanged(entity.number, Current.number(), change, value, user_line())
