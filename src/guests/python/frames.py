"""Where in the program something happens: the user's frames among the library's."""
import dis
import sys

FILENAME = "program.py"

_boundary = set()


def stops_here(function):
    """Marks a function that the loop enters callbacks through: what called it is not the cause."""
    _boundary.add(function.__code__)
    return function


def user_line(depth=1):
    """The line of the innermost frame of the program on the stack, or 0."""
    frame = sys._getframe(depth)
    while frame is not None:
        code = frame.f_code
        if code.co_filename == FILENAME:
            return frame.f_lineno or 0
        if code in _boundary:
            return 0
        frame = frame.f_back
    return 0


def await_stack(coroutine):
    """The suspended frames from a task's coroutine inwards, along what each awaits."""
    while coroutine is not None:
        frame = getattr(coroutine, "cr_frame", None)
        if frame is not None:
            yield frame
            coroutine = coroutine.cr_await
            continue
        frame = getattr(coroutine, "gi_frame", None)
        if frame is not None:
            yield frame
            coroutine = coroutine.gi_yieldfrom
            continue
        frame = getattr(coroutine, "ag_frame", None)
        if frame is None:
            return
        yield frame
        coroutine = coroutine.ag_await


def target_name(frame):
    """The name that the value now being computed in `frame` will be stored under, as `gate` in
    `gate = Semaphore(3)` or `self.gate = Semaphore(3)`; empty if it is used otherwise."""
    for instruction in dis.get_instructions(frame.f_code):
        if instruction.offset <= frame.f_lasti:
            continue
        if instruction.opname.startswith("STORE_"):
            argument = instruction.argval
            return argument[0] if isinstance(argument, tuple) else str(argument)
        # `self.gate = …` loads its object between the call and the store.
        if instruction.opname not in ("LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_NAME", "LOAD_GLOBAL", "LOAD_DEREF", "COPY"):
            return ""
    return ""


def short_repr(value, room=80):
    """A repr of bounded length that never runs code of the program."""
    kind = type(value)
    if kind in (int, float, bool, str, bytes, type(None), complex):
        if kind is int and value.bit_length() > 512:
            return "<large int>"
        text = repr(value[: room + 1] if kind in (str, bytes) else value)
    elif kind in (list, tuple, set, frozenset, dict):
        shown = ", ".join(short_repr(item, room // 2) for _, item in zip(range(6), value))
        more = ", …" if len(value) > 6 else ""
        opening, closing = {list: "[]", tuple: "()"}.get(kind, "{}")
        text = f"{opening}{shown}{more}{closing}"
    else:
        text = f"<{kind.__name__}>"
    return text if len(text) <= room else text[: room - 1] + "…"
