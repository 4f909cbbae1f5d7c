"""What a thread calls in place of a function, so that it can be suspended inside: the function's coroutine.

A coroutine is compiled when a thread first calls its function (`rewrite`), and kept. Functions that have
none are called as they are: those of C, those without a text, and those of the standard library outside of
`_MODULES`, which would only become slower. Where such a function calls back, and that call would block, the
thread keeps the stack (`scheduler.park`)."""

import functools
import itertools
import linecache
import os
import sys
from builtins import id
from contextvars import Context
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from types import (
    BuiltinFunctionType,
    BuiltinMethodType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
    coroutine,
)

from loopscope.frames import FILENAME
from loopscope.instrumentation.instrument import original_code
from loopscope.monitoring import monitor_like
from loopscope.threads import rewrite
from loopscope.threads.rewrite import CannotSuspend

# The modules of the standard library whose functions block, or call the program's in the middle of theirs.
_MODULES = {
    *("threading", "queue", "sched", "socketserver", "contextlib", "functools", "timeit"),
    *("concurrent.futures", "concurrent.futures._base", "concurrent.futures.thread"),
    *("logging", "logging.handlers", "asyncio.runners"),
    *("multiprocessing.pool", "multiprocessing.dummy", "multiprocessing.util"),
    *("socket", "selectors", "_pyio", "http.client", "http.server", "urllib.request", "urllib.response"),
    *("xmlrpc.client", "xmlrpc.server", "smtplib", "ftplib", "poplib", "imaplib", "wsgiref.simple_server"),
    *("wsgiref.handlers",),
}
# Of a module with many others.
_FUNCTIONS = {f"BaseEventLoop.{name}" for name in ("run_forever", "run_until_complete", "_do_shutdown")}
_LIBRARY = os.path.dirname(os.__file__)

# The coroutines of functions that have others than the compiled ones.
_special = {}
# The functions of this package that may block.
_own = set()
# Compiled code by the id of a function's code, with that code, so that the id stays its own; None for a
# function that has no coroutine. Those of the program, and of modules that it was the first to import, apart.
_codes, _program_codes = {}, {}
# The modules that every program finds imported.
_kept = set()
# The ids of all compiled code.
_compiled = set()
_lines = {}


def reset():
    """Forgets everything of the last program."""
    for _, variant, _ in _program_codes.values():
        if variant is not None:
            _compiled.discard(id(variant))
    _program_codes.clear()
    _iterated.clear()


def remember():
    """Takes the modules that are imported now for those that every program finds. Once an interpreter."""
    _kept.update(sys.modules)


def suspends(function):
    """Marks a function of this package that may block."""
    _own.add(function.__code__.co_qualname)
    return function


def replaces(function):
    """Decorates the coroutine function that a thread calls in place of a function."""

    def replace(variant):
        _special[function] = variant
        _compiled.add(id(variant.__code__))
        return variant

    return replace


@coroutine
def wait():
    """Suspends the thread: the value goes up to `scheduler.resume`."""
    yield


async def _value(value):
    return value


def outcome(result):
    """What to await for the result of a call: the coroutine that was called, or the value."""
    kind = type(result)
    if kind is CoroutineType:
        if id(result.cr_code) in _compiled:
            return result
    elif kind is GeneratorType and id(result.gi_code) in _compiled:
        return result
    return _value(result)


_compiled.add(id(wait.__code__))


def is_variant(code):
    """True for code that `rewrite` compiled."""
    return id(code) in _compiled


def suspendable(function):
    """What a thread calls in place of `function`."""
    kind = type(function)
    if kind is FunctionType:
        if function.__code__.co_flags & CO_GENERATOR:
            # A generator of the program is what the program expects it to be; it may ask for its type.
            return iterable(function) if function.__module__ == "concurrent.futures._base" else function
        return _special.get(function) or _coroutine_function(function, 0) or function
    if kind is MethodType:
        inner = suspendable(function.__func__)
        return function if inner is function.__func__ else MethodType(inner, function.__self__)
    if kind is BuiltinMethodType:
        if function.__name__ == "run" and type(function.__self__) is Context:
            return functools.partial(_run_in_context, function.__self__)
        return function
    if kind is functools.partial:
        inner = suspendable(function.func)
        if inner is function.func:
            return function
        return functools.partial(inner, *function.args, **function.keywords)
    if isinstance(function, type):
        return _constructor(function) if kind.__call__ is type.__call__ else function
    call = next((vars(base)["__call__"] for base in kind.__mro__ if "__call__" in vars(base)), None)
    if type(call) is FunctionType:
        inner = suspendable(call)
        return function if inner is call else MethodType(inner, function)
    return function


def iterable(function):
    """As `suspendable`, for a call whose result a loop of the caller reads: a generator function gives
    `Items`."""
    if type(function) is MethodType:
        inner = iterable(function.__func__)
        return function if inner is function.__func__ else MethodType(inner, function.__self__)
    if type(function) in (type, BuiltinFunctionType) and function in _ITERATORS:
        return _ITERATORS[function]
    if type(function) is FunctionType and function.__code__.co_flags & CO_GENERATOR:
        variant = _coroutine_function(function, CO_GENERATOR)
        return function if variant is None else functools.partial(_items_of, variant)
    return suspendable(function)


def _items_of(variant, /, *args, **kwargs):
    return Items(variant(*args, **kwargs))


async def _mapped(function, /, *iterables, strict=False):
    for args in zip(*iterables, strict=strict):
        yield await outcome(suspendable(function)(*args))


async def _starmapped(function, iterable, /):
    for args in iterable:
        yield await outcome(suspendable(function)(*args))


async def _called(function, sentinel):
    while (item := await outcome(suspendable(function)())) != sentinel:
        yield item


def _iter(iterable, /, *sentinel):
    return _items_of(_called, iterable, *sentinel) if sentinel else iter(iterable)


# Iterators of C that call a function for each item.
_ITERATORS = {
    map: functools.partial(_items_of, _mapped),
    itertools.starmap: functools.partial(_items_of, _starmapped),
    iter: _iter,
}


class _Steps:
    """An iterator over a generator that a thread can be suspended in. It gives `WAIT` when that is to be."""

    __slots__ = ("_generator", "_step")

    def __init__(self, generator):
        self._generator = generator
        self._step = None

    def __iter__(self):
        return self

    def __next__(self):
        step = self._step or self._generator.__anext__()
        self._step = None
        try:
            step.send(None)
        except StopIteration as item:
            return item.value
        except StopAsyncIteration:
            raise StopIteration from None
        self._step = step
        return WAIT


WAIT = object()


class Items:
    """Such an iterator for code that knows nothing of `WAIT`."""

    __slots__ = ("steps",)

    def __init__(self, generator):
        self.steps = _Steps(generator)

    def __iter__(self):
        return self

    def __next__(self):
        while (item := next(self.steps)) is WAIT:
            stay()
        return item


# What a loop of a thread reads in place of an object of a class: an async generator function of the object.
_iterated = {}


def iterates(cls, generator):
    """Makes loops of threads read what `generator(iterable)` yields in place of an iterable of a class."""
    _iterated[cls] = generator


def _items(iterable):
    if type(iterable) is Items:
        return iterable.steps
    generator = _iterated.get(type(iterable))
    return iterable if generator is None else _items_of(generator, iterable).steps


def _constructor(cls):
    """What a thread calls in place of a class, whose `__init__` may block."""
    init = cls.__init__
    if type(init) is not FunctionType or init in _special:
        return cls
    variant = _coroutine_function(init, 0, returns_self=True)
    return cls if variant is None else functools.partial(_construct, cls, variant)


def _construct(cls, init, /, *args, **kwargs):
    new = cls.__new__
    created = new(cls) if new is object.__new__ else new(cls, *args, **kwargs)
    return init(created, *args, **kwargs) if isinstance(created, cls) else created


@coroutine
def _run_in_context(context, function, /, *args, **kwargs):
    """`Context.run`. The thread leaves the context while it is suspended."""
    called = context.run(suspendable(function), *args, **kwargs)
    awaited = outcome(called)
    while True:
        try:
            context.run(awaited.send, None)
        except StopIteration as end:
            return end.value
        yield


_compiled.add(id(_run_in_context.__code__))


class _Entered:
    """A context manager as an asynchronous one, for a thread that can be suspended as it enters and
    leaves."""

    __slots__ = ("_exit", "_manager")

    def __init__(self, manager):
        kind = type(manager)
        for name in ("__enter__", "__exit__"):
            if not hasattr(kind, name):
                raise TypeError(
                    f"'{kind.__name__}' object does not support the context manager protocol (missed {name} method)"
                )
        self._manager = manager

    def __aenter__(self):
        kind = type(self._manager)
        self._exit = kind.__exit__
        return outcome(suspendable(kind.__enter__)(self._manager))

    def __aexit__(self, *error):
        return outcome(suspendable(self._exit)(self._manager, *error))


def _coroutine_function(function, kind, returns_self=False):
    """The coroutine function of a function, or None. `kind` is CO_GENERATOR for that of a generator
    function."""
    code = function.__code__
    if code.co_flags & (CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR) != kind:
        return None
    is_programs = code.co_filename == FILENAME
    codes = _codes if not is_programs and function.__module__ in _kept else _program_codes
    key = id(code), returns_self
    known = codes.get(key)
    if known is None:
        if not is_programs and not _may_suspend(function, code):
            return None
        known = codes[key] = _compile(function, code, returns_self)
    _, variant, order = known
    if variant is None:
        return None
    closure = function.__closure__
    if order is not None:
        closure = tuple(closure[place] for place in order)
    made = FunctionType(variant, function.__globals__, function.__name__, function.__defaults__, closure)
    made.__kwdefaults__ = function.__kwdefaults__
    return made


def _may_suspend(function, code):
    name = code.co_filename
    if name.startswith("<"):
        return code.co_qualname in _own and name.startswith("<loopscope.")
    if function in original_code:
        return False
    return (
        not name.startswith(_LIBRARY)
        or function.__module__ in _MODULES
        or (function.__module__ == "asyncio.base_events" and code.co_qualname in _FUNCTIONS)
    )


def _compile(function, code, returns_self):
    try:
        variant = rewrite.rewrite(code, _lines_of(function, code), _assigned(function), returns_self)
    except CannotSuspend, SyntaxError, IndexError, RecursionError, OSError:
        return code, None, None
    _compiled.add(id(variant))
    monitor_like(variant, code)
    order = None
    if variant.co_freevars != code.co_freevars:
        order = [code.co_freevars.index(name) for name in variant.co_freevars]
    return code, variant, order


def _assigned(function):
    return function.__globals__.keys()


def _lines_of(function, code):
    # `__module__` may name the module that the function takes the place of one in.
    name = function.__globals__["__name__"]
    if code.co_filename == FILENAME:
        return linecache.getlines(FILENAME)
    if name not in _lines:
        source = sys.modules[name].__loader__.get_source(name)
        _lines[name] = source.splitlines(keepends=True)
    return _lines[name]


def install(stay_suspended, turn, spinning):
    """Takes the scheduler's functions: `stay_suspended()` runs other threads until this one is awake, `turn`
    does so once, and `spinning.due` says that it is time for that. Once an interpreter."""
    global stay
    stay = stay_suspended
    rewrite.HOOKS.update(
        {
            rewrite.SUSPENDABLE: suspendable,
            rewrite.ITERABLE: iterable,
            rewrite.OUTCOME: outcome,
            rewrite.ITEMS: _items,
            rewrite.ENTERED: _Entered,
            rewrite.WAIT: WAIT,
            rewrite.PASS: wait,
            rewrite.TURN: turn,
            rewrite.IS_DUE: spinning,
        }
    )
