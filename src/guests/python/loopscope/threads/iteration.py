"""Iteration in threads: what a loop, or a builtin that reads all of its argument, reads in place of an
iterable, so that the thread can be suspended at each item.

An iterable that runs no code of the program's is read as it is."""

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
from loopscope.threads.stops import Stop, result_of

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
        elif not hasattr(kind, "__iter__") and type(getattr(kind, "__getitem__", None)) is FunctionType:
            found = _by_index
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


async def _by_index(sequence):
    """The items of an object whose class defines `__getitem__` alone."""
    get = type(sequence).__getitem__
    for place in itertools.count():
        try:
            item = await outcome(suspendable(get)(sequence, place))
        except IndexError, StopIteration:
            return
        yield item


async def ahead(function, args, kwargs):
    """Calls a function that may raise StopIteration, such as `next`. Returns what then gives its outcome."""
    if function is next and args and not kwargs:
        method = getattr(args[0], "__next__", None)
        if type(method) is MethodType and (step := stepping(type(args[0]))):
            result = await step(args[0])
            return lambda: args[1] if type(result) is Stop and len(args) > 1 else result_of(result)
        if type(method) in _METHODS and may_run_ahead(method):
            take = await run_ahead(method, ())
            return lambda: _or_default(take, *args[1:])
        if type(args[0]) is Items:
            await known(args[0].steps)
        return lambda: next(*args)
    if type(function) is BuiltinFunctionType or type(function) in _METHODS:
        if not kwargs and may_run_ahead(function):
            return await run_ahead(function, args)
        if function.__name__ == "__next__":
            # Of an iterator in C, such as that of a list.
            return lambda: function(*args, **kwargs)
    if type(function) is MethodType and function.__name__ == "__next__" and not args:
        if step := stepping(type(function.__self__)):
            result = await step(function.__self__)
            return lambda: result_of(result)
        if type(function.__self__) is Items:
            await known(function.__self__.steps)
            return function
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


def items_are_plain(iterable):
    """True if no code of the program's runs where an iterable is read."""
    kind = type(iterable)
    if kind is GeneratorType:
        return steps_of(iterable) is None
    return kind is not Items and (_iterated[kind] if kind in _iterated else _find(kind)) is None


def install(thread_calls, thread_awaits, suspend, next_of):
    """Takes what is defined above this module. Once an interpreter."""
    global suspendable, outcome, wait, stepping
    suspendable, outcome, wait, stepping = thread_calls, thread_awaits, suspend, next_of
    own = (ahead, read, Delegate.advance)
    return {id(function.__code__) for function in own}
