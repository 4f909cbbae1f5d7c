"""Settings of the interpreter that a program may change: each can be read, and put back.

The invariant: after `restore`, either each setting has the value that `remember` read, or `restore` returns
the names of those that do not, and the interpreter runs no further program. `reset` calls both; modules and
classes are its own matter, and `registries` puts containers back.
"""

import faulthandler
import gc
import os
import signal
import sys
import threading
import time
import tracemalloc

from loopscope.cpython_internals import set_locale

_HOME = "/home/pyodide"
# Folders whose files are the program's own, which `reset` empties, and those of `packages.folders`.
_OPEN_FOLDERS = (_HOME, "/tmp", "/dev", "/proc", "/packages")
# Modules through which a program can change anything unseen.
_UNSAFE_MODULES = ("ctypes", "_ctypes", "_testcapi", "_testinternalcapi")


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
    # Missing in some builds for WebAssembly.
    if hasattr(time, "tzset"):
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
    "threading.stack_size": (threading.stack_size, threading.stack_size),
    "os.umask": (_umask, os.umask),
    "os.environ": (lambda: dict(os.environ), _set_environment),
    "os.chdir": (os.getcwd, os.chdir),
}

_before = {}
_files = {}
# What `remember` takes.
parts = _before, _files


def remember():
    """Takes the settings as they are now."""
    _files.clear()
    _files.update(_list_files())
    _before.update((name, read()) for name, (read, _) in _settings.items())


def restore():
    """Puts the settings back. Returns the names of those for which that does not hold."""
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


def _list_files():
    """The files outside of the program's own folders, with size and time of change."""
    found = {}
    for folder, folders, files in os.walk("/"):
        folders[:] = [name for name in folders if os.path.join(folder, name) not in _OPEN_FOLDERS]
        for name in files:
            status = os.stat(os.path.join(folder, name), follow_symlinks=False)
            found[os.path.join(folder, name)] = status.st_size, status.st_mtime_ns
    return found
