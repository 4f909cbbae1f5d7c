"""Numbers for the objects that a trace names: tasks, futures, resources.

An object is known by its address and a weak reference that proves it is still the same one; nothing is stored on
the objects and none is kept alive.
"""

import weakref
from builtins import id


class Entity:
    """What the trace knows of a task or resource. `line` and `reason` tell where a task is suspended and what for;
    `cancels` counts the cancel requests seen; `value` is a resource's last told."""

    __slots__ = ("number", "ref", "name", "line", "reason", "cancels", "done", "value")

    def __init__(self, number, obj):
        self.number = number
        self.ref = weakref.ref(obj)
        self.name = ""
        self.line = 0
        self.reason = ""
        self.cancels = 0
        self.done = False
        self.value = 0


class Registry:
    """`known` has the entities by the addresses of their objects, for those that look there without a call."""

    def __init__(self):
        self.known = {}
        self._count = 0

    def find(self, obj):
        """The entity of an object, or None if it has none yet."""
        entity = self.known.get(id(obj))
        # An address may have been used again after its object died.
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
    """The entity of a future, and its reference in one: there are many. `reason` is why tasks wait for it, if that is
    not told by where they wait."""

    __slots__ = ("number", "settled", "reason")


class Futures:
    def __init__(self):
        self.refs = {}
        self._count = 0

    def find(self, future):
        """The entity of a future, or None if it has none yet."""
        ref = self.refs.get(id(future))
        # An address may have been used again after its object died.
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
futures = Futures()
resources = Registry()


def clear():
    for registry in (tasks, futures, resources):
        registry.clear()
