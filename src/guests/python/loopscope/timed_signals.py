"""Signals that reach the program at a moment of virtual time: those of the person at the page, and those of a
timer that the program has set (`alarm`, `setitimer`).

Each comes from a hidden thread that sleeps until then. So the main thread gets it wherever it waits by then:
in its loop's selector, in a blocking call, or at its next turn if it computes. Handlers run in the main
thread, as the operating system's do (`signals.raise_signal`)."""

import json
import signal

import _loopscope as host

from loopscope import signals
from loopscope.threads import scheduler
from loopscope.threads.scheduler import park, wake
from loopscope.threads.variants import suspends

_RESOLUTION = 1e-6


class _Timer:
    """An interval timer: its next expiry and the interval after that, in seconds of virtual time; 0 for
    none."""

    def __init__(self):
        self.at = 0.0
        self.interval = 0.0
        self.thread = None


_timers = {}
_signal_of = {
    signal.ITIMER_REAL: signal.SIGALRM,
    signal.ITIMER_VIRTUAL: signal.SIGVTALRM,
    signal.ITIMER_PROF: signal.SIGPROF,
}


def reset():
    """Forgets everything of the last program."""
    _timers.clear()


def plan(planned):
    """Lets the person's signals come: JSON of a list of names and times, in seconds."""
    for one in json.loads(planned):
        send_later(getattr(signal, one["name"]), one["at"], "person")


def send_later(number, at, origin):
    """Lets the program get a signal at a time in seconds."""
    _start(_Sending(number, at, origin))


def _start(sending):
    return scheduler.start("signal", sending, True, True)


class _Sending:
    """The function of a hidden thread that sends a signal once, from outside of the program."""

    def __init__(self, number, at, origin):
        self._number = number
        self._at = at
        self._origin = origin

    @suspends
    def __call__(self):
        while host.now() < self._at:
            park(self._at)
        signals.send_to_main(self._number, self._origin)


class _Ticking:
    """The function of a hidden thread that sends the signals of a timer, until that is set anew."""

    def __init__(self, which, timer):
        self._which = which
        self._timer = timer

    @suspends
    def __call__(self):
        timer = self._timer
        while timer.at and _timers.get(self._which) is timer:
            if host.now() < timer.at:
                park(timer.at)
            else:
                timer.at = timer.at + timer.interval if timer.interval else 0.0
                signals.send_to_main(_signal_of[self._which], "timer")


def getitimer(which, /):
    """`signal.getitimer`: seconds until the timer expires, and its interval."""
    if which not in _signal_of:
        raise signal.ItimerError(22, "Invalid argument")
    timer = _timers.get(which)
    if timer is None or not timer.at:
        return 0.0, 0.0
    return max(timer.at - host.now(), _RESOLUTION), timer.interval


def setitimer(which, seconds, interval=0.0, /):
    """`signal.setitimer`. The clocks of computing count virtual time, too."""
    before = getitimer(which)
    seconds, interval = float(seconds), float(interval)
    if not 0 <= seconds < 2**63 or not 0 <= interval < 2**63:
        raise signal.ItimerError(22, "Invalid argument")
    former = _timers.pop(which, None)
    if former is not None and former.thread is not None:
        wake(former.thread)
    if seconds > 0:
        timer = _timers[which] = _Timer()
        timer.at, timer.interval = host.now() + max(seconds, _RESOLUTION), interval
        timer.thread = _start(_Ticking(which, timer))
    return before


def alarm(seconds, /):
    """`signal.alarm`: whole seconds until SIGALRM; 0 takes the last one back."""
    left, _ = setitimer(signal.ITIMER_REAL, int(seconds))
    return -int(-left // 1)


@suspends
def pause():
    """`signal.pause`: waits until a signal's handler has run."""
    handled = signals.Pending.handled
    while signals.Pending.handled == handled:
        park()


def install():
    """Puts the functions in place. Once an interpreter."""
    for function in (getitimer, setitimer, alarm, pause):
        function.__module__ = "signal"
        setattr(signal, function.__name__, function)
