"""Iteration in threads: what a loop, or a builtin that reads all of its argument, reads in place of an
iterable, so that the thread can be suspended at each item.

An iterable that runs no code of the program's is read as it is."""

import functools
import itertools
from builtins import id
from types import BuiltinFunctionType, FunctionType, GeneratorType, MethodType

from loopscope.threads.generators import (
    WAIT,
    Items,
    Reading,
    Steps,
    known,
    may_run_ahead,
    run_ahead,
    steps_of,
)

# What a loop reads in place of an object of a class: an async generator function of the object, or None.
_iterated, _library_iterated = {}, {}


def reset():
    """Forgets everything of the last program."""
    _iterated.clear()


def iterates(cls, generator):
    """Makes loops of threads read what `generator(iterable)` yields in place of an iterable of a class."""
    _library_iterated[cls] = generator


def items(iterable):
    """What a loop reads in place of an iterable. It may give `WAIT`."""
    kind = type(iterable)
    if kind is GeneratorType:
        steps = steps_of(iterable)
        return iterable if steps is None else Reading(iterable, steps)
    if kind is Items:
        return iterable.steps
    generator = _iterated[kind] if kind in _iterated else _find(kind)
    return iterable if generator is None else Steps(generator(iterable))


def _find(kind):
    found = _library_iterated.get(kind)
    if found is None:
        calls = (getattr(kind, name, None) for name in ("__iter__", "__next__"))
        if any(type(call) is FunctionType and suspendable(call) is not call for call in calls):
            found = _each
    _iterated[kind] = found
    return found


async def _each(iterable):
    """The items of an object whose class defines `__iter__` or `__next__`."""
    kind = type(iterable)
    iterator = iterable
    if type(kind.__iter__) is FunctionType:
        iterator = await outcome(suspendable(kind.__iter__)(iterable))
    if type(iterator) is GeneratorType or not (step := stepping(type(iterator))):
        if type(iterator) is not GeneratorType:
            iterator = iter(iterator)
        for item in items(iterator):
            if item is WAIT:
                await wait()
            else:
                yield item
        return
    while type(item := await step(iterator)) is not Stop:
        yield item


class Stop:
    """What a coroutine of `__next__` returns in place of raising StopIteration, which a coroutine cannot."""

    __slots__ = ("error",)

    def __init__(self, error):
        self.error = error


def _take(outcome):
    if type(outcome) is Stop:
        raise outcome.error
    return outcome


async def ahead(function, args, kwargs):
    """Calls a function that may raise StopIteration, such as `next`. Returns what then gives its outcome."""
    if function is next and args and not kwargs:
        method = getattr(args[0], "__next__", None)
        if type(method) is MethodType and (step := stepping(type(args[0]))):
            result = await step(args[0])
            return lambda: args[1] if type(result) is Stop and len(args) > 1 else _take(result)
        if type(method) in _METHODS and may_run_ahead(method):
            take = await run_ahead(method, ())
            return lambda: _or_default(take, *args[1:])
        if type(args[0]) is Items:
            await known(args[0].steps)
        return lambda: next(*args)
    if type(function) is BuiltinFunctionType or type(function) in _METHODS:
        if not kwargs and may_run_ahead(function):
            return await run_ahead(function, args)
    if type(function) is MethodType and function.__name__ == "__next__" and not args:
        if step := stepping(type(function.__self__)):
            result = await step(function.__self__)
            return lambda: _take(result)
    result = await outcome(suspendable(function)(*args, **kwargs))
    return lambda: result


# Types of the bound methods of C.
_METHODS = {type([].append), type([].__len__)}


def _or_default(take, *default):
    if not default:
        return take()
    try:
        return take()
    except StopIteration:
        return default[0]


async def read(iterable):
    """All items in a list, if the thread may be suspended at them; else the iterable itself."""
    steps = items(iterable)
    return iterable if steps is iterable else await _all_of(steps)


async def _all_of(steps):
    found = []
    for item in steps:
        if item is WAIT:
            await wait()
        else:
            found.append(item)
    return found


class Delegate:
    """The iterator of a `yield from`: `advance` takes its next item, `send` and `throw` say what comes back
    for that, and `value` is the iterator's at its end."""

    def __init__(self, iterable):
        # What stands for the iterator in a thread does not have its methods.
        self._iterator = iterable if type(iterable) is Items else iter(iterable)
        self._method, self._args = "__next__", ()
        self.item = self.value = None

    def send(self, value):
        self._method, self._args = ("__next__", ()) if value is None else ("send", (value,))

    def throw(self, error):
        self._method, self._args = "throw", (error,)

    async def advance(self):
        if self._method == "throw" and not await self._can_throw():
            raise self._args[0]
        take = await ahead(getattr(self._iterator, self._method), self._args, {})
        try:
            self.item = take()
        except StopIteration as end:
            self.value = end.value
            return False
        return True

    async def _can_throw(self):
        if isinstance(self._args[0], GeneratorExit):
            if hasattr(self._iterator, "close"):
                (await ahead(self._iterator.close, (), {}))()
            return False
        return hasattr(self._iterator, "throw")


async def _mapped(function, /, *iterables, strict=False):
    async for args in _zipped(*iterables, strict=strict):
        yield await outcome(suspendable(function)(*args))


async def _starmapped(function, iterable, /):
    async for args in _zipped(iterable):
        yield await outcome(suspendable(function)(*args[0]))


async def _filtered(function, iterable, /):
    async for (item,) in _zipped(iterable):
        if item if function is None else await outcome(suspendable(function)(item)):
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
            while (item := next(iterator, _NONE)) is WAIT:
                await wait()
            if item is _NONE:
                if strict:
                    _check_lengths(place, iterators)
                return
            found.append(item)
        yield tuple(found)


_NONE = object()


def _check_lengths(place, iterators):
    """Raises what `zip` does, whose iterators it reads here in its place."""
    list(zip(*[[None]] * place, *([()] * (len(iterators) - place)), strict=True))
    for _ in zip(*[iter(())] * (place + 1), *iterators[place + 1 :], strict=True):
        pass


async def _called(function, sentinel):
    while (item := await outcome(suspendable(function)())) != sentinel:
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


def items_are_plain(iterable):
    """True if no code of the program's runs where an iterable is read."""
    kind = type(iterable)
    if kind is GeneratorType:
        return steps_of(iterable) is None
    return kind is not Items and (_iterated[kind] if kind in _iterated else _find(kind)) is None


def _with(generator):
    return lambda *args, **options: Items(generator(*args, **options))


# Iterators of C that call a function for each item, or read others.
ITERATORS = {
    map: _with(_mapped),
    filter: _with(_filtered),
    itertools.starmap: _with(_starmapped),
    enumerate: _over(enumerate, _enumerated),
    zip: _over(zip, _zipped),
    iter: _iter,
}


async def _any(iterable, /):
    async for (item,) in _zipped(iterable):
        if item:
            return True
    return False


async def _all(iterable, /):
    async for (item,) in _zipped(iterable):
        if not item:
            return False
    return True


async def _keys(values, key):
    return [await outcome(suspendable(key)(value)) for value in values]


async def _sorted(iterable, /, *, key=None, reverse=False):
    values = list(await read(iterable))
    if key is None:
        return sorted(values, reverse=reverse)
    keys = await _keys(values, key)
    return [values[i] for i in sorted(range(len(values)), key=keys.__getitem__, reverse=reverse)]


def _extreme(stock):
    async def extreme(*values, key=None, **options):
        values = list(await read(values[0])) if len(values) == 1 else list(values)
        if key is None or not values:
            return stock(values, **options)
        keys = await _keys(values, key)
        return values[stock(range(len(values)), key=keys.__getitem__)]

    return extreme


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


# Functions of C that call a function for each item.
FUNCTIONS = {
    **{any: _any, all: _all, sorted: _sorted, min: _extreme(min), max: _extreme(max)},
    functools.reduce: _reduce,
}


async def _sort(values, /, *, key=None, reverse=False):
    values[:] = await _sorted(values, key=key, reverse=reverse)


def method_of(function):
    """What a thread calls in place of a method of a list or text that reads an iterable, or None."""
    owner, name = type(function.__self__), function.__name__
    if owner is list and name == "sort":
        return functools.partial(_sort, function.__self__)
    if (owner is str and name == "join") or name == "extend" or (name == "update" and owner in (set, dict)):
        return functools.partial(_with_read, function)
    return None


async def _with_read(method, /, *args, **kwargs):
    return method(*[await read(argument) for argument in args], **kwargs)


def install(thread_calls, thread_awaits, suspend, next_of):
    """Takes what is defined above this module. Once an interpreter."""
    global suspendable, outcome, wait, stepping
    suspendable, outcome, wait, stepping = thread_calls, thread_awaits, suspend, next_of
    own = (ahead, read, _any, _all, _sorted, FUNCTIONS[min], _reduce, _sort, _with_read, Delegate.advance)
    return {id(function.__code__) for function in own}
