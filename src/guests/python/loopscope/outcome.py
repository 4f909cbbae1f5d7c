"""Ends that are not a program's own: it waits for ever, it spins, or the host ends it."""

import _loopscope as host

from loopscope import output
from loopscope.registry import tasks

RAN, DEADLOCK, LIVELOCK, HALTED = range(4)


class Stopped(SystemExit):
    """Unwinds the program. A SystemExit, as that passes through tasks and callbacks, and programs rarely catch it."""


class Ending:
    """How the program was ended: outcome, message and line; None while it is left to itself."""

    reached = None


def reset():
    Ending.reached = None


def end(iteration, line=0):
    """Ends the program for what an iteration came to. The first reason stands; what follows is only unwinding."""
    if Ending.reached is None:
        output.flush()
        Ending.reached = ("limit", host.haltReason(), line) if iteration == HALTED else _stuck(iteration)
        host.end()
    raise Stopped(Ending.reached[1])


def deadlock(what, line):
    """Ends the program for a blocking call that would never return."""
    if Ending.reached is None:
        output.flush()
        Ending.reached = "deadlock", f"deadlock: {what}", line
        host.end()
    raise Stopped(Ending.reached[1])


def leave(status, line):
    """Ends the program at once, with nothing tidied up: `os._exit`."""
    if Ending.reached is None:
        output.flush()
        Ending.reached = ("error", f"SystemExit: {status}", line) if status else ("ok", None, 0)
        host.end()
    raise Stopped(status)


def final():
    """How the program was ended, also if it swallowed its end or was over before it noticed."""
    if Ending.reached is None and host.haltReason():
        Ending.reached = "limit", host.haltReason(), 0
    return Ending.reached


def _stuck(iteration):
    waiting = [entity for entity in tasks if not entity.ref().done()]
    # Where time goes on, none but an endless sleep would be left.
    words = _words | ({"sleep": "a sleep"} if iteration == LIVELOCK else {})
    where = "; ".join(f"{e.name} waits on {_plain(e.reason, words)}{_place(e.line)}" for e in waiting[:8])
    if len(waiting) > 8:
        where += f"; and {len(waiting) - 8} more"
    line = next((e.line for e in reversed(waiting) if e.line), 0)
    if iteration == LIVELOCK:
        what = "livelock: callbacks run for ever at one instant while a timer waits for time to pass"
        return "limit", f"{what}: {where}", line
    what = "deadlock: nothing is ready and no timer is pending, so nothing can ever happen again."
    return "deadlock", f"{what} {where}".strip(), line


def _place(line):
    return f" in line {line}" if line else ""


_words = {
    "future": "a future",
    "task": "another task",
    "gather": "gather",
    "wait": "asyncio.wait",
    "as_completed": "as_completed",
    "shield": "what it shields",
    "TaskGroup": "its TaskGroup",
    "sleep": "an endless sleep",
    "Event": "an Event",
}


def _plain(reason, words):
    if reason == "yield":
        return "its next step"
    return words.get(reason, f"a {reason}") if reason else "its first step"
