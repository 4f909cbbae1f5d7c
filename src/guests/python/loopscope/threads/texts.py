"""Texts and numbers of objects in threads: `str`, `repr`, `format`, `print`, f-strings, `len`, `int`, `float`
and `hash` of the program's classes, in whose special methods a thread can be suspended."""

from types import FunctionType

from loopscope.threads.operators import checked
from loopscope.threads.replacements import FUNCTIONS, METHODS
from loopscope.threads.replaying import callbacks, replay
from loopscope.threads.rewriting import FORMATTED, HOOKS
from loopscope.threads.variants import helper, outcome


def _asking(stock, *names):
    """A builtin that asks an object for the first of some special methods."""

    def ask(*args, **kwargs):
        if len(args) == 1 and not kwargs:
            method = _method(type(args[0]), names)
            if type(method) is FunctionType:
                return checked(stock, method, args[0])
            return replay(callbacks(args[0]), stock, args[0])
        return stock(*args, **kwargs)

    return ask


def _method(kind, names):
    for name in names:
        method = getattr(kind, name, None)
        # `object.__str__` asks `__repr__`.
        if method is not None and method is not object.__str__:
            return method
    return None


_str = _asking(str, "__str__", "__repr__")
_repr = _asking(repr, "__repr__")
_ascii = _asking(ascii, "__repr__")


def _format(value, spec="", /):
    method = type(value).__format__
    if type(method) is FunctionType:
        return checked(format, method, value, spec)
    if spec == "" and method is object.__format__:
        return _str(value)
    return format(value, spec)


def _unchanged(value):
    return value


# By the number that the tree of an f-string has.
_CONVERSIONS = {-1: _unchanged, ord("s"): _str, ord("r"): _repr, ord("a"): _ascii}


@helper
async def _formatted(value, conversion, spec):
    """A part of an f-string."""
    converted = await outcome(_CONVERSIONS[conversion](value))
    return await outcome(_format(converted, spec))


@helper
async def _printed(values, options):
    print(*[await outcome(_str(value)) for value in values], **options)


def _print(*values, **options):
    if callbacks(*values):
        return _printed(values, options)
    return print(*values, **options)


def _fill(stock, /, *args, **options):
    """`str.format` and `format_map`, by their bound methods."""
    return replay(callbacks(*args, *options.values()), stock, *args, **options)


def install():
    """Puts the functions in place. Once an interpreter."""
    HOOKS[FORMATTED] = _formatted
    FUNCTIONS.update({str: _str, repr: _repr, ascii: _ascii, format: _format, print: _print})
    METHODS.update({(str, "format"): _fill, (str, "format_map"): _fill})
    FUNCTIONS.update({len: _asking(len, "__len__"), hash: _asking(hash, "__hash__")})
    FUNCTIONS.update(
        {int: _asking(int, "__int__", "__index__"), float: _asking(float, "__float__", "__index__")}
    )
