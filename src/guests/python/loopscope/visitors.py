"""Visitors of a program that only serves: they come where it can never run again, and then Ctrl-C is pressed.

The host knows if any come (`runtime/network/visitors.ts`). Called where a deadlock would end the program."""

import signal

import _loopscope as host

from loopscope import timed_signals
from loopscope.threads.scheduler import Visitors

# Seconds from where nothing else can happen to Ctrl-C.
_PAUSE = 1.0


def come():
    """True if something comes from outside, so that the program can run again."""
    coming = host.visitorsCome()
    if coming == "interrupt":
        timed_signals.send_later(signal.SIGINT, host.now() + _PAUSE, "visitor")
    return coming != "nothing"


def install():
    """Puts the function in place. Once an interpreter."""
    Visitors.come = come
