"""Functions that cannot work in a page: processes, signals from outside.

Each raises `CannotBeHere`, with the reason and a replacement."""

import os
import posix
import signal
import subprocess
import sys

from loopscope.loop import EventLoop

_PROCESSES = (
    "there are no other processes. Use `await asyncio.to_thread(function)` to run a function in a thread"
)
_SIGNALS = "a signal is handled, not waited for. Use loop.add_signal_handler() or signal.signal()"


class CannotBeHere(NotImplementedError, OSError):
    """Raised by a function that cannot work in a page."""

    # A traceback then names it as it names NotImplementedError.
    __module__ = "builtins"


def _raising(name, why):
    def unsupported(*_args, **_kwargs):
        raise CannotBeHere(f"{name} is not available here: {why}.")

    return unsupported


_of_modules = (
    (
        os,
        ("system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp", "execv", "execve"),
        _PROCESSES,
    ),
    (posix, ("system",), _PROCESSES),
    (signal, ("sigwait", "sigtimedwait", "sigwaitinfo"), _SIGNALS),
)
_of_classes = ((subprocess.Popen, ("__init__",), _PROCESSES),)
# The innermost methods, which would call the operating system: asyncio's own checks of a call come first.
_of_loops = (("asyncio.subprocess", ("_make_subprocess_transport",), _PROCESSES),)


class _NoProcesses:
    """A finder that raises for the modules by which `multiprocessing` starts processes."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        if name == "multiprocessing.synchronize" or name.startswith("multiprocessing.popen_"):
            raise CannotBeHere(f"multiprocessing is not available here: {_PROCESSES}.")


def install():
    """Puts the functions in place. Once an interpreter."""
    for module, names, why in _of_modules:
        for name in names:
            setattr(module, name, _raising(f"{module.__name__}.{name}()", why))
    for cls, names, why in _of_classes:
        for name in names:
            called = f"{cls.__module__}.{cls.__name__}" if name == "__init__" else f"{cls.__name__}.{name}()"
            setattr(cls, name, _raising(called, why))
    for called, names, why in _of_loops:
        for name in names:
            setattr(EventLoop, name, _raising(called.format(name), why))
    sys.meta_path.insert(0, _NoProcesses)
