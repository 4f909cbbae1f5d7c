"""Where in the program something happens: the user's frames among the library's.

Code objects are looked up by their names: their hash is computed from their whole bytecode each time.
"""

import dis
import gc
import sys
from builtins import id
from types import AsyncGeneratorType, CoroutineType, GeneratorType

FILENAME = "program.py"
_ASYNCIO = "/asyncio/"

# The codes of functions, by their qualified names.
_boundary = {}


def stops_here(function):
    """Marks a function that the loop enters callbacks through: what called it is not the cause."""
    code = function.__code__
    _boundary[code.co_qualname] = code
    return function


def told_as(filename, line):
    """Marks a function that takes the place of another's line: there its frames are, for tracebacks and warnings."""

    def mark(function):
        code = function.__code__
        size = len(code.co_code) // 2
        # Entries for up to eight instructions each: no columns, and as many lines after the first as the byte behind says.
        table = b"".join(bytes((0b1_1101_000 | min(size - at, 8) - 1, 0)) for at in range(0, size, 8))
        function.__code__ = code.replace(co_filename=filename, co_firstlineno=line, co_linetable=table)
        return function

    return mark


def is_boundary(code):
    """True for a function that `stops_here` marks."""
    return _boundary.get(code.co_qualname) is code


def user_line(depth=1):
    """The line of the innermost frame of the program on the stack, or 0."""
    return line_from(sys._getframe(depth))


def line_from(frame):
    """The line of the innermost frame of the program from `frame` outwards, or 0."""
    while frame is not None:
        code = frame.f_code
        if code.co_filename == FILENAME:
            return frame.f_lineno or 0
        if _boundary.get(code.co_qualname) is code:
            return 0
        frame = frame.f_back
    return 0


def is_called_by_program(frame):
    """Whether asyncio, from this frame outwards, was entered by the program itself, not by another library."""
    while frame is not None and (
        _ASYNCIO in frame.f_code.co_filename or frame.f_code.co_filename.startswith("<")
    ):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename == FILENAME


def user_frame(frame):
    """The innermost frame of the program from `frame` outwards, or None."""
    while frame is not None and frame.f_code.co_filename != FILENAME:
        frame = frame.f_back
    return frame


def where_suspended(coroutine, wait_in):
    """Follows a suspended task's coroutine along what each awaits. Returns the coroutines of the program, the
    innermost last, and of the coroutines that this waits in the outermost for whose code `wait_in` gives a wait, with
    that."""
    programs, waiting, wait = [], None, None
    while coroutine is not None:
        kind = type(coroutine)
        if kind is CoroutineType:
            code, inner = coroutine.cr_code, coroutine.cr_await
        elif kind is GeneratorType:
            code, inner = coroutine.gi_code, coroutine.gi_yieldfrom
        elif kind is AsyncGeneratorType:
            code, inner = coroutine.ag_code, coroutine.ag_await
        else:
            coroutine = _behind(coroutine)
            continue
        if code.co_filename == FILENAME:
            programs.append(coroutine)
            waiting = wait = None
        elif wait is None:
            waiting, wait = coroutine, wait_in(code)
        coroutine = inner
    return programs, waiting, wait


def _behind(awaitable):
    """What a step of an async generator, or another of the interpreter's wrappers, drives; None for a future."""
    for inner in gc.get_referents(awaitable):
        if type(inner) in (CoroutineType, GeneratorType, AsyncGeneratorType):
            return inner
    return None


def frame_of(coroutine):
    """The frame of a suspended coroutine, generator or async generator."""
    kind = type(coroutine)
    if kind is CoroutineType:
        return coroutine.cr_frame
    return coroutine.gi_frame if kind is GeneratorType else coroutine.ag_frame


_LOADS = ("LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_NAME", "LOAD_GLOBAL", "LOAD_DEREF", "COPY")


# Found names, by code and place: a loop may make a thousand locks in one line.
_targets = {}


def reset():
    """Forgets everything of the last program."""
    _targets.clear()


def target_name(frame):
    """The name that the value now being computed in `frame` will be stored under, as `gate` in
    `gate = Semaphore(3)` or `self.gate = Semaphore(3)`; empty if it is used otherwise."""
    place = id(frame.f_code), frame.f_lasti
    name = _targets.get(place)
    if name is None:
        name = _targets[place] = _find_target(frame.f_code, frame.f_lasti)
    return name


def _find_target(code, offset):
    for instruction in dis.get_instructions(code):
        if instruction.offset <= offset:
            continue
        if instruction.opname.startswith("STORE_"):
            argument = instruction.argval
            return argument[0] if isinstance(argument, tuple) else str(argument)
        # `self.gate = …` loads its object between the call and the store.
        if instruction.opname not in _LOADS:
            return ""
    return ""
