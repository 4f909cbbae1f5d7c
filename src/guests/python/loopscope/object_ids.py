"""The addresses that a program sees, by `id()` and in reprs such as `<object object at 0x7f0000001000>`.

Where an object lies depends on all that the interpreter has done before, so each address has a number instead, by when
the program first sees it: the same in every run.
"""

import builtins
import re
from builtins import id as real_id
from builtins import len

# Much like those of CPython on a desktop.
_FIRST = 0x7F0000001000
_STEP = 0x40
_SEEN = re.compile(r"(?<= at )0x[0-9a-f]+\b")

_told = {}


def reset():
    """Forgets everything of the last program."""
    _told.clear()


def _tell(address):
    return _told.setdefault(address, _FIRST + _STEP * len(_told))


def told_in(text):
    """The text with its addresses as the program sees them."""
    if " at 0x" not in text:
        return text
    return _SEEN.sub(lambda found: f"{_tell(int(found[0], 16)):#x}", text)


def id(obj, /):
    return _tell(real_id(obj))


id.__module__ = "builtins"
id.__doc__ = real_id.__doc__


def install():
    builtins.id = id
