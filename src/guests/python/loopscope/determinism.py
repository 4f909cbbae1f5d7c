"""Where asyncio goes through a set, the order is that of addresses, another in every run. Here it is that of coming."""

from asyncio import taskgroups, tasks


class OrderedSet(dict):
    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    remove = dict.__delitem__


def _given(*iterables):
    """For `set` in `asyncio.tasks`: ordered as given. The empty ones are for the program, which gets sets."""
    return OrderedSet.fromkeys(*iterables) if iterables else set()


def install():
    tasks.set = _given
    taskgroups.set = OrderedSet
