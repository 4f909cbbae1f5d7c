"""Safepoints, and the cost of computing: both count the turns of the program's loops.

At a safepoint, every so many turns, the host passes on what is recorded, and may end the program. Computing
takes no virtual time, with one exception: a loop that reads the clock. Its turns and calls since the last
reading are counted, and the host says how much time that takes (`clock-watch.ts`).
"""

import sys
from array import array
from math import inf

import _loopscope as host

from loopscope import journal, outcome, waiting_loops
from loopscope.cpython_internals import run_once
from loopscope.frames import FILENAME, user_line
from loopscope.instrumentation.instrument import instrument
from loopscope.instrumentation.task_events import Current
from loopscope.monitoring import TOOL, call_back, events, monitoring
from loopscope.threads.generators import check_start
from loopscope.threads.scheduler import (
    BUSY_TIME,
    Running,
    Signals,
    Spinning,
    can_anything_happen,
    is_idle,
    park,
)

# Turns and calls between two safepoints.
_TURNS = 1000
_turns = 0
# Turns and calls that are charged together, in a loop that does more than wait for the clock.
_FEW = 64
# Turns and calls before the last safepoint and after the last look at the clock.
_carried = 0
# `_turns` and the count of flushes at the last look.
_looked_at = 0
_flushes = 0
# The count of flushes at the last safepoint.
_flushed = 0
# Safepoints in a row without an event, while there are other threads, or something is to arrive; and how many
# of them are a computation.
_spins = 0
_MANY_SPINS = 100
# One number, which the host sets to 1 when the program reads the clock.
_readings = array("I", [0])
# The program's code, until a loop of it reads the clock: its calls are not counted up to then.
_uncounted = None


def _jumped(code, offset, destination):
    """Called by `sys.monitoring` when a loop of the program turns."""
    global _turns
    _turns += 1
    if _readings[0]:
        kind = waiting_loops.kind(code, destination)
        if kind is waiting_loops.WAITS or _carried + _turns - _looked_at >= _FEW:
            _look(sys._getframe(1).f_lineno, kind)
    if _turns >= _TURNS:
        _reach(sys._getframe(1).f_lineno)


def _called(code, offset):
    """Called by `sys.monitoring` when a function of the program starts."""
    global _turns
    check_start(sys._getframe(1))
    _turns += 1
    if _turns >= _TURNS:
        _reach(user_line(2))


def _iterated():
    """Called when an event loop of CPython's own turns: one whose selector does not wait would spin
    unseen."""
    global _turns
    _turns += 1
    if _readings[0]:
        _look(user_line(), waiting_loops.WAITS)
    if _turns >= _TURNS:
        _reach(user_line())


def _look(line, kind):
    """Lets the time pass that it took to compute since the last look at the clock."""
    global _carried, _looked_at, _flushes, _uncounted
    if _uncounted is not None:
        _monitor(_uncounted, events.PY_START)
        _uncounted = None
    units = _carried + _turns - _looked_at
    # What is in the journal happened before the time passes.
    if journal.entries:
        journal.flush()
    happened = journal.flushes != _flushes
    _carried, _looked_at, _flushes = 0, _turns, journal.flushes
    until = host.look(units, kind, happened)
    if until > host.now():
        _spin(until, line)
    _readings[0] = 0


def _reach(line):
    """Reaches a safepoint, at a line of the program."""
    global _turns, _carried, _looked_at, _flushed, _spins
    if Running.thread.parks == Running.thread.spun_at:
        _spin(host.now() + BUSY_TIME, line)
    elif journal.flushes != _flushed or journal.entries:
        _spins = 0
        journal.flush()
    elif Running.others or host.nextArrival() < inf:
        _spins += 1
        if _spins > _MANY_SPINS:
            _spin(host.now() + BUSY_TIME, line)
    # The count starts again only if the program may continue: one that swallows `Stopped` is ended at its
    # next turn.
    if host.safepoint(line):
        outcome.end(outcome.HALTED, line)
    _carried, _turns, _looked_at = _carried + _turns - _looked_at, 0, 0
    _flushed = journal.flushes


def _spin(until, line):
    """Lets time pass, in seconds, and other threads run if one can before that: a loop that turns so often
    waits for what another thread does, or for the clock."""
    thread = Running.thread
    if Running.others:
        thread.spun_at = thread.parks
    if Running.others and can_anything_happen(until):
        _let_others_run(until)
    elif thread.coroutine is None:
        host.busy(until, Current.number(), line)
    else:
        host.spin(until, is_idle())


def _let_others_run(until):
    global _turns
    thread = Running.thread
    thread.spun_at = thread.parks + 1
    if thread.coroutine is None:
        _turns = 0
        thread.holds_signals = True
        try:
            # In a callback of `sys.monitoring` the loops of the others would be unseen otherwise.
            sys.call_tracing(park, (until,))
        finally:
            thread.holds_signals = False
        if thread.is_interrupted:
            _interrupt_at_next_instruction()
    else:
        # The thread is suspended as its loop turns again (`rewrite`).
        Spinning.due, Spinning.until = True, until


def _interrupt_at_next_instruction():
    """Lets the program handle its signals at its next instruction. An exception that a callback raises at a
    jump back is caught by no `try` around the loop."""
    frame = sys._getframe()
    while frame is not None and frame.f_code.co_filename != FILENAME:
        frame = frame.f_back
    if frame is None:
        Signals.handle()
    else:
        code = frame.f_code
        monitoring.set_local_events(TOOL, code, monitoring.get_local_events(TOOL, code) | events.INSTRUCTION)


def _reached_instruction(code, offset):
    """Called by `sys.monitoring` at the instruction after a signal has come."""
    monitoring.set_local_events(TOOL, code, monitoring.get_local_events(TOOL, code) & ~events.INSTRUCTION)
    if Running.thread.is_interrupted:
        Signals.handle()


def share():
    """Tells the host where it notes that the program has read the clock."""
    host.shareReadings(_readings)


def install():
    share()
    call_back(events.JUMP, _jumped)
    call_back(events.PY_START, _called)
    call_back(events.INSTRUCTION, _reached_instruction)
    instrument(run_once, on_start=_iterated)


def monitor(code, others=0):
    """Makes a program's loops reach safepoints. `others` are further events to monitor in its code."""
    global _turns, _carried, _looked_at, _flushes, _flushed, _uncounted
    _turns, _carried, _looked_at, _flushes, _flushed = 0, 0, 0, -1, -1
    _readings[0] = 0
    _uncounted = code
    _monitor(code, events.JUMP | others)


def _monitor(code, added):
    monitoring.set_local_events(TOOL, code, monitoring.get_local_events(TOOL, code) | added)
    for constant in code.co_consts:
        if type(constant) is type(code):
            _monitor(constant, added)
