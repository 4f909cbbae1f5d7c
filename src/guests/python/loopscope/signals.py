"""Signals that a program sends to itself: `raise_signal`, `os.kill(os.getpid(), …)`, and a loop's handlers.

Mirrors `unix_events._UnixSelectorEventLoop`, without its pipe: nothing waits in the operating system, so a
signal's handler schedules the loop's callback itself.
"""

import os
import signal
from asyncio import iscoroutine
from inspect import iscoroutinefunction

from loopscope import outcome
from loopscope.frames import user_line
from loopscope.handle import Handle

_raise_signal = signal.raise_signal
# Signals whose default action is nothing, or to continue.
_HARMLESS = {signal.SIGCHLD, signal.SIGURG, signal.SIGCONT, signal.SIGWINCH}


class SignalHandlers:
    """The half of a loop that handles signals. `_signal_handlers` is asyncio's own name for its table."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._signal_handlers = {}

    def add_signal_handler(self, sig, callback, *args):
        """Calls `callback(*args)` in the loop when the program gets the signal."""
        if iscoroutine(callback) or iscoroutinefunction(callback):
            raise TypeError("coroutines cannot be used with add_signal_handler()")
        _check(sig)
        self._check_closed()
        handle = Handle(callback, args, self, None)
        self._signal_handlers[sig] = handle
        try:
            signal.signal(sig, self._handle_signal)
        except (OSError, ValueError) as error:
            del self._signal_handlers[sig]
            if isinstance(error, OSError):
                raise RuntimeError(f"sig {sig} cannot be caught") from None
            raise

    def _handle_signal(self, sig, _frame):
        handle = self._signal_handlers.get(sig)
        if handle is None:
            return
        if handle._cancelled:
            self.remove_signal_handler(sig)
        else:
            self.call_soon_threadsafe(handle._callback, *handle._args, context=handle._context)

    def remove_signal_handler(self, sig):
        """Removes the handler of a signal. Returns False if there was none."""
        _check(sig)
        if self._signal_handlers.pop(sig, None) is None:
            return False
        signal.signal(sig, signal.default_int_handler if sig == signal.SIGINT else signal.SIG_DFL)
        return True

    def close(self):
        super().close()
        for sig in list(self._signal_handlers):
            self.remove_signal_handler(sig)


def _check(sig):
    if not isinstance(sig, int):
        raise TypeError(f"sig must be an int, not {sig!r}")
    if sig not in signal.valid_signals():
        raise ValueError(f"invalid signal number {sig}")


def raise_signal(signalnum, /):
    """`signal.raise_signal`: the default action of most signals ends the program."""
    if signal.getsignal(signalnum) is signal.SIG_DFL and signalnum not in _HARMLESS:
        outcome.kill(signal.Signals(signalnum).name, user_line(2))
    _raise_signal(signalnum)


def kill(pid, signal, /):
    """`os.kill`. There is no process but the program's own."""
    if pid not in (0, os.getpid()):
        raise ProcessLookupError(3, "No such process")
    if signal != 0:
        raise_signal(signal)


def install():
    """Puts the functions in place. Once an interpreter."""
    for function in (raise_signal, kill):
        function.__qualname__ = function.__name__
    signal.raise_signal, os.kill = raise_signal, kill
