"""Numbers for the objects that a trace names: tasks, futures, resources.

An object is known by its address and a weak reference that proves it is still the same one; nothing is stored on
the objects and none is kept alive.
"""
import weakref


class Entity:
    """What the trace knows of one object. `label` is the host's number for its name; `line` and `reason` tell where a
    task is suspended and what for; `cancels` counts the cancel requests seen; `value` is a resource's last told."""

    __slots__ = ("number", "ref", "name", "label", "line", "reason", "cancels", "done", "value")

    def __init__(self, number, obj):
        self.number = number
        self.ref = weakref.ref(obj)
        self.name = ""
        self.label = 0
        self.line = 0
        self.reason = ""
        self.cancels = 0
        self.done = False
        self.value = 0


class Registry:
    def __init__(self):
        self._entities = {}
        self._count = 0

    def find(self, obj):
        """The entity of an object, or None if it has none yet."""
        entity = self._entities.get(id(obj))
        # An address may have been used again after its object died.
        return entity if entity is not None and entity.ref() is obj else None

    def add(self, obj):
        self._count += 1
        entity = self._entities[id(obj)] = Entity(self._count, obj)
        return entity

    def clear(self):
        self._entities.clear()
        self._count = 0

    def __iter__(self):
        """The entities whose objects are alive, in order of creation."""
        return iter(sorted((e for e in self._entities.values() if e.ref() is not None), key=lambda e: e.number))


tasks = Registry()
futures = Registry()
resources = Registry()


def clear():
    for registry in (tasks, futures, resources):
        registry.clear()
