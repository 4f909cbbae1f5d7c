"""Operators in threads: special methods of the program's classes, in which a thread can be suspended.
`rewrite_operations` puts these functions in the places of `a + b`, `a < b`, `a in b`, `a[b]` and `if a`.

Each mirrors `Objects/abstract.c`, `Objects/object.c` and `Objects/typeobject.c` in which methods it asks, in
which order; without one of the program's it leaves all to the operator itself."""

import operator
from collections import Counter, OrderedDict, defaultdict, deque
from types import FunctionType

from loopscope.threads import iteration
from loopscope.threads.replacements import FUNCTIONS
from loopscope.threads.replaying import callbacks, replay
from loopscope.threads.rewriting import (
    CONTAINS,
    DELETE_ITEM,
    GET_ITEM,
    HOOKS,
    SET_ITEM,
    TRUTH,
    in_place,
    operation,
)
from loopscope.threads.uses import BINARY, COMPARISONS, UNARY
from loopscope.threads.variants import call, helper, outcome, wait

# Types that add and repeat in another way than numbers do, only after the other operand has been asked.
_SEQUENCES = {str, bytes, bytearray, list, tuple, deque}
# Types that find an item by its hash.
HASHED = {dict, set, frozenset, defaultdict, OrderedDict, Counter}


def _is_programs(kind, name):
    return type(getattr(kind, name, None)) is FunctionType


def _binary(name, symbol):
    """A binary operator: a function that returns its value, or a coroutine that does."""
    stock, own, reflected = getattr(operator, f"__{name}__"), f"__{name}__", f"__r{name}__"

    def operate(left, right):
        if not _is_programs(type(left), own) and not _is_programs(type(right), reflected):
            return _by_stock(stock, left, right)
        return _operated(symbol, left, right, _attempts(left, right, own, reflected))

    return operate


def _by_stock(stock, left, right):
    # A text asks those that it is filled with.
    is_filled = type(left) in (str, bytes) and stock in (operator.mod, operator.imod)
    return replay(callbacks(right), stock, left, right) if is_filled else stock(left, right)


def _attempts(left, right, own, reflected):
    kind, other = type(left), type(right)
    attempts = [(getattr(kind, own, None), left, right)]
    if other is not kind:
        answer = getattr(other, reflected, None)
        is_first = issubclass(other, kind) and answer is not getattr(kind, reflected, None)
        is_last_asked = kind in _SEQUENCES and own in ("__add__", "__mul__")
        attempts.insert(0 if is_first or is_last_asked else 1, (answer, right, left))
    return attempts


@helper
async def _operated(symbol, left, right, attempts):
    for method, *operands in attempts:
        if method is not None:
            result = await outcome(call(method, *operands))
            if result is not NotImplemented:
                return result
    kinds = f"'{type(left).__name__}' and '{type(right).__name__}'"
    raise TypeError(f"unsupported operand type(s) for {symbol}: {kinds}")


def _in_place(name, symbol):
    stock, own, reflected = getattr(operator, f"__i{name}__"), f"__{name}__", f"__r{name}__"
    changing = f"__i{name}__"

    def operate(left, right):
        kind = type(left)
        if not any(
            (_is_programs(kind, changing), _is_programs(kind, own), _is_programs(type(right), reflected))
        ):
            return _by_stock(stock, left, right)
        attempts = [(getattr(kind, changing, None), left, right), *_attempts(left, right, own, reflected)]
        return _operated(symbol + "=", left, right, attempts)

    return operate


def _unary(name):
    stock, own = getattr(operator, f"__{name}__"), f"__{name}__"
    return lambda value: (
        call(getattr(type(value), own), value) if _is_programs(type(value), own) else stock(value)
    )


def _comparison(name, reflected, symbol):
    stock, own, other = getattr(operator, f"__{name}__"), f"__{name}__", f"__{reflected}__"

    def compare(left, right):
        kinds = type(left), type(right)
        names = (own, "__eq__") if name == "ne" else (own,)
        if not any(_is_programs(kind, name) for kind in kinds for name in (*names, other)):
            return replay(callbacks(left, right), stock, left, right)
        return _compared(name, symbol, own, other, left, right)

    return compare


@helper
async def _compared(name, symbol, own, reflected, left, right):
    kind, other = type(left), type(right)
    attempts = [(kind, own, left, right), (other, reflected, right, left)]
    if kind is not other and issubclass(other, kind):
        attempts.reverse()
    for kind, method, *operands in attempts:
        asked = getattr(kind, method)
        if asked is object.__ne__:
            result = await outcome(call(kind.__eq__, *operands))
            if result is not NotImplemented:
                return not await outcome(truth(result))
        else:
            result = await outcome(call(asked, *operands))
            if result is not NotImplemented:
                return result
    if name in ("eq", "ne"):
        return (left is right) is (name == "eq")
    kinds = f"'{type(left).__name__}' and '{type(right).__name__}'"
    raise TypeError(f"'{symbol}' not supported between instances of {kinds}")


def contains(item, container):
    """`item in container`."""
    kind = type(container)
    if _is_programs(kind, "__contains__"):
        return _answered(call(kind.__contains__, container, item))
    if hasattr(kind, "__contains__") or iteration.items_are_plain(container):
        among = (item,) if kind in HASHED else (item, container)
        return replay(callbacks(*among), operator.contains, container, item)
    return _searched(item, container)


@helper
async def _answered(asked):
    return await outcome(truth(await outcome(asked)))


@helper
async def _searched(item, container):
    for found in iteration.items(container):
        if found is iteration.WAIT:
            await wait()
        elif found is item or await outcome(truth(await outcome(equal(found, item)))):
            return True
    return False


class Given:
    """Stands for an object whose special method has returned a value: the function of C that called it checks
    that value."""

    __slots__ = ("_value",)

    def __init__(self, value):
        self._value = value

    def _returned(self):
        return self._value

    __bool__ = __len__ = __int__ = __float__ = __index__ = __hash__ = __str__ = __repr__ = _returned

    def __format__(self, spec):
        return self._value


@helper
async def checked(stock, method, *args):
    """The value of a special method, which a function of C checks."""
    return stock(Given(await outcome(call(method, *args))))


def truth(value):
    """`bool(value)`."""
    kind = type(value)
    if kind is bool:
        return value
    if _is_programs(kind, "__bool__"):
        return checked(bool, kind.__bool__, value)
    if not hasattr(kind, "__bool__") and _is_programs(kind, "__len__"):
        return _length_of(kind, value)
    return bool(value)


@helper
async def _length_of(kind, value):
    return await checked(len, kind.__len__, value) > 0


def _bool(*values):
    return truth(*values) if len(values) == 1 else bool(*values)


def get_item(owner, key):
    """`owner[key]`."""
    kind = type(owner)
    if _is_programs(kind, "__getitem__"):
        return call(kind.__getitem__, owner, key)
    if _is_programs(kind, "__missing__") and isinstance(owner, dict) and key not in owner:
        return call(kind.__missing__, owner, key)
    return _with_key(operator.getitem, owner, key)


def set_item(value, owner, key):
    """`owner[key] = value`."""
    kind = type(owner)
    if _is_programs(kind, "__setitem__"):
        return call(kind.__setitem__, owner, key, value)
    return _with_key(operator.setitem, owner, key, value)


def delete_item(owner, key):
    """`del owner[key]`."""
    kind = type(owner)
    if _is_programs(kind, "__delitem__"):
        return call(kind.__delitem__, owner, key)
    return _with_key(operator.delitem, owner, key)


def _with_key(stock, owner, key, *value):
    return replay(callbacks(key) if isinstance(owner, dict) else (), stock, owner, key, *value)


@helper
async def _sum(iterable, /, start=0):
    total = start
    for item in await iteration.read(iterable):
        total = await outcome(_add(total, item))
    return total


_add = _binary("add", "+")
equal = _comparison("eq", "eq", "==")


def install():
    """Puts the functions in place. Once an interpreter."""
    for node, (name, symbol) in BINARY.items():
        HOOKS[operation(node)], HOOKS[in_place(node)] = _binary(name, symbol), _in_place(name, symbol)
    HOOKS.update((operation(node), _unary(name)) for node, name in UNARY.items())
    HOOKS.update((operation(node), _comparison(*names)) for node, names in COMPARISONS.items())
    HOOKS.update({TRUTH: truth, CONTAINS: contains})
    HOOKS.update({GET_ITEM: get_item, SET_ITEM: set_item, DELETE_ITEM: delete_item})
    FUNCTIONS.update({bool: _bool, sum: _sum})
