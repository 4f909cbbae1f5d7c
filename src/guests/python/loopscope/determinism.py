"""Sets of tasks in asyncio, ordered by insertion.

asyncio iterates over sets of futures, in the order of their addresses: another in every run. That is a choice
where CPython promises nothing; the order of insertion is one that it could have."""

from asyncio import taskgroups, tasks


class OrderedSet(dict):
    """A set, as far as asyncio uses one."""

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    remove = dict.__delitem__


def _make_set(*iterables):
    """`set` in `asyncio.tasks`. An empty one is a real set: `wait` fills it and returns it to the program."""
    return OrderedSet.fromkeys(*iterables) if iterables else set()


def install():
    """Replaces the sets of `asyncio.tasks` and `asyncio.taskgroups`."""
    tasks.set = _make_set
    taskgroups.set = OrderedSet
