"""What a thread calls in place of a function, so that it can be suspended inside: the function's coroutine.

A coroutine is compiled when a thread first calls its function (`rewrite`), and kept. Functions that have
none are called as they are: those of C, those without a text, and those of the standard library outside of
`_MODULES`, which would only become slower. Where such a function calls back, and that call would block, the
thread keeps the stack (`scheduler.park`)."""

import ast
import functools
import linecache
import os
import sys
from builtins import id
from contextvars import Context
from inspect import CO_ASYNC_GENERATOR, CO_COROUTINE, CO_GENERATOR
from types import (
    BuiltinFunctionType,
    BuiltinMethodType,
    CodeType,
    CoroutineType,
    FunctionType,
    GeneratorType,
    MethodType,
    MethodWrapperType,
    coroutine,
)

from loopscope.cpython_internals import get_running_loop
from loopscope.frames import FILENAME, compiled_again
from loopscope.instrumentation.instrument import original_code
from loopscope.monitoring import monitor_like
from loopscope.threads import generators, iteration, rewrite, rewriting, uses
from loopscope.threads.definitions import CannotSuspend
from loopscope.threads.generators import WAIT, generate
from loopscope.threads.replacements import FUNCTIONS, ITERATORS, KINDS, METHODS
from loopscope.threads.stops import Escaped, Stop, reveal
from loopscope.threads.suspending import wait

# The modules of the standard library whose functions block, or call the program's in the middle of theirs.
_MODULES = {
    *("threading", "queue", "sched", "socketserver", "contextlib", "functools", "timeit"),
    *("concurrent.futures", "concurrent.futures._base", "concurrent.futures.thread"),
    *("logging", "logging.handlers", "asyncio.runners"),
    *("multiprocessing.pool", "multiprocessing.dummy", "multiprocessing.util"),
    *(
        "socket",
        "selectors",
        "_pyio",
        "subprocess",
        "http.client",
        "http.server",
        "urllib.request",
        "urllib.response",
    ),
    *("xmlrpc.client", "xmlrpc.server", "smtplib", "ftplib", "poplib", "imaplib", "wsgiref.simple_server"),
    *("wsgiref.handlers", "heapq", "_threading_local"),
}
# Of modules with many others.
_FUNCTIONS = {
    "asyncio.base_events": {
        f"BaseEventLoop.{name}" for name in ("run_forever", "run_until_complete", "_do_shutdown")
    },
    "asyncio.unix_events": {"_ThreadedChildWatcher._do_waitpid"},
}
ASYNC = CO_COROUTINE | CO_ASYNC_GENERATOR
_LIBRARY = os.path.dirname(os.__file__)

# Functions of one code whose coroutine functions are kept.
_MAX_MADE = 8
# The coroutines of functions that have others than the compiled ones.
_special = {}
# The functions of this package that may block.
_own = set()
# Compiled code by the id of a function's code, with that code, so that the id stays its own; None for a
# function that has no coroutine. Those of the program, and of modules that it was the first to import, apart.
_codes, _program_codes = {}, {}
# The modules that every program finds imported.
_kept = set()
# The ids of all compiled code, and of that of coroutine functions and async generator functions.
_compiled, _async_compiled = set(), set()
_lines = {}
# The lines of texts that a thread has executed, by the ids of the codes in them.
_texts = {}
# What the texts of Python programs in other processes use, by the same ids.
_uses_of_texts = {}


class _Program:
    """`uses` are those of the program, found when a thread first calls one of its functions."""

    uses = None


def reset():
    """Forgets everything of the last program."""
    for _, variant, _, _ in _program_codes.values():
        if variant is not None:
            _compiled.discard(id(variant))
            _async_compiled.discard(id(variant))
    _program_codes.clear()
    _texts.clear()
    _uses_of_texts.clear()
    _Program.uses = None
    generators.reset()
    iteration.reset()


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


def helper(function):
    """Marks a coroutine function of this package that a thread calls in place of what it mirrors."""
    _compiled.add(id(function.__code__))
    return function


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
    return id(code) in _compiled or id(code) in _async_compiled


def suspendable(function):
    """What a thread calls in place of `function`."""
    kind = type(function)
    if kind is FunctionType:
        flags = function.__code__.co_flags
        if flags & ASYNC:
            # Without a loop of its own, the thread gives the coroutine to that of another.
            return (get_running_loop() and _coroutine_function(function, flags & ASYNC)) or function
        if flags & CO_GENERATOR:
            variant = _coroutine_function(function, CO_GENERATOR)
            return function if variant is None else functools.partial(generate, function, variant)
        return _special.get(function) or _coroutine_function(function, 0) or function
    if kind is MethodType:
        inner = suspendable(function.__func__)
        return function if inner is function.__func__ else MethodType(inner, function.__self__)
    if kind is BuiltinMethodType:
        if function.__name__ == "run" and type(function.__self__) is Context:
            return functools.partial(run_in_context, function.__self__)
        if function in FUNCTIONS:
            return FUNCTIONS[function]
        method = METHODS.get((type(function.__self__), function.__name__))
        return function if method is None else functools.partial(method, function)
    if kind is functools.partial:
        inner = suspendable(function.func)
        if inner is function.func:
            return function
        return functools.partial(inner, *function.args, **function.keywords)
    if isinstance(function, type):
        return _constructor(function, kind)
    if kind is MethodWrapperType and function.__name__ == "__call__" and isinstance(function.__self__, type):
        # A metaclass calls that of `type`.
        return _constructor(function.__self__, type)
    if kind in KINDS:
        return KINDS[kind](function)
    method = next((vars(base)["__call__"] for base in kind.__mro__ if "__call__" in vars(base)), None)
    if type(method) is FunctionType:
        inner = suspendable(method)
        return function if inner is method else MethodType(inner, function)
    return function


def call(function, *args):
    """Calls what a thread calls in place of `function`: the result, or a coroutine for it (`outcome`)."""
    return suspendable(function)(*args)


def iterable(function):
    """As `suspendable`, for a call whose result a loop of the caller reads."""
    if type(function) in (type, BuiltinFunctionType) and function in ITERATORS:
        return ITERATORS[function]
    return suspendable(function)


def _constructor(cls, kind):
    """What a thread calls in place of a class, whose `__new__` and `__init__`, and whose metaclass may block.
    `kind` is that, or `type` where it has been asked already."""
    if kind.__call__ is not type.__call__:
        made = suspendable(kind.__call__)
        return cls if made is kind.__call__ else MethodType(made, cls)
    if kind is type and cls in FUNCTIONS:
        return FUNCTIONS[cls]
    init, new = cls.__init__, cls.__new__
    if type(new) is FunctionType and _coroutine_function(new, 0) is not None:
        return functools.partial(_create, cls)
    if type(init) is not FunctionType or init in _special:
        return cls
    variant = _coroutine_function(init, 0, rewrite.RETURNS_SELF)
    return cls if variant is None else functools.partial(_construct, cls, variant)


def _construct(cls, init, /, *args, **kwargs):
    new = cls.__new__
    created = new(cls) if new is object.__new__ else new(cls, *args, **kwargs)
    return init(created, *args, **kwargs) if isinstance(created, cls) else created


@helper
async def _create(cls, /, *args, **kwargs):
    """As `type.__call__`."""
    created = await outcome(suspendable(cls.__new__)(cls, *args, **kwargs))
    if isinstance(created, cls):
        await outcome(suspendable(type(created).__init__)(created, *args, **kwargs))
    return created


@coroutine
def run_in_context(context, function, /, *args, **kwargs):
    """`Context.run`. The thread leaves the context while it is suspended."""
    called = context.run(suspendable(function), *args, **kwargs)
    awaited = outcome(called)
    while True:
        try:
            context.run(awaited.send, None)
        except StopIteration as end:
            return end.value
        yield from wait()


_compiled.add(id(run_in_context.__code__))


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


def _stepping(cls):
    """The coroutine function of a class's `__next__`, which returns a `Stop` at the end; or None."""
    step = cls.__next__
    return _coroutine_function(step, 0, rewrite.STOPS) if type(step) is FunctionType else None


def async_variant(function):
    """The second compilation of a coroutine function or async generator function; None if it has none."""
    return _coroutine_function(function, function.__code__.co_flags & ASYNC)


def _generator_variant(function):
    return _coroutine_function(function, CO_GENERATOR)


def _coroutine_function(function, kind, end=None):
    """The coroutine function of a function, or None. `kind` is CO_GENERATOR for that of a generator
    function; `end` is that of `rewrite`."""
    code = function.__code__
    if code.co_flags & (CO_GENERATOR | ASYNC) != kind:
        return None
    is_programs = code.co_filename == FILENAME or id(code) in _texts
    codes = _codes if not is_programs and function.__module__ in _kept else _program_codes
    key = id(code), end
    known = codes.get(key)
    if known is None:
        if not is_programs and not _may_suspend(function, code):
            if code.co_filename.startswith("<"):
                codes[key] = code, None, None, {}
            return None
        known = codes[key] = *_compile(function, code, end), {}
    _, variant, order, made_of = known
    if variant is None:
        return None
    closure = function.__closure__
    # A function that holds nothing of its own is kept with what was made of it.
    is_kept = closure is None and function.__defaults__ is function.__kwdefaults__ is None
    if is_kept and function in made_of:
        return made_of[function]
    if order is not None:
        closure = tuple(closure[place] for place in order)
    made = FunctionType(variant, function.__globals__, function.__name__, function.__defaults__, closure)
    if is_kept:
        if len(made_of) == _MAX_MADE:
            made_of.clear()
        made_of[function] = made
    else:
        made.__kwdefaults__ = function.__kwdefaults__
    return made


def _may_suspend(function, code):
    name = code.co_filename
    if name.startswith("<"):
        return code.co_qualname in _own and name.startswith("<loopscope.")
    if function in original_code:
        return False
    if not name.startswith(_LIBRARY):
        return True
    # Coroutines of the library do not block.
    return not code.co_flags & ASYNC and (
        function.__module__ in _MODULES or code.co_qualname in _FUNCTIONS.get(function.__module__, ())
    )


def _compile(function, code, end):
    try:
        lines = _lines_of(function, code)
        variant = rewrite.rewrite(code, lines, function.__globals__.keys(), _uses_of(code), end)
    except CannotSuspend, SyntaxError, IndexError, RecursionError, OSError:
        return code, None, None
    (_async_compiled if code.co_flags & ASYNC else _compiled).add(id(variant))
    compiled_again[id(variant)] = variant, code
    monitor_like(variant, code)
    order = None
    if variant.co_freevars != code.co_freevars:
        order = [code.co_freevars.index(name) for name in variant.co_freevars]
    return code, variant, order


def kept_modules():
    """The names of the modules that every program finds imported."""
    return _kept


def executable(text, mode, names, filename="<string>", of_child=False):
    """The code that a thread executes in place of that of a text, or evaluates: a coroutine's, if it may be
    suspended there. `names` are those of its variables. `of_child` is
    True for a Python program in another process."""
    code = compile(text, filename, mode, dont_inherit=True)
    tree = ast.parse(text, filename, mode)
    names = {
        node.id for node in ast.walk(tree) if type(node) is ast.Name and type(node.ctx) is ast.Store
    } | names
    found = uses.of_child(text) if of_child else _uses_of(code)
    variant = rewrite.rewrite_text(code, tree, names, found)
    lines = (text if type(text) is str else str(text, "utf-8")).splitlines(keepends=True)
    _remember(code, lines, found if of_child else None)
    # Both codes stay, so that no other gets their ids.
    _program_codes[id(variant), mode] = code, variant, None, {}
    _compiled.add(id(variant))
    monitor_like(variant, code)
    return variant


def _remember(code, lines, found):
    _texts[id(code)] = lines
    if found is not None:
        _uses_of_texts[id(code)] = found
    for inner in code.co_consts:
        if type(inner) is CodeType:
            _remember(inner, lines, found)


def _uses_of(code):
    if id(code) in _uses_of_texts:
        return _uses_of_texts[id(code)]
    if code.co_filename != FILENAME and id(code) not in _texts:
        return uses.NONE
    if _Program.uses is None:
        _Program.uses = uses.uses_of("".join(linecache.getlines(FILENAME)))
    return _Program.uses


def _lines_of(function, code):
    if code.co_filename == FILENAME:
        return linecache.getlines(FILENAME)
    if id(code) in _texts:
        return _texts[id(code)]
    # `__module__` may name the module that the function takes the place of one in.
    name = function.__globals__["__name__"]
    if name not in _lines:
        _lines[name] = _source_of(name).splitlines(keepends=True)
    return _lines[name]


def _source_of(name):
    """The text of a module. Raises CannotSuspend for one whose loader has none, or is absent."""
    loader = getattr(sys.modules.get(name), "__loader__", None)
    source = loader.get_source(name) if hasattr(loader, "get_source") else None
    if source is None:
        raise CannotSuspend
    return source


def install(stay_suspended, running, error, turn, spinning):
    """Takes the scheduler's functions: `stay_suspended()` runs other threads until this one is awake, `turn`
    does so once, and `spinning.due` says that it is time for that. Once an interpreter."""
    generators.install(stay_suspended, running, _generator_variant, error)
    _compiled.update(iteration.install(suspendable, outcome, wait, _stepping))
    rewriting.HOOKS.update(
        {
            rewriting.SUSPENDABLE: suspendable,
            rewriting.ITERABLE: iterable,
            rewriting.OUTCOME: outcome,
            rewriting.AHEAD: iteration.ahead,
            rewriting.ITEMS: iteration.items,
            rewriting.READ: iteration.read,
            rewriting.DELEGATE: iteration.Delegate,
            rewriting.GIVE_BACK: generators.give_back,
            rewriting.ERRORS: BaseException,
            rewriting.STOP: Stop,
            rewriting.STOPPED: StopIteration,
            rewriting.ESCAPED: Escaped,
            rewriting.REVEAL: reveal,
            rewriting.ENTERED: _Entered,
            rewriting.WAIT: WAIT,
            rewriting.PASS: wait,
            rewriting.TURN: turn,
            rewriting.IS_DUE: spinning,
        }
    )
