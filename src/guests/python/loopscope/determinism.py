"""Sets in asyncio, ordered by insertion.

asyncio iterates over sets of futures, of asynchronous generators and of a server's connections, in the order
of their addresses, and over a set of the addresses that a server listens at, in the order of their hashes:
another in every run. That is a choice where CPython promises nothing; the order of insertion is one that it
could have."""

import weakref
from asyncio import base_events, runners, taskgroups, tasks
from types import SimpleNamespace

from loopscope import registry


class OrderedSet(dict):
    """A set, as far as asyncio uses one."""

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    remove = dict.__delitem__


class _OrderedWeakSet(weakref.WeakSet):
    def __init__(self, data=()):
        super().__init__()
        self.data = OrderedSet()
        self.update(data)


def _make_set(*iterables):
    """`set` in asyncio's modules. An empty one is a real set: `wait` fills it and returns it to the
    program."""
    return OrderedSet.fromkeys(*iterables) if iterables else set()


def _all_tasks(loop):
    """`asyncio.all_tasks`, in the order in which the tasks were made: `asyncio.run` cancels what is left."""
    return sorted(tasks.all_tasks(loop), key=_number_of)


def _number_of(task):
    entity = registry.tasks.find(task)
    return entity.number if entity is not None else 0


def install():
    """Replaces the sets of asyncio's modules."""
    runners.tasks = SimpleNamespace(all_tasks=_all_tasks, gather=tasks.gather)
    tasks.set = base_events.set = _make_set
    taskgroups.set = OrderedSet
    base_events.weakref = SimpleNamespace(WeakSet=_OrderedWeakSet)
