"""`functools.lru_cache` in threads: a thread can be suspended in the function that has the cache.

The cache stays the one of C, with its counts. A call that it does not know runs the function first, and then
asks the cache, for which the function gives the outcome at hand. `Modules/_functoolsmodule.c` has the keys,
and decides between two calls at once with the same arguments. It counts a miss before it calls the function:
until then `cache_info` adds the calls that have not returned."""

import functools
import gc
from functools import _lru_cache_wrapper as Cached
from types import FunctionType

from loopscope.threads.replacements import KINDS
from loopscope.threads.replaying import with_code
from loopscope.threads.variants import helper, outcome, suspendable

_NONE = object()


class _Missed(Exception):
    """Raised in place of a function, so that its cache counts a call and keeps nothing."""


def _calling(function):
    """What a thread calls in place of a function with a cache."""
    wrapped = getattr(function, "__wrapped__", None)
    if type(wrapped) is not FunctionType or suspendable(wrapped) is wrapped:
        return function
    return functools.partial(_ask, function, wrapped)


@helper
async def _ask(function, wrapped, /, *args, **kwargs):
    parameters = function.cache_parameters()
    # The last that the wrapper refers to, after the cached values.
    parts = gc.get_referents(function)[::-1]
    cache = next(part for part in parts if type(part) is dict and part is not vars(function))
    key = _key(parts, parameters["typed"], args, kwargs)
    if key in cache:
        return function(*args, **kwargs)
    begun = _counting(function)
    begun.calls += 1
    try:
        value = await outcome(suspendable(wrapped)(*args, **kwargs))
    except BaseException:
        _end(function, begun)
        _count(function, wrapped, cache, key, args, kwargs)
        raise
    _end(function, begun)
    if key in cache and parameters["maxsize"] is not None:
        _count(function, wrapped, cache, key, args, kwargs)
        return value
    cache.pop(key, None)
    return _giving(function, wrapped, lambda *_, **_options: value, args, kwargs)


class _Begun:
    """`cache_info` of a function with a cache while `calls` of it are misses that have not returned."""

    __slots__ = ("_function", "calls")

    def __init__(self, function):
        self._function = function
        self.calls = 0

    def __call__(self):
        known = Cached.cache_info(self._function)
        return known._replace(misses=known.misses + self.calls)


def _counting(function):
    return vars(function).setdefault("cache_info", _Begun(function))


def _end(function, begun):
    begun.calls -= 1
    if begun.calls == 0:
        vars(function).pop("cache_info", None)


def _key(parts, typed, args, kwargs):
    if not typed and not kwargs:
        return args[0] if len(args) == 1 and type(args[0]) in (str, int) else args
    key = args
    if kwargs:
        mark = next(part for part in parts if type(part) is object)
        key += (mark, *(part for item in kwargs.items() for part in item))
    if typed:
        key += (*map(type, args), *map(type, kwargs.values()))
    return key


def _count(function, wrapped, cache, key, args, kwargs):
    """Makes the cache count a call, and nothing else."""

    def miss(*_, **_options):
        raise _Missed

    held = cache.pop(key, _NONE)
    try:
        _giving(function, wrapped, miss, args, kwargs)
    except _Missed:
        pass
    if held is not _NONE:
        cache[key] = held


def _giving(function, wrapped, give, args, kwargs):
    """Calls a function with a cache, while what is below the cache calls `give`."""
    code = with_code(wrapped, give)
    try:
        return function(*args, **kwargs)
    finally:
        wrapped.__code__ = code


def install():
    """Puts the function in place. Once an interpreter."""
    KINDS[Cached] = _calling
