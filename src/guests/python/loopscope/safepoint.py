"""Safepoints: calls of the host from inside a long computation, every so many turns of the program's loops.

There the host passes on what is recorded, and may end the program. Computing takes no virtual time, with one
exception: a loop that only reads the clock waits for time to pass, and at its safepoints it does, at a fixed
rate.
"""

import sys

import _loopscope as host

from loopscope import journal, outcome
from loopscope.cpython_internals import run_once
from loopscope.frames import user_line
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.task_events import Current
from loopscope.monitoring import TOOL, call_back, events, monitoring
from loopscope.threads.scheduler import BUSY_TIME, Running, Spinning, park

_TURNS = 1000
_turns = 0
# Readings of the clock that are no waiting: a program that measures a computation reads it before and after.
_FEW_READINGS = 2
# The count of flushes at the last safepoint, and the readings of the clock since the last event.
_flushes = 0
_readings = 0
# Safepoints in a row without an event, while there are other threads; and how many of them are a computation.
_spins = 0
_MANY_SPINS = 100


def _jumped(code, offset, destination):
    """Called by `sys.monitoring` when a loop of the program turns."""
    global _turns
    _turns += 1
    if _turns >= _TURNS:
        _reach(sys._getframe(1).f_lineno)


def _iterated():
    """Called when an event loop of CPython's own turns: one whose selector does not wait would spin
    unseen."""
    global _turns
    _turns += 1
    if _turns >= _TURNS:
        _reach(user_line())


def _reach(line):
    """Reaches a safepoint, at a line of the program."""
    global _turns, _flushes, _readings, _spins
    readings = host.clockReadings()
    if Running.thread.parks == Running.thread.spun_at:
        _let_others_run()
    elif journal.flushes != _flushes or journal.entries:
        _readings = _spins = 0
        journal.flush()
    elif Running.others:
        _spins += 1
        if readings or _spins > _MANY_SPINS:
            _let_others_run()
    elif readings:
        _readings += readings
        if _readings > _FEW_READINGS:
            _pass_time(line)
    # The count starts again only if the program may continue: one that swallows `Stopped` is ended at its
    # next turn.
    if host.safepoint(line):
        outcome.end(outcome.HALTED, line)
    _turns, _flushes = 0, journal.flushes


def _pass_time(line):
    host.busy(BUSY_TIME, Current.number(), line)


def _let_others_run():
    """Lets other threads run, and time pass: a loop that turns so often waits for what another thread
    does."""
    global _turns
    thread = Running.thread
    thread.spun_at = thread.parks + 1
    if thread.coroutine is None:
        _turns = 0
        # In a callback of `sys.monitoring` the loops of the others would be unseen otherwise.
        sys.call_tracing(park, (host.now() + BUSY_TIME,))
    else:
        # The thread is suspended as its loop turns again (`rewrite`).
        Spinning.due = True


def install():
    call_back(events.JUMP, _jumped)
    instrument(run_once, on_start=_iterated)


def monitor_loops(code, others=0):
    """Makes the loops of a program's code reach safepoints, those of its functions included. `others` are
    further events to monitor there."""
    global _turns, _flushes
    _turns, _flushes = 0, -1
    monitoring.set_local_events(TOOL, code, events.JUMP | others)
    for constant in code.co_consts:
        if type(constant) is type(code):
            monitor_loops(constant, others)
