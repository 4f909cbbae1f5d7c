"""`Popen.wait` with a timeout as one wait. That of CPython 3.14 looks again every 50 ms, which would be as
many blocking calls in the trace; from 3.15 on it waits as here, for a descriptor of the process."""

import os
import subprocess

from loopscope.instrumentation import unclosed
from loopscope.instrumentation.instrument import instrument
from loopscope.net import blocking
from loopscope.net.crossing import IN
from loopscope.processes import spawning
from loopscope.threads.scheduler import deadline_of
from loopscope.threads.variants import suspends


@suspends
def _wait(self, timeout):
    if self.returncode is None and timeout is not None and not _ends(self, timeout):
        raise subprocess.TimeoutExpired(self.args, timeout)
    return _wait_stock(self, None)


@suspends
def _ends(self, timeout):
    """Waits until the process has ended; returns False if the timeout comes first."""
    try:
        fd = os.pidfd_open(self.pid)
    except ProcessLookupError:
        return True
    try:
        return blocking.wait(fd, IN, deadline_of(max(timeout, 0)))
    finally:
        os.close(fd)


def _dropped(self):
    """Warns where CPython gives a `ResourceWarning`: the program drops a process, and has not read its exit
    status."""
    if self._child_created and self.returncode is None:
        task, line = spawning.started.get(self.pid, (0, 0))
        if line:
            unclosed.process_dropped(self.args, task, line)


def install():
    """Replaces the method, and instruments `Popen.__del__`. Once an interpreter, as soon as `subprocess` has
    its last form."""
    global _wait_stock
    _wait_stock = subprocess.Popen._wait
    subprocess.Popen._wait = _wait
    instrument(subprocess.Popen.__del__, on_start=_dropped)
