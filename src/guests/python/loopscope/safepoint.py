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
from loopscope.threads import blocking, scheduler

_TURNS = 1000
# Virtual seconds that so many turns of a loop that reads the clock take. Multiples of it are exact as floats.
_BUSY_TIME = 1 / 128
_turns = 0
# Readings of the clock that are no waiting: a program that measures a computation reads it before and after.
_FEW_READINGS = 2
# The count of flushes at the last safepoint, and the readings of the clock since the last event.
_flushes = 0
_readings = 0


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
    global _turns, _flushes, _readings
    readings = host.clockReadings()
    if journal.flushes != _flushes or journal.entries:
        _readings = 0
        journal.flush()
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
    if scheduler.Running.thread.agenda:
        blocking.pass_time(host.now() + _BUSY_TIME, "a busy loop")
    else:
        host.busy(_BUSY_TIME, Current.number(), line)


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
