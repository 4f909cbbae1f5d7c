"""Write buffers of transports that have passed their high-water mark, in the trace: each is reported as
writing pauses, and again each time that it has doubled while writing stays paused.

Called by `instrumentation.network`."""

import _loopscope as host

# Of the endpoint of each transport that is paused: the size last reported, in bytes.
_reported = {}


def reset():
    """Forgets the buffers of the last program."""
    _reported.clear()


def over_mark(endpoint, size, mark):
    """The buffer of a paused transport has this size, in bytes."""
    if size >= 2 * _reported.get(endpoint, 0):
        _reported[endpoint] = size
        host.writingPaused(endpoint, size, mark)


def resumed(endpoint, size, mark):
    """The buffer is down to its low-water mark."""
    _reported.pop(endpoint, None)
    host.writingResumed(endpoint, size, mark)
