"""Loops of tasks that spin: they yield to the event loop again and again at one instant
(`await asyncio.sleep(0)`).

The host counts iterations (`clock-watch.ts`). Beyond the free ones the event loop asks here what the tasks
do: if they only wait, time passes in longer steps, and a warning says so; if nothing can end their wait, the
program is ended.
"""

import _loopscope as host

from loopscope import outcome, waiting_loops
from loopscope.frames import frame_of, where_suspended
from loopscope.threads.scheduler import Running

# The host's code (`host-module.ts`) for no timer pending and no reading of the clock: no time passes.
TIMELESS = 1

# Lines of waits that were warned of.
_warned = set()
# The event loop whose whole batch waited in vain at the last look; None if other code could run.
_stuck = None


def look(loop, spin, has_timer, batch):
    """Returns true if each handle of the batch steps a task whose loop only waits; `batch` has their
    entities.

    Ends the program if all of them wait for ever: if they found nothing changed since the last look, when
    nothing else was left that could change it."""
    global _stuck
    answers = [_loop_of(entity) for entity in batch]
    pending = has_timer or Running.others
    if spin != TIMELESS or pending or not all(idle for _, idle in answers):
        _stuck = None
    elif _stuck is loop:
        _stuck = None
        outcome.never_ends(batch)
    else:
        _stuck = loop
    waits = all(waits for waits, _ in answers)
    if waits and spin != TIMELESS:
        for entity in batch:
            if entity.line not in _warned:
                _warn(entity)
    return waits


def reset():
    """Forgets everything of the last program."""
    global _stuck
    _stuck = None
    _warned.clear()


def _warn(entity):
    _warned.add(entity.line)
    message = (
        f"Line {entity.line} waits in a loop that yields to the event loop again and again, which keeps the "
        "processor busy. Await an `asyncio.Event`, or sleep until the time is over."
    )
    host.warningRaised(message, entity.line, "busyWait", entity.number)


def _loop_of(entity):
    """What the loop does in which a task is suspended: see `waiting_loops.around`."""
    task = entity.ref() if entity is not None else None
    if task is None or entity.reason != "yield" or entity.cancels:
        return False, False
    programs, _, _ = where_suspended(task.get_coro(), lambda code: None)
    return waiting_loops.around(frame_of(programs[-1]).f_lineno) if programs else (False, False)
