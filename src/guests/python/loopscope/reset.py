"""Resets the interpreter after each program, so that no program sees anything of another.

A program may patch any module or class of the standard library, and the code and defaults of asyncio's
functions: they are compared, by identity, with what they were, which takes about 3 ms. Modules that it
imported first are dropped. Files and loggers are reset one by one, other settings by
`interpreter_settings`. If something does not hold, the host takes a fresh interpreter for the next program.

`program` calls `remember` once an interpreter, and `restore` after each program. The test that covers it:
`determinism.test.ts`.
"""

import builtins
import gc
import logging
import operator
import os
import shutil
import sys
import types

from loopscope import interpreter_settings, monitoring
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
    _loggers.update(logging.root.manager.loggerDict)
    interpreter_settings.remember(kept)


def _is_host(name):
    """True for a module that is not restored: this package and the interpreter's glue keep their own state,
    and `__main__` is new for each program."""
    return name.partition(".")[0] in _NOT_RESTORED


def _is_asyncios(value):
    return type(value) is types.FunctionType and (value.__module__ or "").partition(".")[0] == "asyncio"


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
    for name, functions, before in _function_contents:
        if any(map(operator.is_not, map(operator.attrgetter(name), functions), before, strict=True)):
            for function, value in zip(functions, before, strict=True):
                setattr(function, name, value)
    forget_coroutine_types()
    _restore_loggers()
    clear_exit_functions()
    monitoring.restore()
    failed = interpreter_settings.restore()
    filters_mutated()
    _empty_folders()
    # What is left belongs to the interpreter. Frozen, it costs the collector no time in the next program, and
    # does not change when that program's garbage is collected.
    gc.collect()
    gc.freeze()
    return not failed and not unsafe


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
    for folder in _WRITABLE_FOLDERS:
        for entry in os.scandir(folder):
            if entry.is_dir(follow_symlinks=False):
                shutil.rmtree(entry)
            else:
                os.remove(entry)
