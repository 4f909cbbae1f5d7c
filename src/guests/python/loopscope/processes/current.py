"""The process that runs now: the program itself, or a Python program that it has started (`children`), whose
threads run in this interpreter, too."""

import os

from loopscope.threads.scheduler import Running

_getpid, _getppid, _getpgrp = os.getpid, os.getppid, os.getpgrp


def child():
    """The child whose thread runs now; None for the program."""
    return Running.thread.process


def number():
    """Its pid; 0 for the program."""
    process = Running.thread.process
    return 0 if process is None else process.pid


def descriptor(at):
    """The descriptor of a standard stream that a new process inherits."""
    process = Running.thread.process
    return at if process is None else process.descriptors[at]


def getpid():
    """`os.getpid`."""
    process = Running.thread.process
    return _getpid() if process is None else process.pid


def getppid():
    """`os.getppid`."""
    process = Running.thread.process
    return _getppid() if process is None else process.parent or _getpid()


def getpgrp():
    """`os.getpgrp`."""
    process = Running.thread.process
    return _getpgrp() if process is None else process.group
