"""Lets the host in while the program computes: now and then, from the loops in its code.

Computing takes no virtual time. But a loop that does nothing else that is seen, and reads the clock, waits for time to
pass: there it does, at a fixed rate.
"""

import sys
from asyncio import BaseEventLoop

import _loopscope as host

from loopscope import journal, outcome
from loopscope.frames import user_line
from loopscope.instrumentation.instrument import watch
from loopscope.instrumentation.task_events import Current
from loopscope.monitoring import TOOL, call_back, events, monitoring
from loopscope.threads import scheduler

_EVERY = 1000
# What that many turns of a loop that reads the clock take, in seconds: a number whose multiples are exact.
_BUSY_TIME = 1 / 128
_jumps = 0
# A program that measures how long it computes reads the clock before and after.
_FEW_READINGS = 2
# How often the host had caught up when it was let in last, and the readings of the clock since something happened.
_flushes = 0
_readings = 0


def _jumped(code, offset, destination):
    """A loop in the program turned."""
    global _jumps
    _jumps += 1
    if _jumps >= _EVERY:
        _let_in(sys._getframe(1).f_lineno)


def _iterated():
    """A loop of asyncio that is not this one turned, such as one whose selector does not wait."""
    global _jumps
    _jumps += 1
    if _jumps >= _EVERY:
        _let_in(user_line())


def _let_in(line):
    """Now and then, lets the host pass on what is recorded, or end the program."""
    global _jumps, _flushes, _readings
    readings = host.clockReadings()
    if journal.flushes != _flushes or journal.entries:
        _readings = 0
        journal.flush()
    elif readings:
        _readings += readings
        if _readings > _FEW_READINGS:
            _let_pass(line)
    # The count starts anew only if the program goes on, so that it cannot outlast its end in a loop.
    if host.pulse(line):
        outcome.end(outcome.HALTED, line)
    _jumps, _flushes = 0, journal.flushes


def _let_pass(line):
    if scheduler.Running.lane.agenda:
        scheduler.pass_time(host.now() + _BUSY_TIME, "a busy loop")
    else:
        host.busy(_BUSY_TIME, Current.number(), line)


def install():
    call_back(events.JUMP, _jumped)
    watch(BaseEventLoop._run_once, start=_iterated)


def watch_loops(code, others=0):
    """Calls the host's pulse from loops in this code and the functions in it, which are watched for other events,
    too."""
    global _jumps, _flushes
    _jumps, _flushes = 0, -1
    monitoring.set_local_events(TOOL, code, events.JUMP | others)
    for constant in code.co_consts:
        if type(constant) is type(code):
            watch_loops(constant, others)
