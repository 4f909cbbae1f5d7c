"""Polls: calls that do not wait, and have found nothing. A program that polls the same again and again at one
instant waits for what only time can bring, so from some poll on each takes time: ever more, up to what the
turns of a loop that waits take (`scheduler.BUSY_TIME`). It takes a small part of the time polled so far where
the program reads the clock between its polls, as that may end them.

Called by the sockets, descriptors and selectors of the program."""

import _loopscope as host

from loopscope.net import blocking
from loopscope.threads.scheduler import BUSY_TIME
from loopscope.threads.variants import suspends

# Polls that take no time; seconds that the next one takes; the part of the time so far that a poll takes if
# the clock was read.
_FREE, _FIRST, _PART = 16, 1e-6, 1 / 64

# Of each thing that is polled: when the polls in a row began that have found nothing, and when the last one
# ended, in seconds; how many they are, and how often the clock had been read.
_polls = {}


def reset():
    """Forgets everything of the last program."""
    _polls.clear()


def pause(key):
    """Seconds that a poll of `key`, which finds nothing now, takes. They may be cut short."""
    now, readings = host.now(), host.clockReadings()
    start, end, count, read = _polls.get(key, (now, now, 0, readings))
    if end != now:
        start, count = now, 0
    if count < _FREE:
        seconds = 0.0
    elif readings != read:
        seconds = min(max(_FIRST, (now - start) * _PART), BUSY_TIME)
    else:
        seconds = min(_FIRST * 2.0 ** min(count - _FREE, 60), BUSY_TIME)
    _polls[key] = start, now + seconds, count + 1, readings
    return seconds


@suspends
def in_vain(fd, mask):
    """A call of a descriptor that does not wait has found nothing."""
    if seconds := pause(fd):
        blocking.wait_once(fd, mask, host.now() + seconds)
