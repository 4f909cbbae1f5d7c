"""Registries and caches of the library: the lists, dictionaries and sets that modules lead to (`reachable`),
and the classes that abstract ones know as theirs.

They are compared with copies, by the identity of their items, which takes about 10 ms. Called by `reset`."""

import codecs
import encodings
import gc
import operator
from abc import ABCMeta
from itertools import chain

from loopscope.cpython_internals import abc_registry, reset_abc_registry

# Containers by their type; a copy of each; and those that are empty.
_containers, _copies, _empty = {}, {}, []
_classes = []
# What `remember` takes.
parts = _containers, _copies, _empty, _classes


def remember(modules, containers):
    """Takes the contents as they are now."""
    found = [*containers, *_codec_registries()]
    _empty.extend(container for container in found if not container)
    _containers.update((kind, [c for c in found if c and type(c) is kind]) for kind in (list, dict, set))
    _copies.update((kind, [c.copy() for c in same]) for kind, same in _containers.items())
    classes = {v for m in modules for v in vars(m).values() if issubclass(type(v), ABCMeta)}
    _classes.extend((cls, abc_registry(cls)) for cls in sorted(classes, key=lambda c: c.__qualname__))


def restore():
    """Puts the contents back."""
    if any(_empty):
        for container in _empty:
            container.clear()
    for kind, containers in _containers.items():
        if _differ(kind, containers, _copies[kind]):
            for container, before in zip(containers, _copies[kind], strict=True):
                if _differ(kind, [container], [before]):
                    _put_back(container, before)
    for cls, before in _classes:
        if abc_registry(cls) != before:
            reset_abc_registry(cls, before)


def _codec_registries():
    """The interpreter's list of codec search functions and its dictionary of error handlers. No name leads to
    them."""
    for registry in gc.get_referrers(encodings.search_function):
        if type(registry) is list and all(map(callable, registry)):
            yield registry
    for registry in gc.get_referrers(codecs.lookup_error("strict")):
        if type(registry) is dict and "surrogateescape" in registry:
            yield registry


def _differ(kind, now, before):
    """True if lists, dictionaries or sets differ, by the identity of their items."""
    if kind is set:
        return now != before
    if list(map(len, now)) != list(map(len, before)):
        return True
    return _has_others(now, before) or (
        kind is dict and _has_others(map(dict.values, now), map(dict.values, before))
    )


def _has_others(now, before):
    return any(map(operator.is_not, chain.from_iterable(now), chain.from_iterable(before), strict=True))


def _put_back(now, before):
    if type(now) is list:
        now[:] = before
    else:
        now.clear()
        now.update(before)
