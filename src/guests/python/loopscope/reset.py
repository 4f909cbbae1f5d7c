"""Resets the interpreter after each program, so that no program sees anything of another.

A program may patch any module or class of the standard library, and the code and defaults of asyncio's
functions: they are compared, by identity, with what they were, which takes about 3 ms. Modules that it
imported first are dropped. All else that a program may leave behind (files, loggers, the interpreter's
switches) is reset one by one. `program` calls `remember` once an interpreter, and `restore` after each
program. The test that covers it: `determinism.test.ts`.
"""

import builtins
import gc
import logging
import operator
import os
import shutil
import signal
import sys
import types
import warnings

from loopscope import monitoring
from loopscope.cpython_internals import (
    clear_exit_functions,
    filters_mutated,
    forget_coroutine_types,
    is_immutable,
)

# Attributes that the interpreter itself adds to a class.
_CLASS_CACHES = ("__annotations_cache__", "__annotate_func__", "__slotnames__")
_NOT_RESTORED = ("__main__", "loopscope", "_loopscope", "pyodide", "_pyodide", "pyodide_js")
_WRITABLE_FOLDERS = ("/home/pyodide", "/tmp")

_modules = {}
_module_contents = []
_class_contents = []
# Name of an attribute, asyncio's functions, and the attribute of each.
_function_contents = []
_lists = []
_environment = {}
_loggers = {}


def remember():
    """Takes the interpreter as it is now for the state to restore."""
    clear_exit_functions()
    os.environ.pop("_", None)
    os.chdir(_WRITABLE_FOLDERS[0])
    _modules.update(sys.modules)
    kept = [m for name, m in _modules.items() if type(m) is types.ModuleType and not _is_host(name)]
    _module_contents.extend((vars(module), dict(vars(module))) for module in kept)
    classes = {v for m in kept for v in vars(m).values() if isinstance(v, type) and not is_immutable(v)}
    _class_contents.extend((c, dict(vars(c))) for c in classes)
    functions = [
        f for _, before in _module_contents + _class_contents for f in before.values() if _is_asyncios(f)
    ]
    for name in ("__code__", "__defaults__", "__kwdefaults__"):
        _function_contents.append((name, functions, [getattr(f, name) for f in functions]))
    for kept_list in (sys.path, sys.meta_path, sys.path_hooks, sys.argv, warnings.filters):
        _lists.append((kept_list, list(kept_list)))
    _environment.update(os.environ)
    _loggers.update(logging.root.manager.loggerDict)


def _is_host(name):
    """True for a module that is not restored: this package and the interpreter's glue keep their own state,
    and `__main__` is new for each program."""
    return name.partition(".")[0] in _NOT_RESTORED


def _is_asyncios(value):
    return type(value) is types.FunctionType and (value.__module__ or "").partition(".")[0] == "asyncio"


def restore():
    """Puts the interpreter back as `remember` saw it."""
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
    for name, functions, before in _function_contents:
        if any(map(operator.is_not, map(operator.attrgetter(name), functions), before, strict=True)):
            for function, value in zip(functions, before, strict=True):
                setattr(function, name, value)
    for kept_list, before in _lists:
        kept_list[:] = before
    filters_mutated()
    forget_coroutine_types()
    _restore_loggers()
    _restore_process()
    _restore_switches()


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


def _restore_process():
    if dict(os.environ) != _environment:
        os.environ.clear()
        os.environ.update(_environment)
    os.chdir(_WRITABLE_FOLDERS[0])
    for folder in _WRITABLE_FOLDERS:
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry)
            else:
                os.remove(entry)


def _restore_switches():
    clear_exit_functions()
    monitoring.restore()
    sys.setrecursionlimit(1000)
    sys.set_coroutine_origin_tracking_depth(0)
    sys.set_asyncgen_hooks(None, None)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.enable()
    # What is left belongs to the interpreter. Frozen, it costs the collector no time in the next program, and
    # does not change when that program's garbage is collected.
    gc.collect()
    gc.freeze()
