"""Iterators and functions of C in threads that call a function for each item, or read others: `map`, `zip`,
`itertools`, `sorted`, `sum` and the like. A thread can be suspended in that function, and at each item."""

import functools
import itertools
import operator
from collections import deque
from types import coroutine

from loopscope.threads.generators import WAIT, Items
from loopscope.threads.iteration import items, items_are_plain, read
from loopscope.threads.operators import equal, truth
from loopscope.threads.replacements import FUNCTIONS, ITERATORS, METHODS
from loopscope.threads.replaying import callbacks, replay
from loopscope.threads.suspending import wait
from loopscope.threads.variants import helper, outcome, suspendable

_NONE = object()


@helper
@coroutine
def next_of(iterator, default):
    """The next item of what `each` gives, or `default`."""
    while (item := next(iterator, default)) is WAIT:
        yield from wait()
    return item


def _is_true(value):
    return outcome(truth(value))


async def _mapped(function, /, *iterables, strict=False):
    async for args in _zipped(*iterables, strict=strict):
        yield await outcome(suspendable(function)(*args))


async def _starmapped(function, iterable, /):
    async for args in _zipped(iterable):
        yield await outcome(suspendable(function)(*args[0]))


async def _filtered(function, iterable, /):
    async for (item,) in _zipped(iterable):
        if await _is_true(item if function is None else await outcome(suspendable(function)(item))):
            yield item


async def _enumerated(iterable, start=0):
    async for (item,) in _zipped(iterable):
        yield start, item
        start += 1


async def _zipped(*iterables, strict=False):
    """As `zip`: asks each in turn, and ends at the first that has no more."""
    iterators = [items(iterable) for iterable in iterables]
    iterators = [iter(iterator) for iterator in iterators]
    while iterators:
        found = []
        for place, iterator in enumerate(iterators):
            item = await next_of(iterator, _NONE)
            if item is _NONE:
                if strict:
                    _check_lengths(place, iterators)
                return
            found.append(item)
        yield tuple(found)


async def _chained(*iterables):
    async for item in _chained_from(iterables):
        yield item


async def _chained_from(iterables, /):
    async for (iterable,) in _zipped(iterables):
        async for (item,) in _zipped(iterable):
            yield item


async def _sliced(iterable, /, *limits):
    """As `itertools.islice`, which also takes the items before the first of an empty slice."""
    part = slice(*limits)
    start, step = part.start or 0, part.step or 1
    places = itertools.count() if part.stop is None else range(max(start, part.stop))
    async for place, item in _zipped(places, iterable):
        if place >= start and (place - start) % step == 0:
            yield item


async def _taken_while(test, iterable, /):
    async for (item,) in _zipped(iterable):
        if not await _is_true(await outcome(suspendable(test)(item))):
            return
        yield item


async def _dropped_while(test, iterable, /):
    is_dropping = True
    async for (item,) in _zipped(iterable):
        is_dropping = is_dropping and await _is_true(await outcome(suspendable(test)(item)))
        if not is_dropping:
            yield item


async def _left_out(test, iterable, /):
    async for (item,) in _zipped(iterable):
        if not await _is_true(item if test is None else await outcome(suspendable(test)(item))):
            yield item


async def _accumulated(iterable, func=None, *, initial=None):
    total = _NONE if initial is None else initial
    if initial is not None:
        yield initial
    async for (item,) in _zipped(iterable):
        if total is _NONE:
            total = item
        else:
            total = await outcome(suspendable(func or operator.add)(total, item))
        yield total


def _check_lengths(place, iterators):
    """Raises what `zip` does, whose iterators it reads here in its place."""
    list(zip(*[[None]] * place, *([()] * (len(iterators) - place)), strict=True))
    for _ in zip(*[iter(())] * (place + 1), *iterators[place + 1 :], strict=True):
        pass


async def _called(function, sentinel):
    while True:
        item = await outcome(suspendable(function)())
        if await _is_true(await outcome(equal(item, sentinel))):
            return
        yield item


def _iter(iterable, /, *sentinel):
    return Items(_called(iterable, *sentinel)) if sentinel else iter(iterable)


def _over(stock, generator):
    """An iterator of C over others: with another in its place only if a thread may be suspended in these."""

    def over(*iterables, **options):
        if all(items_are_plain(iterable) for iterable in iterables):
            return stock(*iterables, **options)
        return Items(generator(*iterables, **options))

    return over


def _slice(iterable, *limits):
    plain = itertools.islice(() if not items_are_plain(iterable) else iterable, *limits)
    return plain if items_are_plain(iterable) else Items(_sliced(iterable, *limits))


def _with(generator):
    return lambda *args, **options: Items(generator(*args, **options))


_ITERATORS = {
    map: _with(_mapped),
    filter: _with(_filtered),
    itertools.starmap: _with(_starmapped),
    itertools.takewhile: _with(_taken_while),
    itertools.dropwhile: _with(_dropped_while),
    itertools.filterfalse: _with(_left_out),
    itertools.accumulate: _with(_accumulated),
    itertools.chain: _over(itertools.chain, _chained),
    itertools.chain.from_iterable: _with(_chained_from),
    itertools.islice: _slice,
    enumerate: _over(enumerate, _enumerated),
    zip: _over(zip, _zipped),
    iter: _iter,
}


@helper
async def _any(iterable, /):
    async for (item,) in _zipped(iterable):
        if await _is_true(item):
            return True
    return False


@helper
async def _all(iterable, /):
    async for (item,) in _zipped(iterable):
        if not await _is_true(item):
            return False
    return True


@helper
async def _keys(values, key):
    return [await outcome(suspendable(key)(value)) for value in values]


@helper
async def _sorted(iterable, /, *, key=None, reverse=False):
    values = list(await read(iterable))
    if key is None:
        return await outcome(replay(callbacks(values), sorted, values, reverse=reverse))
    keys = await _keys(values, key)
    places = range(len(values))
    order = replay(callbacks(keys), sorted, places, key=keys.__getitem__, reverse=reverse)
    return [values[i] for i in await outcome(order)]


def _extreme(stock):
    @helper
    async def extreme(*values, key=None, **options):
        values = list(await read(values[0])) if len(values) == 1 else list(values)
        if key is None or not values:
            return await outcome(replay(callbacks(values), stock, values, **options))
        keys = await _keys(values, key)
        place = replay(callbacks(keys), stock, range(len(values)), key=keys.__getitem__)
        return values[await outcome(place)]

    return extreme


@helper
async def _reduce(function, iterable, /, *initial):
    values = iter(await read(iterable))
    for first in initial or values:
        result = first
        break
    else:
        return functools.reduce(function, ())
    for value in values:
        result = await outcome(suspendable(function)(result, value))
    return result


@helper
async def _sort(method, /, *, key=None, reverse=False):
    method.__self__[:] = await _sorted(method.__self__, key=key, reverse=reverse)


@helper
async def _with_read(method, /, *args, **kwargs):
    return method(*[await read(argument) for argument in args], **kwargs)


def install():
    """Puts the functions in place. Once an interpreter."""
    ITERATORS.update(_ITERATORS)
    FUNCTIONS.update({any: _any, all: _all, sorted: _sorted, functools.reduce: _reduce})
    FUNCTIONS.update({min: _extreme(min), max: _extreme(max)})
    METHODS[list, "sort"] = _sort
    extending = [(owner, "extend") for owner in (list, bytearray, deque)]
    extending.append((deque, "extendleft"))
    for method in (*extending, (str, "join"), (set, "update"), (dict, "update")):
        METHODS[method] = _with_read
