"""Functions of C that call the program's in the middle of theirs, such as a sort that compares by `__lt__`:
a thread can be suspended in these calls.

The function of C runs with others in their places. A call that blocks ends it by an exception; the thread
is suspended in that call alone; then the function of C runs again, and gets the outcomes that are known. So
it must change nothing before its end. `_replayed` has that loop, and `callbacks` finds the functions."""

import functools
from builtins import id
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque
from inspect import CO_GENERATOR
from types import FunctionType, MethodType, coroutine

from loopscope.threads.suspending import wait
from loopscope.threads.variants import helper, suspendable

_SEQUENCES = {list, tuple, set, frozenset, deque}
_MAPPINGS = {dict, defaultdict, OrderedDict, Counter, ChainMap, type({}.items()), type({}.values())}
_CONTAINERS = _SEQUENCES | _MAPPINGS
_PLAIN = {int, float, complex, str, bytes, bool, type(None), range, slice}
# Special methods that make an object.
_MAKING = {"__init__", "__new__", "__del__", "__init_subclass__"}


class _Blocked(BaseException):
    """Raised in place of a call that blocks, to leave the function of C."""


def _stand_in(*args, **kwargs):
    give = "<give>"
    return give(*args, **kwargs)


def with_code(function, give):
    """Makes a function call `give`. Returns its code, to be put back."""
    code = function.__code__
    consts = tuple(give if constant == "<give>" else constant for constant in _stand_in.__code__.co_consts)
    function.__code__ = _stand_in.__code__.replace(co_consts=consts, co_freevars=code.co_freevars)
    return code


class _Replay:
    """One call of a function of C: the outcomes of the program's calls in it, in order. `blocked` is the
    coroutine of the call that is not over."""

    def __init__(self, functions):
        self._variants = [(function, suspendable(function)) for function in functions]
        self._codes = []
        self.outcomes = []
        self.place = 0
        self.blocked = None

    def run(self, stock, args, options):
        self.place, self.blocked = 0, None
        self._replace()
        try:
            return stock(*args, **options)
        finally:
            self._put_back()

    def _replace(self):
        self._codes = [
            (function, with_code(function, functools.partial(self._call, variant)))
            for function, variant in self._variants
        ]

    def _put_back(self):
        for function, code in self._codes:
            function.__code__ = code

    def _call(self, variant, /, *args, **kwargs):
        if self.place == len(self.outcomes):
            # Code that runs now calls the program's functions as they are.
            self._put_back()
            awaited = variant(*args, **kwargs)
            try:
                awaited.send(None)
            except StopIteration as end:
                self.outcomes.append(end.value)
            else:
                self.blocked = awaited
                raise _Blocked
            finally:
                self._replace()
        self.place += 1
        return self.outcomes[self.place - 1]


def replay(functions, stock, /, *args, **options):
    """Calls a function of C that may call functions of the program: returns the result, or a coroutine for
    it."""
    return _replayed(functions, stock, args, options) if functions else stock(*args, **options)


@helper
async def _replayed(functions, stock, args, options):
    calls = _Replay(functions)
    while True:
        try:
            return calls.run(stock, args, options)
        except _Blocked:
            pass
        calls.outcomes.append(await _rest_of(calls.blocked))


@helper
@coroutine
def _rest_of(awaited):
    """Waits for a coroutine that has begun, and that suspends the thread now."""
    try:
        while True:
            yield from wait()
            awaited.send(None)
    except StopIteration as end:
        return end.value
    finally:
        awaited.close()


def callbacks(*values):
    """The functions of the program that a function of C may call for values: special methods of their
    classes, and of what containers have in them."""
    kinds, seen, waiting = set(), set(), list(values)
    kinds.update(map(type, waiting))
    while waiting:
        value = waiting.pop()
        if type(value) not in _CONTAINERS or id(value) in seen:
            continue
        seen.add(id(value))
        for items in (value.keys(), value.values()) if type(value) in (dict, defaultdict) else (value,):
            found = set(map(type, items))
            kinds |= found
            if found & _CONTAINERS:
                waiting += items
    return {function for kind in kinds - _CONTAINERS - _PLAIN for function in _methods_of(kind)}


def _methods_of(kind):
    for cls in kind.__mro__:
        for name, value in vars(cls).items():
            if type(value) is FunctionType and name.startswith("__") and name not in _MAKING:
                yield from function_of(value)


def function_of(called):
    """The function of the program that a call of an object runs: one or none."""
    if type(called) is MethodType:
        called = called.__func__
    elif isinstance(called, functools.partial):
        called = called.func
    if type(called) is FunctionType and not called.__code__.co_flags & CO_GENERATOR:
        if suspendable(called) is not called:
            yield called
