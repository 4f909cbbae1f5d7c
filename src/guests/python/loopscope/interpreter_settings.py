"""Settings of the interpreter that a program may change: each can be read, and put back.

The invariant: after `restore`, either each setting has the value that `remember` read, or `restore` returns
the names of those that do not, and the interpreter runs no further program. `reset` calls both; modules and
classes are its own matter.
"""

import codecs
import encodings
import faulthandler
import gc
import operator
import os
import signal
import sys
import time
import tracemalloc
from abc import ABCMeta

from loopscope.cpython_internals import abc_registry, reset_abc_registry, set_locale

_HOME = "/home/pyodide"
# Folders whose files are the program's own: `reset` empties them.
_OPEN_FOLDERS = (_HOME, "/tmp", "/dev", "/proc")
# Modules through which a program can change anything unseen.
_UNSAFE_MODULES = ("ctypes", "_ctypes", "_testcapi", "_testinternalcapi")
_NOT_KEPT = ("__builtins__", "__warningregistry__")


def _switch(is_on, turn_on, turn_off):
    return is_on, lambda on: turn_on() if on else turn_off()


def _signals():
    return {number: signal.getsignal(number) for number in signal.valid_signals()}


def _set_signals(handlers):
    for number, handler in handlers.items():
        if handler is not None and signal.getsignal(number) is not handler:
            signal.signal(number, handler)


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _set_environment(variables):
    os.environ.clear()
    os.environ.update(variables)
    time.tzset()


# How to read a setting, and how to set it.
_settings = {
    "sys.set_int_max_str_digits": (sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    "sys.setrecursionlimit": (sys.getrecursionlimit, sys.setrecursionlimit),
    "sys.setswitchinterval": (sys.getswitchinterval, sys.setswitchinterval),
    "sys.set_coroutine_origin_tracking_depth": (
        sys.get_coroutine_origin_tracking_depth,
        sys.set_coroutine_origin_tracking_depth,
    ),
    "sys.set_asyncgen_hooks": (
        lambda: tuple(sys.get_asyncgen_hooks()),
        lambda hooks: sys.set_asyncgen_hooks(*hooks),
    ),
    "sys.setdlopenflags": (sys.getdlopenflags, sys.setdlopenflags),
    "gc.set_threshold": (gc.get_threshold, lambda thresholds: gc.set_threshold(*thresholds)),
    "gc.set_debug": (gc.get_debug, gc.set_debug),
    "gc.enable": _switch(gc.isenabled, gc.enable, gc.disable),
    "tracemalloc.start": _switch(tracemalloc.is_tracing, tracemalloc.start, tracemalloc.stop),
    "faulthandler.enable": _switch(faulthandler.is_enabled, faulthandler.enable, faulthandler.disable),
    "locale.setlocale": (set_locale, set_locale),
    "signal.signal": (_signals, _set_signals),
    "os.umask": (_umask, os.umask),
    "os.environ": (lambda: dict(os.environ), _set_environment),
    "os.chdir": (os.getcwd, os.chdir),
}

_before = {}
# Registries and caches: lists, dictionaries and sets of modules and of the interpreter, with their contents.
_contents = []
_registries = []
_files = {}


def remember(modules):
    """Takes the settings as they are now, and the contents of the modules' registries and caches."""
    seen = {id(sys.modules)}
    kept = [v for m in modules for name, v in vars(m).items() if name not in _NOT_KEPT]
    for container in (*kept, *_codec_registries()):
        if type(container) in (list, dict, set) and id(container) not in seen:
            seen.add(id(container))
            _contents.append((container, container.copy()))
    classes = {v for v in kept if isinstance(v, ABCMeta)}
    _registries.extend((cls, abc_registry(cls)) for cls in sorted(classes, key=lambda c: c.__qualname__))
    _files.update(_list_files())
    _before.update((name, read()) for name, (read, _) in _settings.items())


def restore():
    """Puts the settings back. Returns the names of those for which that does not hold."""
    for container, before in _contents:
        if _differs(container, before):
            _put_back(container, before)
    for cls, before in _registries:
        if abc_registry(cls) != before:
            reset_abc_registry(cls, before)
    for name, (read, write) in _settings.items():
        if read() != _before[name]:
            write(_before[name])
    failed = [name for name, (read, _) in _settings.items() if read() != _before[name]]
    if _list_files() != _files:
        failed.append("files")
    return failed


def unsafe_imports():
    """The modules that the program imported through which it can change anything unseen."""
    return [name for name in _UNSAFE_MODULES if name in sys.modules]


def _codec_registries():
    """The interpreter's list of codec search functions and its dictionary of error handlers. No name leads to
    them."""
    for registry in gc.get_referrers(encodings.search_function):
        if type(registry) is list and all(map(callable, registry)):
            yield registry
    for registry in gc.get_referrers(codecs.lookup_error("strict")):
        if type(registry) is dict and "surrogateescape" in registry:
            yield registry


def _list_files():
    """The files outside of the program's own folders, with size and time of change."""
    found = {}
    for folder, folders, files in os.walk("/"):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in _OPEN_FOLDERS]
        for name in files:
            status = os.stat(os.path.join(folder, name), follow_symlinks=False)
            found[os.path.join(folder, name)] = status.st_size, status.st_mtime_ns
    return found


def _differs(now, before):
    if type(now) is set or len(now) != len(before):
        return now != before
    return _has_others(now, before) or (type(now) is dict and _has_others(now.values(), before.values()))


def _has_others(now, before):
    return any(map(operator.is_not, now, before, strict=True))


def _put_back(now, before):
    if type(now) is list:
        now[:] = before
    else:
        now.clear()
        now.update(before)
