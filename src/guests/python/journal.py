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
) = range(1, 23)

# Where a loop's number begins in the code of an entry.
CODE_BITS = 5

# The entries, one after the other; each is added at once, by `+=`, so that none is ever half there.
entries = []
# When the timers among them are due.
whens = []


class Shared:
    """The memory that both sides see. The host answers there, too, behind the zero that it leaves for what it read."""

    entries = array("i", bytes(4 * 65_536))
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
        numbers, times = array("i", taken), array("d", taken_whens)
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
    Shared.entries = array("i", bytes(8 * count))
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


def _crosses_as_entry(value):
    return type(value) is int and -(2**31) <= value < 2**31


def _noting_permits(code, function):
    def note(resource, task, value, line):
        global entries
        if _crosses_as_entry(value):
            entries += (code, resource, task, value, line)
        else:
            function(resource, task, value, line)

    return note


def _noting_change(code, function):
    def note(resource, task, change, value, line):
        global entries
        if _crosses_as_entry(value):
            text = label(change)
            entries += (code, resource, task, text, value, line)
        else:
            function(resource, task, change, value, line)

    return note


def _noting_item(code, function):
    def note(queue, task, item, size, line, following):
        global entries
        if _crosses_as_entry(size):
            text, next_text = label(item), label(following)
            entries += (code, queue, task, text, size, line, next_text)
        else:
            function(queue, task, item, size, line, following)

    return note


_replay = host.replay
_share()
for _name, _function in list(vars(host).items()):
    # Those have no part in the order of what happens.
    if callable(_function) and _name not in ("name", "now", "share", "newLoop", "replay"):
        setattr(host, _name, _after_journal(_function))
for _name, _code, _noting in (
    ("resourceWaited", RESOURCE_WAITED, _noting_permits),
    ("resourceAcquired", RESOURCE_ACQUIRED, _noting_permits),
    ("resourceReleased", RESOURCE_RELEASED, _noting_permits),
    ("resourceChanged", RESOURCE_CHANGED, _noting_change),
    ("queuePut", QUEUE_PUT, _noting_item),
    ("queueGot", QUEUE_GOT, _noting_item),
):
    setattr(host, _name, _noting(_code, getattr(host, _name)))
