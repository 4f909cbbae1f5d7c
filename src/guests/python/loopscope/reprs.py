"""Short texts of values, made without running the program's code.

A program's `__repr__` may be slow, endless or wrong, and a metaclass may have a `__name__`, `__eq__` and
`__hash__` of its own.
"""

from loopscope.cpython_internals import name_of_class
from loopscope.object_ids import normalize_ids

_BRACKETS = {list: "[]", tuple: "()", set: "{}", frozenset: "{}", dict: "{}"}
_PLAIN = (int, float, bool, str, bytes, type(None), complex)
_MAX_ITEMS = 6


def class_name(value):
    """The name of a value's class."""
    return name_of_class(type(value))


def short_repr(value, room=80):
    """A repr of at most `room` characters."""
    if value is None:
        return "None"
    kind = type(value)
    if kind is int and 0 <= value < 10_000:
        # It fits any room.
        return str(value)
    if type(kind) is not type:
        # Its class has a metaclass, which may define how the look-ups below compare and hash.
        text = f"<{name_of_class(kind)}>"
    elif kind is int and value.bit_length() > 512:
        text = "<large int>"
    elif kind in _PLAIN:
        text = repr(value[: room + 1] if kind in (str, bytes) else value)
    elif kind not in _BRACKETS:
        text = f"<{kind.__name__}>"
    elif room < 8:
        # Ends the recursion of a container that holds itself.
        text = "…"
    else:
        text = _contents(value, kind, room)
    return _cut(text, room)


def _contents(value, kind, room):
    if kind in (set, frozenset) and not value:
        return f"{kind.__name__}()"
    shown = []
    # Iterating over the items runs no `__eq__`, as looking a key up would.
    for item in value.items() if kind is dict else value:
        if len(shown) == _MAX_ITEMS:
            shown.append("…")
            break
        parts = item if kind is dict else (item,)
        shown.append(": ".join(short_repr(part, room // 2) for part in parts))
    comma = "," if kind is tuple and len(value) == 1 else ""
    opening, closing = _BRACKETS[kind]
    return f"{opening}{', '.join(shown)}{comma}{closing}"


def exception_line(exception):
    """An exception's class and message on one line."""
    arguments = BaseException.args.__get__(exception)[:3]
    if isinstance(exception, BaseExceptionGroup):
        arguments = (_group_text(exception),)
    message = ", ".join(a[:200] if type(a) is str else short_repr(a) for a in arguments).partition("\n")[0]
    name = class_name(exception)
    return _cut(normalize_ids(f"{name}: {message}") if message else name, 200)


def _group_text(group):
    """The text of `BaseExceptionGroup.__str__`."""
    count = len(BaseExceptionGroup.exceptions.__get__(group))
    return f"{BaseExceptionGroup.message.__get__(group)} ({count} sub-exception{'' if count == 1 else 's'})"


def _cut(text, room):
    return text if len(text) <= room else text[: room - 1] + "…"
