"""Coroutines and async generators of the program in a thread's own loop: the second compilation of these, so
that the thread can be suspended in them (`steps`).

A thread that has a loop gets them where it calls their functions (`variants.suspendable`). A coroutine that
others have made, and that has not begun, is exchanged as a task is created for it. `async with` and
`async for` look for the methods of the program's classes here."""

from inspect import AGEN_CREATED, CORO_CREATED, getasyncgenstate, getcoroutinestate
from types import CoroutineType, FunctionType

from loopscope.cpython_internals import AsyncGeneratorContextManager
from loopscope.threads import rewriting
from loopscope.threads.generators import made_again
from loopscope.threads.variants import ASYNC, async_variant, suspendable


def second(coro):
    """The coroutine that a thread's loop runs in place of one of the program's that has not begun: the thread
    can be suspended in it."""
    if type(coro) is not CoroutineType or getcoroutinestate(coro) != CORO_CREATED:
        return coro
    made = made_again(coro, coro.cr_code, coro.cr_frame, async_variant)
    if made is None:
        return coro
    made.__name__, made.__qualname__ = coro.__name__, coro.__qualname__
    coro.close()
    return made


def _async_entered(manager):
    """What `async with` asks in place of a context manager."""
    kind = type(manager)
    if kind is AsyncGeneratorContextManager:
        generator = manager.gen
        if getasyncgenstate(generator) == AGEN_CREATED:
            code, frame = generator.ag_code, generator.ag_frame
            manager.gen = made_again(generator, code, frame, async_variant) or generator
        return manager
    calls = getattr(kind, "__aenter__", None), getattr(kind, "__aexit__", None)
    made = tuple(map(_second_function, calls))
    return manager if made == calls else _AsyncEntered(manager, *made)


def _second_function(function):
    if type(function) is FunctionType and function.__code__.co_flags & ASYNC:
        return suspendable(function)
    return function


class _AsyncEntered:
    __slots__ = ("_enter", "_exit", "_manager")

    def __init__(self, manager, enter, leave):
        self._manager, self._enter, self._exit = manager, enter, leave

    def __aenter__(self):
        return self._enter(self._manager)

    def __aexit__(self, *error):
        return self._exit(self._manager, *error)


def _async_items(iterable):
    """What `async for` reads in place of an iterable."""
    begin = getattr(type(iterable), "__aiter__", None)
    if type(begin) is not FunctionType:
        return iterable
    iterator = _second_function(begin)(iterable)
    step = getattr(type(iterator), "__anext__", None)
    made = _second_function(step)
    return iterator if made is step else _AsyncItems(iterator, made)


class _AsyncItems:
    __slots__ = ("_iterator", "_step")

    def __init__(self, iterator, step):
        self._iterator, self._step = iterator, step

    def __aiter__(self):
        return self

    def __anext__(self):
        return self._step(self._iterator)


def install():
    """Puts the hooks in place. Once an interpreter."""
    rewriting.HOOKS.update({rewriting.ASYNC_ENTERED: _async_entered, rewriting.ASYNC_ITEMS: _async_items})
