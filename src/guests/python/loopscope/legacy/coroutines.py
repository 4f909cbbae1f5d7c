"""Coroutines before `async def`: generators that `yield from`.

A generator whose code has the flag CO_ITERABLE_COROUTINE may await coroutines and be awaited.
`types.coroutine` sets it on a copy of the code. Here it is set before the program runs, for two reasons: the
code that runs is the one that is monitored; and generators that needed no decorator, as asyncio's own
coroutines were generators then, get it, too.
"""

import functools
import inspect
import types
from asyncio import futures

from loopscope.cpython_internals import accept_as_coroutine, mark_coroutine_function
from loopscope.legacy.notices import is_said, say


def coroutine(function):
    """`@asyncio.coroutine`, as Python 3.10 had it."""
    if inspect.iscoroutinefunction(function):
        return function
    if inspect.isgeneratorfunction(function):
        made = function
    else:

        @functools.wraps(function)
        def made(*args, **kwargs):
            result = function(*args, **kwargs)
            if futures.isfuture(result) or inspect.isgenerator(result):
                result = yield from result
            elif inspect.isawaitable(result):
                result = yield from result.__await__()
            return result

    made = types.coroutine(made)
    mark_coroutine_function(made)
    return made


class _Generators(type):
    """The metaclass of a type whose instances are all generators, for `asyncio.iscoroutine`. It warns when
    asked."""

    def __instancecheck__(cls, instance):
        if type(instance) is not types.GeneratorType:
            return False
        if not is_said("coroutine"):
            say("generator")
        return True


class _Generator(metaclass=_Generators):
    pass


def accept_generators():
    """Lets tasks step generators, too."""
    accept_as_coroutine(_Generator)


def with_flags(code, functions):
    """A code with the flag set on the functions in it that are given, each as its name and first line."""
    constants = tuple(
        with_flags(constant, functions) if type(constant) is types.CodeType else constant
        for constant in code.co_consts
    )
    flags = code.co_flags
    if (code.co_name, code.co_firstlineno) in functions and flags & inspect.CO_GENERATOR:
        flags |= inspect.CO_ITERABLE_COROUTINE
    return code.replace(co_consts=constants, co_flags=flags)
