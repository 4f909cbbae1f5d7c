"""Signals: how they reach the program, `raise_signal`, `os.kill(os.getpid(), …)`, and a loop's handlers.

Mirrors `unix_events._UnixSelectorEventLoop`, without its pipe: nothing waits in the operating system, so a
signal's handler schedules the loop's callback itself. `timed_signals` sends those that come at a moment.
"""

import errno
import operator
import os
import signal
from asyncio import iscoroutine
from inspect import iscoroutinefunction

import _loopscope as host

from loopscope import outcome
from loopscope.frames import user_line
from loopscope.handle import Handle
from loopscope.instrumentation.task_events import Current
from loopscope.threads import scheduler
from loopscope.threads.scheduler import wake

_raise_signal = signal.raise_signal
_NAMES = {int(number): number.name for number in signal.Signals}
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

    def _handle_signal(self, sig, _frame=None):
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


class Pending:
    """Signals that the main thread has not noticed yet, with their origins; and how many it has handled."""

    signals = []
    handled = 0


def reset():
    """Forgets everything of the last program."""
    Pending.signals.clear()
    Pending.handled = 0


def send_to_main(number, origin):
    """Lets the main thread handle a signal as soon as it runs."""
    Pending.signals.append((number, origin))
    scheduler.main.is_interrupted = True
    wake(scheduler.main)


def handle_pending():
    """Runs the handlers of the signals that have come. Called in the main thread, where it has waited."""
    while Pending.signals:
        number, origin = Pending.signals.pop(0)
        # A handler that raises leaves the others to the next time.
        scheduler.main.is_interrupted = bool(Pending.signals)
        _raise(number, origin, user_line(2))


def _raise(number, origin, line):
    name = _NAMES.get(number, f"signal {number}")
    host.signalRaised(name, origin, Current.number(), line)
    handler = signal.getsignal(number)
    if handler is signal.SIG_DFL and number not in _HARMLESS:
        outcome.kill(name, line)
    Pending.handled += handler not in (signal.SIG_IGN, signal.SIG_DFL)
    _raise_signal(number)


def raise_signal(signalnum, /):
    """`signal.raise_signal`: the default action of most signals ends the program."""
    number = operator.index(signalnum)
    if number not in signal.valid_signals():
        if number == 0:
            return
        # The interpreter's own breaks down.
        raise OSError(errno.EINVAL, "Invalid argument")
    _raise(number, "program", user_line(2))


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
    scheduler.Signals.handle = handle_pending
