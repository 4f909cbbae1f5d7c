"""Lets the host in while the program computes: now and then, from the loops in its code."""
import sys

import _loopscope as host
from loopscope import ending
from loopscope.watching import TOOL, events, monitoring

_EVERY = 1000
_jumps = 0


def _jumped(code, offset, destination):
    """A loop in the program turned: now and then, let the host pass on what is recorded, or end the program."""
    global _jumps
    _jumps += 1
    if _jumps >= _EVERY:
        # The count starts anew only if the program goes on, so that it cannot outlast its end in a loop.
        if host.pulse():
            ending.end(ending.HALTED, sys._getframe(1).f_lineno)
        _jumps = 0


def install():
    monitoring.register_callback(TOOL, events.JUMP, _jumped)


def watch_loops(code):
    """Calls the host's pulse from loops in this code and the functions in it."""
    global _jumps
    _jumps = 0
    monitoring.set_local_events(TOOL, code, events.JUMP)
    for constant in code.co_consts:
        if type(constant) is type(code):
            watch_loops(constant)
