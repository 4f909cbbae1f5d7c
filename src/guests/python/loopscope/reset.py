"""Resets the interpreter after each program, so that no program sees anything of another.

A program may patch any module or class of the standard library, the insides of any function, and any
container or object that modules lead to (`reachable`): they are compared, by identity, with what they were.
Modules that it imported first are dropped. Files and loggers are reset one by one, other settings by
`interpreter_settings`. If something does not hold, the host takes a fresh interpreter for the next program.

`program` calls `remember` once an interpreter, and `restore` after each program, once its result is on its
way: the comparison takes longer than a short program. The test that covers it: `determinism.test.ts`.
"""

import builtins
import gc
import logging
import operator
import os
import shutil
import sys
import types
from itertools import chain

from loopscope import interpreter_settings, monitoring, registries
from loopscope.cpython_internals import (
    clear_exit_functions,
    filters_mutated,
    forget_coroutine_types,
    is_immutable,
)
from loopscope.packages.folders import WRITABLE
from loopscope.reachable import is_host, reach

# Attributes that the interpreter itself adds to a class.
_CLASS_CACHES = ("__annotations_cache__", "__annotate_func__", "__slotnames__")

_modules = {}
_module_contents = []
_class_contents = []
# Functions, and for the names of some of their attributes the value of each.
_functions = []
_function_contents = {}
_loggers = {}
_parts = (
    _modules,
    _module_contents,
    _class_contents,
    _functions,
    _function_contents,
    _loggers,
    *registries.parts,
    *interpreter_settings.parts,
)


def remember(objects=()):
    """Takes the interpreter as it is now for the state to restore. `objects` are more classes and functions
    than those to which modules lead."""
    for part in _parts:
        part.clear()
    clear_exit_functions()
    os.environ.pop("_", None)
    os.chdir(WRITABLE[0])
    _modules.update(sys.modules)
    kept = [
        m
        for name, m in _modules.items()
        if type(m) is types.ModuleType and name != "__main__" and not is_host(name)
    ]
    _module_contents.extend((vars(module), dict(vars(module))) for module in kept)
    values = chain(objects, *(vars(module).values() for module in kept))
    classes = {v for v in values if issubclass(type(v), type) and not is_immutable(v)}
    _class_contents.extend((c, dict(vars(c))) for c in classes)
    containers, functions = reach(kept)
    _functions.extend({id(f): f for f in chain(functions, objects) if type(f) is types.FunctionType}.values())
    for name in ("__code__", "__defaults__", "__kwdefaults__"):
        _function_contents[name] = [getattr(function, name) for function in _functions]
    containers += map(vars, functions)
    registries.remember(kept, containers)
    interpreter_settings.remember()


def saved():
    """What `remember` took, for `use`."""
    return [part.copy() for part in _parts]


def use(remembered):
    """Makes `restore` put back what was saved."""
    for part, before in zip(_parts, remembered, strict=True):
        part.clear()
        part.update(before) if isinstance(part, dict) else part.extend(before)


def restore():
    """Puts the interpreter back as `remember` saw it. Returns False if that does not hold: then it may run no
    further program."""
    unsafe = interpreter_settings.unsafe_imports()
    # First, as all code below uses it.
    _put_back(vars(builtins), next(before for now, before in _module_contents if now is vars(builtins)))
    for name in [name for name in sys.modules if name not in _modules]:
        del sys.modules[name]
    sys.modules.update(_modules)
    for now, before in _module_contents:
        if _differs(now, before):
            _put_back(now, before)
    for cls, before in _class_contents:
        if _differs(vars(cls), before):
            _put_back_class(cls, before)
    forget_coroutine_types()
    _restore_loggers()
    clear_exit_functions()
    monitoring.restore()
    failed = interpreter_settings.restore()
    _empty_folders()
    _restore_functions()
    registries.restore()
    filters_mutated()
    # What is left belongs to the interpreter. Frozen, it costs the collector no time in the next program, and
    # does not change when that program's garbage is collected.
    gc.collect()
    gc.freeze()
    return not failed and not unsafe


def _restore_functions():
    for name, before in _function_contents.items():
        now = map(operator.attrgetter(name), _functions)
        if any(map(operator.is_not, now, before, strict=True)):
            for function, value in zip(_functions, before, strict=True):
                if getattr(function, name) is not value:
                    setattr(function, name, value)


def _differs(now, before):
    return len(now) != len(before) or any(map(operator.is_not, now.values(), before.values(), strict=True))


def _put_back(now, before):
    for name, value in before.items():
        if name not in now or now[name] is not value:
            now[name] = value
    for name in [name for name in now if name not in before]:
        del now[name]


def _put_back_class(cls, before):
    now = vars(cls)
    for name, value in before.items():
        if name not in now or now[name] is not value:
            setattr(cls, name, value)
    for name in list(now):
        if name not in before and name not in _CLASS_CACHES:
            delattr(cls, name)


def _restore_loggers():
    manager = logging.root.manager
    manager.disable = 0
    manager.loggerDict.clear()
    manager.loggerDict.update(_loggers)
    logging.root.__init__(logging.WARNING)
    for name, logger in _loggers.items():
        if isinstance(logger, logging.Logger):
            parent = logger.parent
            logger.__init__(name)
            logger.parent = parent


def _empty_folders():
    for folder in WRITABLE:
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry)
            else:
                os.remove(entry)
