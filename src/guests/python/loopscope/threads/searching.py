"""Functions of C in threads that compare what they search or order: those of `bisect` and `heapq`, and
methods of lists, sets and dictionaries. A thread can be suspended in `__eq__`, `__hash__` and `__lt__` of the
program's classes, and in a key."""

import bisect
import heapq
from collections import deque

from loopscope.threads.iteration import read
from loopscope.threads.operators import HASHED
from loopscope.threads.replacements import FUNCTIONS, METHODS
from loopscope.threads.replaying import callbacks, function_of, replay
from loopscope.threads.variants import helper, outcome


def _bisecting(stock):
    def search(a, x, /, *limits, key=None, **options):
        if key is not None:
            options["key"] = key
        return replay({*callbacks(x), *function_of(key)}, stock, a, x, *limits, **options)

    return search


def _ordering(stock):
    """A function that changes a heap: on a copy, which takes the heap's place at the end."""

    def change(heap, /, *item):
        copy = heap[:]
        result = stock(copy, *item)
        heap[:] = copy
        return result

    def order(heap, /, *item):
        if type(heap) is not list:
            return stock(heap, *item)
        found = callbacks(*item, *heap[:1])
        return replay(found, change, heap, *item) if found else stock(heap, *item)

    return order


def _making(stock):
    """A constructor of a set or dictionary."""

    @helper
    async def make(*values, **options):
        values = [await read(value) if type(value) not in HASHED else value for value in values]
        return await outcome(replay(callbacks(*values), stock, *values, **options))

    return make


def _search(stock, /, *args):
    """A method that compares its argument with all items."""
    return replay(callbacks(stock.__self__, *args), stock, *args)


def _look_up(stock, /, *args):
    """A method that finds its argument by the hash."""
    return replay(callbacks(*args[:1]), stock, *args)


def install():
    """Puts the functions in place. Once an interpreter."""
    for name in ("bisect_left", "bisect_right", "insort_left", "insort_right"):
        FUNCTIONS[getattr(bisect, name)] = _bisecting(getattr(bisect, name))
    for name in ("heappush", "heappop", "heapify", "heappushpop", "heapreplace"):
        FUNCTIONS[getattr(heapq, name)] = _ordering(getattr(heapq, name))
    FUNCTIONS.update((kind, _making(kind)) for kind in (set, frozenset, dict))
    for kind in (list, tuple, deque):
        METHODS.update({(kind, "index"): _search, (kind, "count"): _search})
    METHODS.update({(list, "remove"): _search, (deque, "remove"): _search})
    METHODS.update(((set, name), _look_up) for name in ("add", "discard", "remove"))
    METHODS.update(((dict, name), _look_up) for name in ("get", "pop", "setdefault"))
