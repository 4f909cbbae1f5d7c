"""How a program ended if it did not end by itself: deadlock, livelock, a limit of the host, or `os._exit`.

running ─► ended (once; the first outcome stays) ─► unwinding, by `Stopped`
"""

import _loopscope as host

from loopscope import output
from loopscope.registry import tasks

# What the host answers, negated, instead of a batch's size (`python-loop.ts`).
DEADLOCK, LIVELOCK, HALTED = range(1, 4)


class Stopped(SystemExit):
    """Unwinds the program. A SystemExit, as tasks and callbacks let that through and programs rarely catch
    it."""


class Outcome:
    """Outcome, message and line of a program that was ended; None for one that runs or ends by itself."""

    reached = None


def reset():
    Outcome.reached = None


def end(iteration, line=0, also=""):
    """Ends the program for the `iteration` that could not begin: DEADLOCK, LIVELOCK or HALTED, at a line.
    `also` is added to the message of a deadlock."""
    if Outcome.reached is None:
        output.flush()
        if iteration == HALTED:
            Outcome.reached = "limit", host.haltReason(), line
        else:
            kind, message, line = _stuck(iteration)
            Outcome.reached = kind, message + also, line
        host.end()
    raise Stopped(Outcome.reached[1])


def deadlock(what, line):
    """Ends the program for a blocking call that would never return."""
    if Outcome.reached is None:
        output.flush()
        Outcome.reached = "deadlock", f"deadlock: {what}", line
        host.end()
    raise Stopped(Outcome.reached[1])


def leave(status, line):
    """Ends the program at once, as `os._exit` does."""
    if Outcome.reached is None:
        output.flush()
        Outcome.reached = ("error", f"SystemExit: {status}", line) if status else ("ok", None, 0)
        host.end()
    raise Stopped(status)


def kill(signal, line):
    """Ends the program at once, by a signal that it does not handle."""
    if Outcome.reached is None:
        output.flush()
        Outcome.reached = "error", f"killed by {signal}", line
        host.end()
    raise Stopped(Outcome.reached[1])


def final():
    """Outcome, message and line of a program that was ended, also if it swallowed `Stopped` or ended before
    the host's limit reached it; None for one that ended by itself."""
    if Outcome.reached is None and host.haltReason():
        Outcome.reached = "limit", host.haltReason(), 0
    return Outcome.reached


def _stuck(iteration):
    waiting = [entity for entity in tasks if not entity.ref().done()]
    # In a livelock a sleep is any sleep; in a deadlock only an endless one is left.
    words = _words | ({"sleep": "a sleep"} if iteration == LIVELOCK else {})
    where = "; ".join(
        f"{e.shown_name()} waits for {_in_words(e.reason, words)}{_place(e.line)}" for e in waiting[:8]
    )
    if len(waiting) > 8:
        where += f"; and {len(waiting) - 8} more"
    line = next((e.line for e in reversed(waiting) if e.line), 0)
    if iteration == LIVELOCK:
        what = "livelock: callbacks keep running at the same instant, so the next timer is never due"
        return "limit", f"{what}: {where}", line
    what = "deadlock: nothing is ready and no timer is pending, so nothing can run again"
    return "deadlock", f"{what}: {where}" if where else what, line


def _place(line):
    return f" on line {line}" if line else ""


_words = {
    "future": "a future",
    "task": "another task",
    "gather": "gather",
    "wait": "wait",
    "as_completed": "as_completed",
    "shield": "the task that it shields",
    "TaskGroup": "its TaskGroup",
    "sleep": "an endless sleep",
    "Event": "an Event",
}


def _in_words(reason, words):
    if reason == "yield":
        return "its next step"
    if not reason:
        return "its first step"
    return words.get(reason, reason if "." in reason else f"a {reason}")
