"""Coroutines before `async def`: generators that `yield from`.

A generator whose code has the flag of an iterable coroutine may await coroutines and be awaited. `types.coroutine`
sets it on a copy of the code; here it is set before the program runs, so that the code that is watched is the code
that runs, and that generators have it which needed no decorator when asyncio's own coroutines were generators.
"""

import functools
import inspect
import types
from asyncio import coroutines, futures

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
    # For `asyncio.iscoroutinefunction`.
    made._is_coroutine = coroutines._is_coroutine
    return made


class _Generators(type):
    """Stands for the type of generators where asyncio asks what is a coroutine."""

    def __instancecheck__(cls, instance):
        if type(instance) is not types.GeneratorType:
            return False
        if not is_said("coroutine"):
            say("generator")
        return True


class _Generator(metaclass=_Generators):
    pass


def accept_generators():
    """A task steps a generator as it does a coroutine."""
    coroutines._COROUTINE_TYPES += (_Generator,)


def with_flags(code, functions):
    """The code with the flag set on these functions in it, each known by its name and first line."""
    constants = tuple(
        with_flags(constant, functions) if type(constant) is types.CodeType else constant
        for constant in code.co_consts
    )
    flags = code.co_flags
    if (code.co_name, code.co_firstlineno) in functions and flags & inspect.CO_GENERATOR:
        flags |= inspect.CO_ITERABLE_COROUTINE
    return code.replace(co_consts=constants, co_flags=flags)
