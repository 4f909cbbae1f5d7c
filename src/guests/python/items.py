"""What the trace tells of queues: each item that goes in or comes out, and the end of them."""
from asyncio import queues
from collections import deque

import _loopscope as host
from loopscope.entities import resources
from loopscope.frames import user_line
from loopscope.observe import Current
from loopscope.resources import report_change, watch_making
from loopscope.texts import short_repr
from loopscope.watching import watch

_ITEM_ROOM = 30
_CONTAINERS = (deque, list, dict, set)

# A queue wakes who waits on its other side after each item; by who wakes them, what to tell and the change of its size.
_moves = {
    id(queues.Queue.put_nowait.__code__): (host.queuePut, 1),
    id(queues.Queue.get_nowait.__code__): (host.queueGot, -1),
}


def _moved(frame):
    mover = frame.f_back
    move = _moves.get(id(mover.f_code))
    queue = mover.f_locals["self"] if move is not None else None
    entity = resources.find(queue)
    if entity is None:
        return
    hook, change = move
    entity.value = _size(queue, entity.value + change)
    item = short_repr(mover.f_locals["item"], _ITEM_ROOM)
    hook(entity.number, Current.number(), item, entity.value, user_line(), _next(queue))


def _shut_down(frame, _):
    queue = frame.f_locals["self"]
    entity = resources.find(queue)
    if entity is not None:
        report_change(queue, "shutdown", _size(queue, entity.value))


def _size(queue, counted):
    """How many items it has; as counted where a subclass keeps them in something of its own, whose code is not run."""
    contents = queue.__dict__.get("_queue")
    return len(contents) if type(contents) in _CONTAINERS else counted


def _next(queue):
    """What a priority queue would give out next: its items do not tell. Other queues' order does."""
    if not isinstance(queue, queues.PriorityQueue):
        return ""
    heap = queue.__dict__.get("_queue")
    return short_repr(heap[0], _ITEM_ROOM) if type(heap) is list and heap else ""


def install():
    watch_making(queues.Queue, lambda queue: queue._maxsize)
    watch(queues.Queue._wakeup_next, start=_moved)
    watch(queues.Queue.shutdown, end=_shut_down)
