"""Object ids that are the same in every run: `id()`, and reprs such as `<object object at 0x7f0000001000>`.

An address depends on all that the interpreter has done before. So a program sees another number instead,
given out in the order in which it first sees each object.
"""

import builtins
import re
from builtins import id as real_id
from builtins import len

# They look like CPython's on a desktop.
_FIRST = 0x7F0000001000
_STEP = 0x40
_IN_REPR = re.compile(r"(?<= at )0x[0-9a-f]+\b")

# The ids by address.
_ids = {}


def reset():
    """Forgets everything of the last program."""
    _ids.clear()


def _id_of(address):
    return _ids.setdefault(address, _FIRST + _STEP * len(_ids))


def normalize_ids(text):
    """The text with its addresses replaced by the ids that the program sees."""
    if " at 0x" not in text:
        return text
    return _IN_REPR.sub(lambda found: f"{_id_of(int(found[0], 16)):#x}", text)


def id(obj, /):
    return _id_of(real_id(obj))


id.__module__ = "builtins"
id.__doc__ = real_id.__doc__


def install():
    builtins.id = id
