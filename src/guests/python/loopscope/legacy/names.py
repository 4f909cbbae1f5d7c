"""Names that asyncio no longer has, put back in their modules.

A module has them by `__getattr__`, so that the notice names the line that first looks one up.
"""

import asyncio
import concurrent.futures
import types
from asyncio import coroutines, events, exceptions, futures, queues, tasks, unix_events

from loopscope.legacy.coroutines import coroutine
from loopscope.legacy.notices import say


class ChildWatcher:
    """A child watcher that does nothing: there are no subprocesses here."""

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        pass

    def attach_loop(self, loop):
        pass

    def close(self):
        pass

    def is_active(self):
        return True


_watcher = ChildWatcher()


def _make_compat():
    compat = types.ModuleType("asyncio.compat")
    compat.PY34 = compat.PY35 = compat.PY352 = True
    compat.flatten_list_bytes = b"".join
    return compat


# Value and notice of each name.
NAMES = {
    "coroutine": (coroutine, "coroutine"),
    "async": (tasks.ensure_future, "async"),
    "JoinableQueue": (queues.Queue, "JoinableQueue"),
    "compat": (_make_compat(), "compat"),
    "get_child_watcher": (lambda: _watcher, "child_watcher"),
    "set_child_watcher": (lambda watcher: None, "child_watcher"),
    **{
        kind + "ChildWatcher": (ChildWatcher, "child_watcher")
        for kind in ("Abstract", "Safe", "Fast", "MultiLoop", "Threaded", "Pidfd")
    },
}
_HOMES = (asyncio, coroutines, tasks, queues, events, unix_events)

# Exceptions that `asyncio.futures` had, and that `concurrent.futures` shared with asyncio.
EXCEPTIONS = ("CancelledError", "TimeoutError", "InvalidStateError")


def install(names):
    """Puts names back."""
    for module in _HOMES:
        module.__getattr__ = _getter(module, {name: NAMES[name] for name in names})
    # For `from asyncio import *`.
    asyncio.__all__ += tuple(names)


def install_exceptions():
    """Makes `asyncio.futures.CancelledError` and `concurrent.futures.CancelledError` the class that a
    cancelled task raises."""
    values = {name: (getattr(exceptions, name), "exceptions") for name in EXCEPTIONS}
    futures.__getattr__ = _getter(futures, values)
    del concurrent.futures.CancelledError
    concurrent.futures.__getattr__ = _getter(concurrent.futures, values)


def _getter(module, values):
    stock = module.__dict__.get("__getattr__")

    def __getattr__(name):
        if name in values:
            value, notice = values[name]
            say(notice)
            return value
        if stock is not None:
            return stock(name)
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    return __getattr__
