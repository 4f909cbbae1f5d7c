"""Generators that a thread can be suspended in: driven from below by an async generator (`rewrite`).

A thread that calls a generator function gets a generator of the same name, whose items come from the async
generator (`generate`). Code that does not suspend reads it as any other. Code of a thread runs the async
generator to its next item first, suspended where that blocks, and then asks the generator, which has the
item ready. So the generator's state is always the one that it would have.

A generator that others have made is taken over when a thread is the first to read it (`_adopt`). Its own code
must not start any more: `check_start` raises an error there.
"""

import gc
import sys
from builtins import id
from inspect import CO_VARARGS, CO_VARKEYWORDS
from itertools import islice
from types import FunctionType, GeneratorType, coroutine
from weakref import WeakKeyDictionary

from loopscope.monitoring import TOOL, events, monitoring
from loopscope.threads.suspending import wait

# What `Steps` gives in place of an item when the thread is to be suspended.
WAIT = object()
_ITEM, _END, _ERROR = range(3)
_STOPPED = ("async generator raised StopIteration",)

# The steps of each generator that has some, made by `generate` or adopted.
_steps = WeakKeyDictionary()
# The frames of adopted generators by id.
_adopted = {}


class Returned:
    """What the async generator of a function gives before it returns a value."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value


@coroutine
def give_back(value):
    """Gives the steps the value that the generator returns."""
    yield Returned(value)


class Steps:
    """An iterator over an async generator that a thread can be suspended in. It gives `WAIT` when that is to
    be.

    `action` is the name and value of what comes next, if that is not `__anext__`; `_ahead` is the outcome of
    the last one until it is taken."""

    __slots__ = ("_ahead", "_generator", "_owner", "_step", "_value", "action", "has_begun")

    def __init__(self, generator):
        self._generator = generator
        self._step = self._ahead = self._value = self._owner = self.action = None
        self.has_begun = False

    def __iter__(self):
        return self

    def __next__(self):
        return self.take() if self.advance() else WAIT

    def advance(self):
        """Runs until the outcome is known. Returns False where the thread is to be suspended."""
        if self._ahead is not None:
            return True
        step, thread = self._step, running.thread
        if step is None:
            step, self._owner = self._begin(), thread
        elif self._owner is not thread:
            raise ValueError("generator already executing")
        try:
            while type(given := step.send(None)) is Returned:
                self._value = given.value
            self._step = step
            return False
        except StopIteration as item:
            self._ahead = _ITEM, item.value
        except StopAsyncIteration:
            self._ahead = _END, self._value
        except BaseException as error:
            if type(error) is RuntimeError and error.args == _STOPPED:
                error.args = ("generator raised StopIteration",)
            self._ahead = _ERROR, error
        self._step = None
        return True

    def _begin(self):
        if self.has_begun:
            return self._next_step()
        self.has_begun = True
        # The running loop must not hear of this asynchronous generator.
        hooks = sys.get_asyncgen_hooks()
        sys.set_asyncgen_hooks(None, None)
        try:
            return self._next_step()
        finally:
            sys.set_asyncgen_hooks(*hooks)

    def _next_step(self):
        if self.action is None:
            return self._generator.__anext__()
        name, value = self.action
        self.action = None
        return getattr(self._generator, name)(value)

    def suspended(self):
        """The async generator, if a thread is suspended in it; else None."""
        return None if self._step is None else self._generator

    @property
    def is_at_rest(self):
        """True between two items."""
        return self._ahead is None and self._step is None

    def take(self):
        """The outcome, which is known: returns an item, or raises StopIteration or the error."""
        kind, value = self._ahead
        self._ahead = self.action = None
        if kind is _ITEM:
            return value
        if kind is _END:
            raise StopIteration(value)
        try:
            raise value
        finally:
            del value

    def result(self):
        """As `take`; other threads run on top of the stack until it is known."""
        while not self.advance():
            stay()
        return self.take()


@coroutine
def known(steps):
    """Suspends the thread until the outcome is known."""
    while not steps.advance():
        yield from wait()


class Items:
    """As `Steps`, for code that knows nothing of `WAIT`."""

    __slots__ = ("steps",)

    def __init__(self, generator):
        self.steps = Steps(generator)

    def __iter__(self):
        return self

    def __next__(self):
        return self.steps.result()


class Reading:
    """What a loop of a thread reads in place of a generator."""

    __slots__ = ("_generator", "_steps")

    def __init__(self, generator, steps):
        self._generator, self._steps = generator, steps

    def __iter__(self):
        return self

    def __next__(self):
        return _next_of(self._generator, self._steps) if self._steps.advance() else WAIT

    def suspended(self):
        return self._steps.suspended()


def generate(function, variant, /, *args, **kwargs):
    """What a thread gets from a generator function."""
    steps = Steps(variant(*args, **kwargs))
    made = _generator(steps)
    made.__name__, made.__qualname__ = function.__name__, function.__qualname__
    _steps[made] = steps
    return made


def _generator(steps):
    while True:
        try:
            item = steps.result()
        except StopIteration as end:
            return end.value
        try:
            steps.action = "asend", (yield item)
        except BaseException as error:
            steps.action = "athrow", error


def steps_of(generator):
    """The steps of a generator, or None for one that runs its own code."""
    if generator.gi_frame is None or generator.gi_running:
        return None
    steps = _steps.get(generator)
    return _adopt(generator) if steps is None and not generator.gi_suspended else steps


def _adopt(generator):
    code = generator.gi_code
    made = made_again(generator, code, generator.gi_frame, variant_of)
    if made is None:
        return None
    steps = _steps[generator] = Steps(made)
    _adopted[id(generator.gi_frame)] = generator.gi_frame
    monitoring.set_local_events(TOOL, code, monitoring.get_local_events(TOOL, code) | events.PY_START)
    return steps


def made_again(made, code, frame, variant_of):
    """What the variant of the same function gives for the same call, as `made` has not begun; None if it has
    no variant."""
    function = next(
        (f for f in gc.get_referents(made) if type(f) is FunctionType and f.__code__ is code), None
    )
    variant = None if function is None else variant_of(function)
    if variant is None:
        return None
    args, kwargs = _arguments(code, frame.f_locals)
    return variant(*args, **kwargs)


def _arguments(code, values):
    """The arguments of a call whose code has not begun, by the values of its variables."""
    names = iter(code.co_varnames)
    args = [values[next(names)] for _ in range(code.co_argcount)]
    kwargs = {name: values[name] for name in islice(names, code.co_kwonlyargcount)}
    if code.co_flags & CO_VARARGS:
        args += values[next(names)]
    if code.co_flags & CO_VARKEYWORDS:
        kwargs |= values[next(names)]
    return args, kwargs


def check_start(frame):
    """Raises an error if the code of an adopted generator starts."""
    if id(frame) in _adopted:
        name = frame.f_code.co_qualname
        raise error_class(
            f"{name}() was begun by a thread, which can be suspended in it; here it cannot be read any more. "
            f"Read it in that thread alone, or call {name}() again"
        )


def _next_of(generator, steps):
    return steps.take() if id(generator.gi_frame) in _adopted else next(generator)


# The actions of async generators that stand for methods of a generator.
_ACTIONS = {"send": "asend", "throw": "athrow", "close": "athrow", "__next__": None}


def may_run_ahead(method):
    """True for a method of a generator that runs its code."""
    return type(method.__self__) is GeneratorType and method.__name__ in _ACTIONS


async def run_ahead(method, args):
    """Runs a generator to the outcome of a call of its method. Returns what then gives that outcome."""
    generator, name = method.__self__, method.__name__
    steps = steps_of(generator)
    if steps is None or len(args) != (name in ("send", "throw")):
        return lambda: method(*args)
    if name != "__next__" and steps.is_at_rest:
        value = GeneratorExit() if name == "close" else args[0]
        if not steps.has_begun and (name != "send" or value is not None):
            # It ends, or fails, without its code.
            return lambda: method(*args)
        steps.action = _ACTIONS[name], value() if isinstance(value, type) and name == "throw" else value
    await known(steps)
    if id(generator.gi_frame) not in _adopted:
        return lambda: method(*args)
    return (lambda: _close(steps)) if name == "close" else steps.take


def _close(steps):
    try:
        steps.take()
    except (GeneratorExit, StopIteration) as end:
        return getattr(end, "value", None)
    raise RuntimeError("generator ignored GeneratorExit")


def suspended_in(step, inner):
    """The async generator that a suspended coroutine reads in place of awaiting; None if it reads none.
    `inner` is what it awaits."""
    if getattr(getattr(inner, "gi_code", None), "co_qualname", None) not in ("wait", "known"):
        return None
    for place in (*gc.get_referents(step), *gc.get_referents(inner)):
        if type(place) in (Steps, Reading) and (generator := place.suspended()) is not None:
            return generator
    return None


def reset():
    """Forgets everything of the last program."""
    _steps.clear()
    _adopted.clear()


def install(stay_suspended, scheduler_running, generator_variant, error):
    """Takes what is defined above this module. Once an interpreter."""
    global stay, running, variant_of, error_class
    stay, running, variant_of, error_class = stay_suspended, scheduler_running, generator_variant, error
