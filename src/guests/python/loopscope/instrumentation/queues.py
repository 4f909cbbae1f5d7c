"""Queues in the trace: each item that is put or got, the size from then on, and the shutdown."""

import sys
from asyncio import queues
from builtins import id
from collections import deque

import _loopscope as host

from loopscope.cpython_internals import QUEUE_WAKE_UP, queue_maxsize
from loopscope.frames import line_from
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.resources import instrument_creation, report_change
from loopscope.instrumentation.task_events import Current, tasks_being_created
from loopscope.journal import crosses_as_entry, entries, label, labels
from loopscope.journal_codes import QUEUE_GOT, QUEUE_PUT
from loopscope.registry import resources
from loopscope.reprs import short_repr

_MAX_ITEM_REPR = 30

_known = resources.known
_plain = queues.Queue


def _reporting(code, hook, change):
    """A hook that reports an item, which changes the size by `change`."""
    frame_at = sys._getframe

    def report_item(self, item):
        global entries
        entity = _known.get(id(self))
        if entity is None or entity.ref() is not self:
            return
        entity.value = size = _size(self, entity.value + change)
        text, following = short_repr(item, _MAX_ITEM_REPR), "" if type(self) is _plain else _next(self)
        running, line = Current.task, line_from(frame_at(2))
        task = running.number if running is not None and not tasks_being_created else Current.number()
        if crosses_as_entry(size):
            item_label, next_label = labels.get(text) or label(text), label(following) if following else 0
            entries += (code, entity.number, task, item_label, size, line, next_label)
        else:
            hook(entity.number, task, text, size, line, following)

    return report_item


def _shut_down(self):
    entity = resources.find(self)
    if entity is not None:
        report_change(self, "shutdown", _size(self, entity.value))


def _size(queue, counted):
    """The number of items, or `counted` for a subclass that keeps them in an object of its own: asking that
    would run the program's code."""
    contents = queue.__dict__.get("_queue")
    kind = type(contents)
    return len(contents) if kind is deque or kind is list or kind is dict or kind is set else counted


def _next(queue):
    """The repr of the item that a priority queue gives out next, which does not follow from the order of puts
    as for other queues; empty for those."""
    if not isinstance(queue, queues.PriorityQueue):
        return ""
    heap = queue.__dict__.get("_queue")
    return short_repr(heap[0], _MAX_ITEM_REPR) if type(heap) is list and heap else ""


def install():
    instrument_creation(queues.Queue, queue_maxsize)
    # Each item is in its place when the queue wakes a task that waits for the other end.
    instrument(queues.Queue.put_nowait, before_call=(QUEUE_WAKE_UP, _reporting(QUEUE_PUT, host.queuePut, 1)))
    instrument(queues.Queue.get_nowait, before_call=(QUEUE_WAKE_UP, _reporting(QUEUE_GOT, host.queueGot, -1)))
    instrument(queues.Queue.shutdown, on_return=_shut_down)
