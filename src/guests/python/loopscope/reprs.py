"""Values as short texts, without running code of the program: its `__repr__` may be slow, endless or wrong, and its
classes may have one of their own, with a `__name__`, an `__eq__` and a `__hash__`."""

from loopscope.object_ids import told_in

_name_of_class = type.__dict__["__name__"].__get__

_BRACKETS = {list: "[]", tuple: "()", set: "{}", frozenset: "{}", dict: "{}"}
_PLAIN = (int, float, bool, str, bytes, type(None), complex)
_SHOWN = 6


def class_name(value):
    """The name of a value's class."""
    return _name_of_class(type(value))


def short_repr(value, room=80):
    """A repr of at most `room` characters."""
    if value is None:
        return "None"
    kind = type(value)
    if kind is int and 0 <= value < 10_000:
        # Short in any room.
        return str(value)
    if type(kind) is not type:
        # It may compare and hash as it likes.
        text = f"<{_name_of_class(kind)}>"
    elif kind is int and value.bit_length() > 512:
        text = "<large int>"
    elif kind in _PLAIN:
        text = repr(value[: room + 1] if kind in (str, bytes) else value)
    elif kind not in _BRACKETS:
        text = f"<{kind.__name__}>"
    elif room < 8:
        # A container may hold itself.
        text = "…"
    else:
        text = _contents(value, kind, room)
    return _cut(text, room)


def _contents(value, kind, room):
    if kind in (set, frozenset) and not value:
        return f"{kind.__name__}()"
    shown = []
    # Looking a key up would run its `__eq__`; going through the items does not.
    for item in value.items() if kind is dict else value:
        if len(shown) == _SHOWN:
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
    return _cut(told_in(f"{name}: {message}") if message else name, 200)


def _group_text(group):
    """As its `__str__`."""
    count = len(BaseExceptionGroup.exceptions.__get__(group))
    return f"{BaseExceptionGroup.message.__get__(group)} ({count} sub-exception{'' if count == 1 else 's'})"


def _cut(text, room):
    return text if len(text) <= room else text[: room - 1] + "…"
