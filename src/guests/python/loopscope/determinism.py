"""Sets in asyncio, ordered by insertion.

asyncio iterates over sets of futures, of asynchronous generators and of a server's connections, in the order
of their addresses, and over a set of the addresses that a server listens at, in the order of their hashes:
another in every run. That is a choice where CPython promises nothing; the order of insertion is one that it
could have."""

import weakref
from asyncio import base_events, taskgroups, tasks
from types import SimpleNamespace


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


def install():
    """Replaces the sets of asyncio's modules."""
    tasks.set = base_events.set = _make_set
    taskgroups.set = OrderedSet
    base_events.weakref = SimpleNamespace(WeakSet=_OrderedWeakSet)
