"""Where asyncio goes through a set, the order is that of addresses, another in every run. Here it is that of coming."""
from asyncio import events, queues, taskgroups, tasks


class OrderedSet(dict):
    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    remove = dict.__delitem__


def _given(*iterables):
    """For `set` in `asyncio.tasks`: ordered as given. The empty ones are for the program, which gets sets."""
    return OrderedSet.fromkeys(*iterables) if iterables else set()


def init_as_completed(self, aws, timeout):
    """`_AsCompletedIterator.__init__` as it is, but for the set that it makes."""
    self._done = queues.Queue()
    self._timeout_handle = None

    loop = events.get_event_loop()
    todo = OrderedSet.fromkeys(tasks.ensure_future(aw, loop=loop) for aw in dict.fromkeys(aws))
    for f in todo:
        f.add_done_callback(self._handle_completion)
    if todo and timeout is not None:
        self._timeout_handle = loop.call_later(timeout, self._handle_timeout)
    self._todo = todo
    self._todo_left = len(todo)


def install():
    tasks.set = _given
    taskgroups.set = OrderedSet
