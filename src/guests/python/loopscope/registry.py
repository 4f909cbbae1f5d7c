"""Numbers of the objects that a trace names: tasks, futures, resources.

An object is found by its address, and a weak reference proves that it is still the same one. Nothing is
stored on the objects, and none is kept alive.
"""

import re
import weakref
from builtins import id

_DEFAULT_NAME = re.compile(r"Task-\d+")


class Entity:
    """A task or a resource in the trace. Of a task: `line` and `reason` of its suspension, `cancels`, the
    number of cancel requests reported, `coroutine`, the qualified name of its coroutine, and `done`. Of a
    resource: `value`, as reported last, and `reason`, its kind."""

    __slots__ = ("number", "ref", "name", "line", "reason", "cancels", "coroutine", "done", "value")

    def __init__(self, number, obj):
        self.number = number
        self.ref = weakref.ref(obj)
        self.name = ""
        self.line = 0
        self.reason = ""
        self.cancels = 0
        self.coroutine = ""
        self.done = False
        self.value = 0

    def shown_name(self):
        """The name of a task for people, as in `store/task-name.ts`: its coroutine and number, if the program
        gave it no name."""
        coroutine = self.coroutine.rpartition(".")[2]
        if not coroutine or not _DEFAULT_NAME.fullmatch(self.name):
            return self.name
        return coroutine if self.name == "Task-1" else f"{coroutine} · {self.name.removeprefix('Task-')}"


class Registry:
    """Entities by object. `known` has them by address, to be read without a call where it happens often."""

    def __init__(self):
        self.known = {}
        self._count = 0

    def find(self, obj):
        """The entity of an object, or None if it has none yet."""
        entity = self.known.get(id(obj))
        # An address may be used again after its object has died.
        return entity if entity is not None and entity.ref() is obj else None

    def add(self, obj):
        self._count += 1
        entity = self.known[id(obj)] = Entity(self._count, obj)
        return entity

    def clear(self):
        self.known.clear()
        self._count = 0

    def __iter__(self):
        """The entities whose objects are alive, in order of creation."""
        return iter(sorted((e for e in self.known.values() if e.ref() is not None), key=lambda e: e.number))


class _FutureRef(weakref.ref):
    """The entity of a future and its weak reference in one object, as there are many. `settled` is True once
    it is reported as done; `reason` is the reason that its waiting tasks are suspended for, empty for the
    default."""

    __slots__ = ("number", "settled", "reason")


class FutureRegistry:
    """Entities by future; `refs` has them by address."""

    def __init__(self):
        self.refs = {}
        self._count = 0

    def find(self, future):
        """The entity of a future, or None if it has none yet."""
        ref = self.refs.get(id(future))
        # An address may be used again after its object has died.
        return ref if ref is not None and ref() is future else None

    def add(self, future):
        self._count += 1
        ref = self.refs[id(future)] = _FutureRef(future)
        ref.number = self._count
        ref.settled = False
        ref.reason = ""
        return ref

    def clear(self):
        self.refs.clear()
        self._count = 0


tasks = Registry()
futures = FutureRegistry()
resources = Registry()


def clear():
    """Forgets everything of the last program."""
    for registry in (tasks, futures, resources):
        registry.clear()
