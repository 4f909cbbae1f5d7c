"""What the trace tells of queues: each item that goes in or comes out, and the end of them."""

import sys
from asyncio import queues
from builtins import id
from collections import deque

import _loopscope as host

from loopscope.frames import line_from
from loopscope.instrumentation.instrument import watch
from loopscope.instrumentation.resources import report_change, watch_making
from loopscope.instrumentation.task_events import Current, births
from loopscope.journal import QUEUE_GOT, QUEUE_PUT, crosses_as_entry, entries, label, labels
from loopscope.registry import resources
from loopscope.reprs import short_repr

_ITEM_ROOM = 30

_known = resources.known
_plain = queues.Queue


def _telling(code, hook, change):
    """Tells of an item, which changes the size by so much."""
    frame_at = sys._getframe

    def tell(self, item):
        global entries
        entity = _known.get(id(self))
        if entity is None or entity.ref() is not self:
            return
        entity.value = size = _size(self, entity.value + change)
        shown, following = short_repr(item, _ITEM_ROOM), "" if type(self) is _plain else _next(self)
        running, line = Current.task, line_from(frame_at(2))
        task = running.number if running is not None and not births else Current.number()
        if crosses_as_entry(size):
            text, next_text = labels.get(shown) or label(shown), label(following) if following else 0
            entries += (code, entity.number, task, text, size, line, next_text)
        else:
            hook(entity.number, task, shown, size, line, following)

    return tell


def _shut_down(self):
    entity = resources.find(self)
    if entity is not None:
        report_change(self, "shutdown", _size(self, entity.value))


def _size(queue, counted):
    """How many items it has; as counted where a subclass keeps them in something of its own, whose code is not run."""
    contents = queue.__dict__.get("_queue")
    kind = type(contents)
    return len(contents) if kind is deque or kind is list or kind is dict or kind is set else counted


def _next(queue):
    """What a priority queue would give out next: its items do not tell. Other queues' order does."""
    if not isinstance(queue, queues.PriorityQueue):
        return ""
    heap = queue.__dict__.get("_queue")
    return short_repr(heap[0], _ITEM_ROOM) if type(heap) is list and heap else ""


def install():
    watch_making(queues.Queue, lambda queue: queue._maxsize)
    # It wakes who waits on its other side after each item.
    watch(queues.Queue.put_nowait, before=("_wakeup_next", _telling(QUEUE_PUT, host.queuePut, 1)))
    watch(queues.Queue.get_nowait, before=("_wakeup_next", _telling(QUEUE_GOT, host.queueGot, -1)))
    watch(queues.Queue.shutdown, end=_shut_down)
