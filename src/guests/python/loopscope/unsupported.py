"""Functions that cannot work in a page: copies of a process, signals that are waited for, hard links.

Each raises `CannotBeHere`, with the reason and a replacement."""

import os
import posix
import signal
import sys

_FORK = "a process cannot be copied. Use asyncio.create_subprocess_exec(sys.executable, …) or a thread"
_EXEC = "the program cannot become another one. Use subprocess.run() or asyncio.create_subprocess_exec()"
_PROCESSES = "a worker needs an interpreter of its own. Use `await asyncio.to_thread(function)` for a thread"
_LINK = "a file has one name. Use os.symlink() or shutil.copy()"
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
    (os, ("fork", "forkpty"), _FORK),
    (os, ("posix_spawn", "posix_spawnp", "execv", "execve"), _EXEC),
    (os, ("link",), _LINK),
    (posix, ("system",), _EXEC),
    (signal, ("sigwait", "sigtimedwait", "sigwaitinfo"), _SIGNALS),
)


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
    sys.meta_path.insert(0, _NoProcesses)
