"""What happens here, in numbers, until the host takes it over.

A crossing costs as much as ten entries. So the loop and those that watch it only note what happens, and the host tells
it to the trace, in the same order: before anything else crosses over, and before each iteration that is the host's to
decide about. Time moves in the host alone, so no entry has a time. The codes are those of `journal.ts`.
"""

from array import array
from builtins import len

import _loopscope as host

(
    ITERATION,
    NEXT,
    DONE,
    LEFT,
    STEP_SCHEDULED,
    SCHEDULED,
    TIMER_SCHEDULED,
    CANCELLED,
    TASK_CREATED,
    TASK_RENAMED,
    TASK_STEPPED,
    TASK_SUSPENDED,
    TASK_CANCEL_REQUESTED,
    TASK_DONE,
    FUTURE_CREATED,
    FUTURE_DONE,
    RESOURCE_WAITED,
    RESOURCE_ACQUIRED,
    RESOURCE_RELEASED,
    RESOURCE_CHANGED,
    QUEUE_PUT,
    QUEUE_GOT,
    RESOURCE_CREATED,
    CHILD_ADDED,
    TASK_CANCEL_THROWN,
    TASK_UNCANCELLED,
    CONTEXT_VARIABLE_SET,
) = range(1, 28)

# Where a loop's number begins in the code of an entry.
CODE_BITS = 5

# The entries, one after the other; each is added at once, by `+=`, so that none is ever half there.
entries = []
# When the timers among them are due, and the values of resources that are made, in the same order.
whens = []


class Shared:
    """The memory that both sides see. The host answers there, too, behind the zero that it leaves for what it read, and
    takes the entries for signed. (Unsigned, they are made in half the time.)"""

    entries = array("I", bytes(4 * 65_536))
    whens = array("d", bytes(8 * 1024))


# The host's numbers for texts.
labels = {}


def label(text):
    """The host's number for a text."""
    number = labels.get(text)
    if number is None:
        number = labels[text] = host.name(text)
    return number


# How often the host caught up: what it allowed before then holds no more.
flushes = 0


def publish(room=0):
    """Puts the entries, and `room` for an answer, where the host will find them; the caller calls the host next."""
    global flushes
    while True:
        taken, taken_whens, before = entries[:], whens[:], flushes
        count, count_whens = len(taken), len(taken_whens)
        if count + room >= len(Shared.entries) or count_whens > len(Shared.whens):
            _grow(count + room, count_whens)
        numbers, times = array("I", taken), array("d", taken_whens)
        # A call may run finalizers, the program's code, which note more or let the host catch up. From here there is
        # none.
        if flushes is before:
            break
    if count:
        Shared.entries[:count] = numbers
        del entries[:count]
    if count_whens:
        Shared.whens[:count_whens] = times
        del whens[:count_whens]
    Shared.entries[count] = 0
    flushes += 1


def _grow(count, count_whens):
    Shared.entries = array("I", bytes(8 * count))
    Shared.whens = array("d", bytes(16 * count_whens + 8))
    _share()


def _share():
    host.share(Shared.entries, Shared.whens)


def flush():
    """Lets the host catch up."""
    publish()
    _replay()


def reset():
    """Forgets everything of the last program."""
    entries.clear()
    whens.clear()
    labels.clear()


def _after_journal(function):
    """What crosses over by itself happened after what is in the journal."""

    def call(*args):
        publish()
        _replay()
        return function(*args)

    return call


def crosses_as_entry(value):
    """True for a value that is no text and small enough for an entry."""
    return type(value) is int and 0 <= value < 2**31


def _noting_creation(code, function):
    def note(resource, kind, name, value, line, base):
        global entries, whens
        kind, name, base, value = label(kind), label(name), label(base), float(value)
        whens += (value,)
        entries += (code, resource, kind, name, base, line)

    return note


def _noting_child(code, function):
    def note(resource, task, future, line):
        global entries
        entries += (code, resource, task, future, line)

    return note


def _noting_change(code, function):
    def note(resource, task, change, value, line):
        global entries
        if crosses_as_entry(value):
            text = label(change)
            entries += (code, resource, task, text, value, line)
        else:
            function(resource, task, change, value, line)

    return note


_replay = host.replay
_share()
# Those have no part in the order of what happens.
_OUTSIDE = ("name", "now", "share", "newLoop", "replay", "clockReadings", "busy", "pulse")
for _name, _function in list(vars(host).items()):
    if callable(_function) and _name not in _OUTSIDE:
        setattr(host, _name, _after_journal(_function))
for _name, _code, _noting in (
    ("resourceCreated", RESOURCE_CREATED, _noting_creation),
    ("childAdded", CHILD_ADDED, _noting_child),
    ("resourceChanged", RESOURCE_CHANGED, _noting_change),
):
    setattr(host, _name, _noting(_code, getattr(host, _name)))
