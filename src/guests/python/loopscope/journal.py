"""The journal: events as numbers in memory that Python and the host share, until the host reads them.

A crossing costs as much as ten entries. So the loop and the instrumentation only add entries, and the host
reads them, in order, before each iteration that it decides about and before any other call that has a part in
the order of events. Time moves in the host alone, so no entry has a time. An entry is a code of
`journal_codes.py`, then its operands: those of an event are the fields of its kind, in order.
"""

from array import array
from builtins import len

import _loopscope as host

from loopscope.journal_codes import CHILD_ADDED, RESOURCE_CHANGED, RESOURCE_CREATED

# The entries, one after the other. A module adds one by `global entries; entries += (…)`: at once, so that no
# finalizer finds half of one, and without the look-up of a method.
entries = []
# Operands that are floats, in the order of their entries: when timers are due, and the values of created
# resources.
float_operands = []


class Shared:
    """The memory that both sides see. The host writes its answer there, too, behind the zero that it puts at
    the front. It reads the entries as signed. (An array of unsigned numbers is made in half the time.)"""

    entries = array("I", bytes(4 * 65_536))
    float_operands = array("d", bytes(8 * 1024))


# The host's numbers of texts.
labels = {}


def label(text):
    """The host's number of a text."""
    number = labels.get(text)
    if number is None:
        number = labels[text] = host.name(text)
    return number


# How often the host has read the journal. What it allowed before the last time (a lease) no longer holds.
flushes = 0


def publish(room=0):
    """Moves the entries into shared memory, with `room` numbers more for an answer. The caller calls the host
    next."""
    global flushes
    while True:
        taken, taken_floats, before = entries[:], float_operands[:], flushes
        count, float_count = len(taken), len(taken_floats)
        if count + room >= len(Shared.entries) or float_count > len(Shared.float_operands):
            _grow(count + room, float_count)
        numbers, times = array("I", taken), array("d", taken_floats)
        # Up to here a call may have run finalizers, which are the program's code: they may have added
        # entries, or let the host read them. From here on nothing is called.
        if flushes is before:
            break
    if count:
        Shared.entries[:count] = numbers
        del entries[:count]
    if float_count:
        Shared.float_operands[:float_count] = times
        del float_operands[:float_count]
    Shared.entries[count] = 0
    flushes += 1


def _grow(count, float_count):
    Shared.entries = array("I", bytes(8 * count))
    Shared.float_operands = array("d", bytes(16 * float_count + 8))
    share()


def share():
    """Tells the host where the journal is."""
    host.share(Shared.entries, Shared.float_operands)


def flush():
    """Lets the host read the journal."""
    publish()
    _replay()


def reset():
    """Forgets everything of the last program."""
    entries.clear()
    float_operands.clear()
    labels.clear()


def _after_journal(function):
    """A function of the host that first reads the journal: what the call reports happened after that."""

    def call(*args):
        publish()
        _replay()
        return function(*args)

    return call


def _after_entries(function):
    """The same, which leaves an empty journal alone: a call that found nothing has not read it."""

    def call(*args):
        if entries:
            publish()
            _replay()
        return function(*args)

    return call


def crosses_as_entry(value):
    """True for a whole number that fits an entry."""
    return type(value) is int and 0 <= value < 2**31


def _adding_creation(code, function):
    def add(resource, kind, name, value, line, base):
        global entries, float_operands
        kind, name, base, value = label(kind), label(name), label(base), float(value)
        float_operands += (value,)
        entries += (code, resource, kind, name, line, base)

    return add


def _adding_child(code, function):
    def add(resource, task, future, line):
        global entries
        entries += (code, resource, task, future, line)

    return add


def _adding_change(code, function):
    def add(resource, task, change, value, line):
        global entries
        if crosses_as_entry(value):
            text = label(change)
            entries += (code, resource, task, text, value, line)
        else:
            function(resource, task, change, value, line)

    return add


_replay = host.replay
share()
# Functions of the host that have no part in the order of events.
_UNORDERED = {
    *("name", "now", "share", "newLoop", "replay", "shareReadings", "look", "busy", "spin", "safepoint"),
    *("sharePayload", "selectorReady", *host.unorderedCalls.split()),
}
_POLLING = {*host.pollingCalls.split()}
for _name, _function in list(vars(host).items()):
    if callable(_function) and _name not in _UNORDERED:
        after = _after_entries if _name in _POLLING else _after_journal
        setattr(host, _name, after(_function))
for _name, _code, _adding in (
    ("resourceCreated", RESOURCE_CREATED, _adding_creation),
    ("childAdded", CHILD_ADDED, _adding_child),
    ("resourceChanged", RESOURCE_CHANGED, _adding_change),
):
    setattr(host, _name, _adding(_code, getattr(host, _name)))
