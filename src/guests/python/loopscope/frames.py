"""The program's frames among those of libraries: the line that something happens in, and what a coroutine
awaits.

Codes are looked up by their qualified names: a code's hash is computed from all of its bytes each time.
"""

import dis
import gc
import inspect
import linecache
import os
import sys
from builtins import id
from itertools import islice
from types import AsyncGeneratorType, CoroutineType, FrameType, GeneratorType

from loopscope.source import names_in_tuples

FILENAME = "program.py"
# Not of a library such as redis.asyncio.
_ASYNCIO = f"{os.path.dirname(dis.__file__)}/asyncio/"

# The codes of the functions that `stops_here` marks, by their qualified names.
_boundary = {}


def stops_here(function):
    """Marks a function through which the loop calls callbacks: the line that called the loop is not their
    cause."""
    code = function.__code__
    _boundary[code.co_qualname] = code
    return function


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
    """True if the program itself called the function of asyncio in this frame, and not another library."""
    while frame is not None and (is_asyncio(frame) or frame.f_code.co_filename.startswith("<")):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename == FILENAME


def is_asyncio(frame):
    """True for a frame of asyncio itself."""
    return frame.f_code.co_filename.startswith(_ASYNCIO)


def user_frame(frame):
    """The innermost frame of the program from `frame` outwards, or None."""
    while frame is not None and frame.f_code.co_filename != FILENAME:
        frame = frame.f_back
    return frame


def where_suspended(coroutine, wait_in):
    """Follows a suspended task's coroutine down to the innermost that it awaits. Returns the program's
    coroutines, the innermost last; and of asyncio's coroutines below those the outermost for whose code
    `wait_in` has a value, with that value, or None and None."""
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
            coroutine = behind(coroutine)
            continue
        if code.co_filename == FILENAME:
            programs.append(coroutine)
            waiting = wait = None
        elif wait is None:
            waiting, wait = coroutine, wait_in(code)
        coroutine = inner
    return programs, waiting, wait


def behind(awaitable):
    """The coroutine or generator behind a wrapper of the interpreter, such as `async_generator_asend`, which
    has no attribute for it; None behind a future."""
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


_CAN_SUSPEND = inspect.CO_COROUTINE | inspect.CO_GENERATOR | inspect.CO_ASYNC_GENERATOR


def is_held_by_program(future):
    """True if a variable or a container of the program may hold a future. The search looks at every object
    there is."""
    for holder in gc.get_referrers(future):
        kind = type(holder)
        if kind in (CoroutineType, GeneratorType, AsyncGeneratorType):
            code = frame_of(holder).f_code if frame_of(holder) is not None else None
        elif kind is FrameType:
            # A coroutine that has not ended is found itself, not by the frame that a traceback keeps.
            code = None if holder.f_code.co_flags & _CAN_SUSPEND else holder.f_code
        else:
            code = None
            if kind in (list, set) or (kind is dict and "exception" not in holder):
                return True
        if code is not None and code.co_filename == FILENAME:
            return True
    return False


_CALLS = ("CALL", "CALL_KW", "CALL_FUNCTION_EX")
_LOADS = ("LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_NAME", "LOAD_GLOBAL", "LOAD_DEREF", "COPY")


# The code of a second compilation (`threads.variants`) by its id, with the code of the first.
compiled_again = {}
# Names that were found, by code and instruction: a loop may create a thousand locks in one line.
_targets = {}
# Names in assignments to several variables, by the place of the value in the text; with the key None as soon
# as the text was searched.
_in_tuples = {}


def reset():
    """Forgets everything of the last program."""
    _targets.clear()
    _in_tuples.clear()
    compiled_again.clear()


def target_name(frame):
    """The name of the variable or attribute that the current call's value is assigned to, such as `gate` for
    `gate = Semaphore(3)` and `self.gate = Semaphore(3)`; empty if it is used otherwise."""
    place = id(frame.f_code), frame.f_lasti
    name = _targets.get(place)
    if name is None:
        code, offset = _first(frame.f_code, frame.f_lasti)
        name = _targets[place] = _find_target(code, offset) or _find_in_tuple(code, offset)
    return name


def _first(code, offset):
    """The code of the first compilation, and the offset of the same call in that."""
    if id(code) not in compiled_again:
        return code, offset
    _, first = compiled_again[id(code)]
    place = _end_of(code, offset)
    found = (
        i for i in dis.get_instructions(first) if i.opname in _CALLS and _end_of(first, i.offset) == place
    )
    return first, next((instruction.offset for instruction in found), len(first.co_code))


def _end_of(code, offset):
    _, end_line, _, end = next(islice(code.co_positions(), offset // 2, None))
    return end_line, end


def _find_target(code, offset):
    for instruction in dis.get_instructions(code):
        if instruction.offset <= offset:
            continue
        if instruction.opname.startswith("STORE_"):
            argument = instruction.argval
            return argument[0] if isinstance(argument, tuple) else str(argument)
        # `self.gate = …` loads `self` between the call and the store.
        if instruction.opname not in _LOADS:
            return ""
    return ""


def _find_in_tuple(code, offset):
    """The same for one of several values: `work` for the first of `work, results = Queue(), Queue()`."""
    if code.co_filename != FILENAME:
        return ""
    if not _in_tuples:
        _in_tuples.update(names_in_tuples("".join(linecache.getlines(FILENAME))))
        _in_tuples[None] = ""
    return _in_tuples.get(next(islice(code.co_positions(), offset // 2, None)), "")
