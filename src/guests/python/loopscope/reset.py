"""Puts the interpreter back as it was before its first program, so that no program sees anything of another.

A program may patch any module or class of the standard library: their contents are compared, one by one and by
identity, with what they were, which takes about 3 ms. Of asyncio's functions so are the insides. Modules that it was the first to import are imported anew by
the next. What neither covers (the working directory, loggers, the interpreter's switches) is listed here.
"""

import _asyncio
import asyncio
import atexit
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
from asyncio import coroutines

from loopscope import monitoring

_IMMUTABLE = 1 << 8
# What the interpreter adds to a class by itself.
_CLASS_CACHES = ("__annotations_cache__", "__annotate_func__", "__slotnames__")
_WRITABLE_FOLDERS = ("/home/pyodide", "/tmp")

_modules = {}
_module_contents = []
_class_contents = []
# Of asyncio's functions: the name of an attribute, the functions, what each has there.
_function_contents = []
_lists = []
_environment = {}
_loggers = {}


def remember():
    """Takes the interpreter as it is for how it should be."""
    atexit._clear()
    os.environ.pop("_", None)
    os.chdir(_WRITABLE_FOLDERS[0])
    _modules.update(sys.modules)
    kept = [m for name, m in _modules.items() if type(m) is types.ModuleType and not _is_host(name)]
    _module_contents.extend((vars(module), dict(vars(module))) for module in kept)
    classes = {
        v for m in kept for v in vars(m).values() if isinstance(v, type) and not v.__flags__ & _IMMUTABLE
    }
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
    """This package keeps its own state, and so does the interpreter's glue; the program's module is always new."""
    return name.partition(".")[0] in (
        "__main__",
        "loopscope",
        "_loopscope",
        "pyodide",
        "_pyodide",
        "pyodide_js",
    )


def _is_asyncios(value):
    return type(value) is types.FunctionType and (value.__module__ or "").partition(".")[0] == "asyncio"


def restore():
    # First, as everything below uses it.
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
    warnings._filters_mutated()
    _forget_coroutine_types()
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


def _forget_coroutine_types():
    """What asyncio took for the type of coroutines: its Python code remembers that, and so does its C code."""
    coroutines._iscoroutine_typecache.clear()
    for found in gc.get_referents(_asyncio):
        # The other set there is of running eager tasks.
        if type(found) is set and not any(isinstance(member, asyncio.Future) for member in found):
            found.clear()


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
    atexit._clear()
    monitoring.restore()
    sys.setrecursionlimit(1000)
    sys.set_coroutine_origin_tracking_depth(0)
    sys.set_asyncgen_hooks(None, None)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    gc.enable()
    # What is left belongs to the interpreter. Out of the collector's sight, it neither costs time in the next program
    # nor changes when that program's garbage is found.
    gc.collect()
    gc.freeze()
