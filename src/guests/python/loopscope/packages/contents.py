"""What the modules of packages hold: every object that their import made, remembered and put back.

A library keeps registries, caches and objects deep in its modules, and a program may change any of them. The
collector knows all objects that can change: those that `gc.freeze` has not set aside are new. After a program
each is compared with what it was, by identity, and put back. If one cannot be put back the modules are not
used again. `kept` calls `remember` right after an import, and `restore` after each program.
"""

import abc
import collections
import functools
import gc
import itertools
import operator
import random
import types
import weakref

from loopscope.reachable import attributes_reader

# Their contents never change, or a change is seen in another object of the list: a function's attributes are
# in a dictionary, a class's are compared by `reset`.
_FIXED = (
    type,
    tuple,
    frozenset,
    property,
    classmethod,
    staticmethod,
    types.FunctionType,
    types.BuiltinFunctionType,
    types.MethodType,
    types.CodeType,
    types.ModuleType,
    types.WrapperDescriptorType,
    types.MethodDescriptorType,
    types.ClassMethodDescriptorType,
    types.GetSetDescriptorType,
    types.MemberDescriptorType,
    types.MethodWrapperType,
    types.MappingProxyType,
    types.GenericAlias,
    types.FrameType,
    weakref.ref,
)
_CACHE = type(functools.cache(len))
# The results of `isinstance` for an abstract class, and its registry, which `reset` compares.
_ABSTRACT = type(vars(abc.ABC)["_abc_impl"])
_CONTAINERS = (dict, list, set, collections.OrderedDict, collections.defaultdict, collections.deque)

_NOTHING = object()
# Containers and dictionaries of instances, with a copy; objects with slots, with what is in them; other
# objects, with all that they refer to; functions with caches, with the number of results in them.
_containers = []
_instances = []
_slotted = []
_others = []
_caches = []
# What these hold is seen by their own methods alone.
_generators = []
_counts = []
_remembered = _containers, _instances, _slotted, _others, _caches, _generators, _counts


def remember():
    """Takes what the new objects hold now. Returns these objects."""
    forget()
    gc.collect()
    objects = gc.get_objects()
    # The containers inside of classes and caches are changed by way of their owners alone.
    owned = {
        id(held)
        for owner in objects
        if issubclass(type(owner), (type, _CACHE, _ABSTRACT))
        for held in gc.get_referents(owner)
        if type(held) in (dict, set)
    }
    owned.add(id(objects))
    kinds = {}
    for value in objects:
        kind = type(value)
        if kind in _CONTAINERS:
            if id(value) not in owned:
                _containers.append((value, value.copy()))
        elif kind is _CACHE:
            _caches.append((value, value.cache_info().currsize))
        elif kind not in _FIXED and not issubclass(kind, (type, _ABSTRACT)):
            if kind not in kinds:
                kinds[kind] = attributes_reader(kind), _slots(kind)
            attributes, slots = kinds[kind]
            if issubclass(kind, random.Random) and not issubclass(kind, random.SystemRandom):
                _generators.append((value, value.getstate()))
            if attributes:
                _instances.append((attributes(value), attributes(value).copy()))
            if slots:
                _slotted.append((value, slots, _read(value, slots)))
            if kind is itertools.count:
                _counts.append((value, repr(value)))
            if not attributes and not slots:
                _others.append((value, gc.get_referents(value)))
    return objects


def _slots(kind):
    """Returns the descriptors of a class's slots."""
    return [
        found
        for base in kind.__mro__
        if "__slots__" in vars(base)
        for found in vars(base).values()
        if type(found) is types.MemberDescriptorType
    ]


def _read(value, slots):
    """Returns what an object has in its slots; an empty one has `_NOTHING`."""
    return [_read_slot(value, slot) for slot in slots]


def _read_slot(value, slot):
    try:
        return slot.__get__(value)
    except AttributeError:
        return _NOTHING


def forget():
    for part in _remembered:
        part.clear()


def restore():
    """Puts back what was remembered. Returns False if that does not hold."""
    for value, before in (*_containers, *_instances):
        if _differs(value, before):
            _put_back(value, before)
    for value, slots, before in _slotted:
        if _differs(_read(value, slots), before):
            _fill(value, slots, before)
    for cache, size in _caches:
        if cache.cache_info().currsize != size:
            cache.cache_clear()
    for generator, state in _generators:
        generator.setstate(state)
    if any(repr(count) != before for count, before in _counts):
        return False
    return all(_is_put_back(value, before) for value, before in _others)


def _differs(now, before):
    if len(now) != len(before):
        return True
    if isinstance(now, set):
        # A copy may be in another order.
        return now != before
    if isinstance(now, dict) and any(map(operator.is_not, now.values(), before.values(), strict=True)):
        return True
    return any(map(operator.is_not, now, before, strict=True))


def _put_back(now, before):
    now.clear()
    if isinstance(now, (list, collections.deque)):
        now.extend(before)
    else:
        now.update(before)


def _fill(value, slots, before):
    for slot, content in zip(slots, before, strict=True):
        if content is not _NOTHING:
            slot.__set__(value, content)
        elif _read_slot(value, slot) is not _NOTHING:
            slot.__delete__(value)


def _is_put_back(value, before):
    now = gc.get_referents(value)
    if not _differs(now, before):
        return True
    if type(value) is not types.CellType:
        return False
    if before:
        value.cell_contents = before[0]
    else:
        del value.cell_contents
    return True
