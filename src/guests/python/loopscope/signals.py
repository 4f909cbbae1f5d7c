"""Signals: how they reach the program, `raise_signal`, and a loop's handlers.

A loop's handlers are those of `unix_events._UnixSelectorEventLoop`, without its pipe: nothing waits in the
operating system, so a signal's handler schedules the loop's callback itself. `timed_signals` sends those that
come at a moment.
"""

import _signal
import errno
import operator
import os
import signal
from asyncio import unix_events
from contextlib import suppress

import _loopscope as host

from loopscope import outcome
from loopscope.frames import user_line
from loopscope.instrumentation.task_events import Current
from loopscope.threads import scheduler
from loopscope.threads.scheduler import Running, wake

_raise_signal = signal.raise_signal
_NAMES = {int(number): number.name for number in signal.Signals}
# Signals whose default action is nothing, or to continue.
_HARMLESS = {signal.SIGCHLD, signal.SIGURG, signal.SIGCONT, signal.SIGWINCH}


# Captured before a program runs, which may replace them.
_open, _close, _set_wakeup_fd = os.open, os.close, _signal.set_wakeup_fd


class WakeUp:
    """Stands for the pipe that C writes a signal's number into: what is written here is lost. The loop that
    asked for it last gets the signals, as its descriptor would."""

    loop = None
    descriptor = -1

    def __init__(self, loop):
        self._loop = loop

    def fileno(self):
        """Called by `add_signal_handler`, for `set_wakeup_fd`."""
        WakeUp.loop = self._loop
        if WakeUp.descriptor < 0:
            WakeUp.descriptor = _open(os.devnull, os.O_WRONLY | os.O_NONBLOCK)
        return WakeUp.descriptor

    @classmethod
    def reset(cls):
        cls.loop = None
        if cls.descriptor >= 0:
            _set_wakeup_fd(-1)
            # The program may have closed it, by `os.closerange` for one.
            with suppress(OSError):
                _close(cls.descriptor)
            cls.descriptor = -1


class SignalHandlers:
    """The half of a loop that handles signals: asyncio's own, but for how a signal reaches it."""

    def _handle_signal(self, sig):
        handle = self._signal_handlers.get(sig)
        if handle is None:
            return
        if handle._cancelled:
            self.remove_signal_handler(sig)
        else:
            # A handle of its own for each time, as the trace numbers them.
            self.call_soon_threadsafe(handle._callback, *handle._args, context=handle._context)


def _pass_on(sig, _frame=None):
    """In place of `unix_events._sighandler_noop`, which `add_signal_handler` installs."""
    if WakeUp.loop is not None:
        WakeUp.loop._handle_signal(sig)


_set_handler = _signal.signal


def set_handler(signalnum, handler, /):
    """`_signal.signal`: two signals cannot be caught. The interpreter's system lets them."""
    if signalnum in (signal.SIGKILL, signal.SIGSTOP):
        raise OSError(errno.EINVAL, "Invalid argument")
    return _set_handler(signalnum, handler)


class Pending:
    """Signals that the main thread has not noticed yet, with their origins; and how many it has handled."""

    signals = []
    handled = 0


def reset():
    """Forgets everything of the last program."""
    Pending.signals.clear()
    Pending.handled = 0
    WakeUp.reset()


def send_to_main(number, origin):
    """Lets the main thread handle a signal as soon as it runs."""
    Pending.signals.append((number, origin))
    scheduler.main.is_interrupted = True
    wake(scheduler.main)


def handle_pending():
    """Runs the handlers of the signals that have come. Called in the main thread, where it has waited, and in
    that of another process."""
    if (process := Running.thread.process) is not None:
        process.handle_signals()
        return
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


def install():
    """Puts the functions in place. Once an interpreter."""
    signal.raise_signal = raise_signal
    _signal.signal = set_handler
    unix_events._sighandler_noop = _pass_on
    scheduler.Signals.handle = handle_pending
