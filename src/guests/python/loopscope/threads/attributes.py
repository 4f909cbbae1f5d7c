"""Attributes in threads: a property, a descriptor, `__getattr__` and the like of the program's classes, in
which a thread can be suspended. `rewrite_operations` puts these functions in the places of `x.name`.

Each mirrors what `Objects/object.c` does; an attribute without code of the program's is read as it is."""

from types import FunctionType

from loopscope.threads.replacements import FUNCTIONS
from loopscope.threads.rewriting import DELETE, HOOKS, LOAD, STORE
from loopscope.threads.variants import call, helper, outcome

_NONE = object()


def load(owner, name):
    """`owner.name`, or the coroutine that gives it."""
    kind = type(owner)
    if kind is super:
        return _load_above(owner, name)
    get = kind.__getattribute__
    if type(get) is FunctionType:
        return _loaded(kind, owner, name, get, owner, name)
    getter = _getter(_find(kind.__mro__, name), kind, owner, name)
    if getter is not None:
        return _loaded(kind, owner, name, *getter)
    if type(getattr(kind, "__getattr__", None)) is FunctionType:
        return _loaded(kind, owner, name, get, owner, name)
    return getattr(owner, name)


def _load_above(owner, name):
    """`super().name`."""
    if owner.__self_class__ is not None:
        classes = owner.__self_class__.__mro__
        found = _find(classes[classes.index(owner.__thisclass__) + 1 :], name)
        if isinstance(found, property) and found.fget is not None:
            return call(found.fget, owner.__self__)
    return getattr(owner, name)


def _find(classes, name):
    for cls in classes:
        if name in vars(cls):
            return vars(cls)[name]
    return None


def _getter(found, kind, owner, name):
    """The function that computes an attribute, and its arguments; None if no code of the program's does."""
    if isinstance(found, property):
        return None if found.fget is None else (found.fget, owner)
    descriptor = type(found)
    get = getattr(descriptor, "__get__", None)
    if type(get) is FunctionType:
        has_priority = hasattr(descriptor, "__set__") or hasattr(descriptor, "__delete__")
        if has_priority or not _has_own(owner, name):
            return get, found, owner, kind
    return None


def _has_own(owner, name):
    if isinstance(owner, type):
        return any(name in vars(cls) for cls in owner.__mro__)
    return name in getattr(owner, "__dict__", ())


@helper
async def _loaded(kind, owner, name, get, /, *args):
    try:
        return await outcome(call(get, *args))
    except AttributeError:
        instead = getattr(kind, "__getattr__", None)
        if type(instead) is not FunctionType:
            raise
    return await outcome(call(instead, owner, name))


def store(value, owner, name):
    """`owner.name = value`, or the coroutine that does it."""
    kind = type(owner)
    if type(kind.__setattr__) is FunctionType:
        return call(kind.__setattr__, owner, name, value)
    found = _find(kind.__mro__, name)
    if isinstance(found, property) and found.fset is not None:
        return call(found.fset, owner, value)
    change = getattr(type(found), "__set__", None)
    if type(change) is FunctionType:
        return call(change, found, owner, value)
    return setattr(owner, name, value)


def delete(owner, name):
    """`del owner.name`, or the coroutine that does it."""
    kind = type(owner)
    if type(kind.__delattr__) is FunctionType:
        return call(kind.__delattr__, owner, name)
    found = _find(kind.__mro__, name)
    if isinstance(found, property) and found.fdel is not None:
        return call(found.fdel, owner)
    remove = getattr(type(found), "__delete__", None)
    if type(remove) is FunctionType:
        return call(remove, found, owner)
    return delattr(owner, name)


def _getattr(*args):
    if len(args) not in (2, 3) or type(args[1]) is not str:
        return getattr(*args)
    return load(*args) if len(args) == 2 else _loaded_or(*args)


@helper
async def _loaded_or(owner, name, default):
    try:
        return await outcome(load(owner, name))
    except AttributeError:
        return default


def _hasattr(*args):
    if len(args) != 2 or type(args[1]) is not str:
        return hasattr(*args)
    return _has(*args)


@helper
async def _has(owner, name):
    return await _loaded_or(owner, name, _NONE) is not _NONE


def _setattr(owner, name, value, /):
    return store(value, owner, name)


def _delattr(owner, name, /):
    return delete(owner, name)


def install():
    """Puts the functions in place. Once an interpreter."""
    HOOKS.update({LOAD: load, STORE: store, DELETE: delete})
    FUNCTIONS.update({getattr: _getattr, hasattr: _hasattr, setattr: _setattr, delattr: _delattr})
