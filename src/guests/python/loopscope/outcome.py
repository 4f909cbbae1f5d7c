"""How a program ended if it did not end by itself: deadlock, livelock, a limit of the host, or `os._exit`.

running ─► ended (once; the first outcome stays) ─► unwinding, by `Stopped`
"""

import _loopscope as host

from loopscope import output
from loopscope.registry import tasks

# What the host answers, negated, instead of a batch's size (`python-loop.ts`).
DEADLOCK, HALTED = range(1, 3)


class Stopped(SystemExit):
    """Unwinds the program. A SystemExit, as tasks and callbacks let that through and programs rarely catch
    it."""


class Outcome:
    """Outcome, message and line of a program that was ended; None for one that runs or ends by itself."""

    reached = None


def reset():
    Outcome.reached = None


def end(iteration, line=0, also=""):
    """Ends the program for the `iteration` that could not begin: DEADLOCK or HALTED, at a line. `also` is
    added to the message of a deadlock."""
    if Outcome.reached is None:
        output.flush()
        if iteration == HALTED:
            Outcome.reached = _limit(line)
        else:
            kind, message, line = _stuck()
            if processes := host.waitingProcesses():
                also += f"; {processes}"
            Outcome.reached = kind, message + also, line
        host.end()
    raise Stopped(Outcome.reached[1])


def never_ends(spinning):
    """Ends the program for tasks that yield to the loop and wait for what nothing can change; `spinning` has
    their entities."""
    if Outcome.reached is None:
        output.flush()
        where = "; ".join(f"{e.shown_name()} spins{_place(e.line)}" for e in spinning[:_MAX_NAMED])
        if len(spinning) > _MAX_NAMED:
            where += f"; and {len(spinning) - _MAX_NAMED} more"
        what = "livelock: no timer is pending and nothing else can run, so this never ends"
        Outcome.reached = "limit", f"{what}: {where}", spinning[0].line
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
        Outcome.reached = _limit(0)
    return Outcome.reached


def _limit(line):
    """The host's reason, and a task that was asked to cancel but runs on: `asyncio.run` waits for it."""
    asked = [e for e in tasks if e.cancels and not e.ref().done() and e.ref().cancelling()]
    if not asked:
        return "limit", host.haltReason(), line
    # One that waits for others is kept by them.
    entity = next((e for e in asked if e.reason not in _FOR_TASKS), asked[0])
    text = f"{entity.shown_name()} was asked to cancel but keeps running{_place(entity.line)}"
    return "limit", f"{text}: {host.haltReason()}", entity.line


def _stuck():
    waiting = [entity for entity in tasks if not entity.ref().done()]
    where = "; ".join(
        f"{e.shown_name()} waits for {_in_words(e.reason)}{_place(e.line)}" for e in waiting[:_MAX_NAMED]
    )
    if len(waiting) > _MAX_NAMED:
        where += f"; and {len(waiting) - _MAX_NAMED} more"
    line = next((e.line for e in reversed(waiting) if e.line), 0)
    what = "deadlock: nothing is ready and no timer is pending, so nothing can run again"
    return "deadlock", f"{what}: {where}" if where else what, line


def _place(line):
    return f" on line {line}" if line else ""


# The reasons of a task that waits for others.
_FOR_TASKS = {"task", "gather", "wait", "as_completed", "shield", "TaskGroup"}
# Tasks beyond this number are counted, not named.
_MAX_NAMED = 8

_words = {
    "future": "a future",
    "task": "another task",
    "gather": "gather",
    "wait": "wait",
    "as_completed": "as_completed",
    "shield": "the task that it shields",
    "TaskGroup": "its TaskGroup",
    # A sleep with an end would be a pending timer, so there is none in a deadlock.
    "sleep": "an endless sleep",
    "Event": "an Event",
    "connect": "a connection to open",
    "accept": "a connection",
    "read": "bytes to read",
    "handshake": "a TLS handshake",
    "drain": "room in the buffers of its connection",
    "close": "its connection to close",
    "server close": "the connections of its server to close",
    "datagram": "a datagram",
    "name": "a name to be looked up",
    "process": "a process to end",
    "process start": "a process to start",
}


def _in_words(reason):
    if reason == "yield":
        return "its next step"
    if not reason:
        return "its first step"
    return _words.get(reason, reason if "." in reason else f"a {reason}")
