"""Calls that block on the network: the thread parks until a descriptor is ready, while arrivals happen and
other threads run (`threads.scheduler`)."""

from math import inf

import _loopscope as host

from loopscope.net.crossing import ALWAYS
from loopscope.threads.scheduler import Running, park, readers
from loopscope.threads.variants import suspends


@suspends
def wait(fd, mask, deadline=None):
    """Blocks until a descriptor is ready for what the mask says. Returns False if the deadline, in seconds,
    comes first."""
    while not host.pollDescriptor(fd) & (mask | ALWAYS):
        if deadline is not None and host.now() >= deadline:
            return False
        wait_once(fd, mask, deadline)
    return True


@suspends
def wait_once(fd, mask, deadline):
    """Parks the running thread until a descriptor may be ready, another thread wakes it, or the deadline."""
    watch(fd, mask)
    wait_for_watched(deadline)


@suspends
def sleep(seconds):
    """Blocks for a time that nothing can cut short, in seconds; returns at once for 0."""
    until = host.now() + seconds
    while host.now() < until < inf:
        park(until)


def watch(fd, mask):
    """Makes a change of a descriptor wake the running thread."""
    readers[Running.thread.number] = Running.thread
    host.watchDescriptor(Running.thread.number, fd, mask | ALWAYS)


@suspends
def wait_for_watched(deadline):
    """Parks the running thread until one of the descriptors that it watches changes, or the deadline; then it
    watches none."""
    number = Running.thread.number
    try:
        park(deadline)
    finally:
        readers.pop(number, None)
        host.unwatchDescriptors(number)
