"""Waiting for processes and sending them signals: the functions of `os` that take a pid."""

import errno
import operator
import os
import signal as signal_module

import _loopscope as host

from loopscope.net import blocking
from loopscope.net.crossing import IN, actor, check
from loopscope.processes import current
from loopscope.threads.variants import suspends

_ABSENT, _RUNS = -2, -1


def _no_child():
    return ChildProcessError(errno.ECHILD, "No child processes")


def _no_process():
    return ProcessLookupError(errno.ESRCH, "No such process")


@suspends
def waitpid(pid, options, /):
    """`os.waitpid`."""
    return _await_end(operator.index(pid), options)


@suspends
def waitid(idtype, id, options, /):
    """`os.waitid`: of the changes of a child there is its end alone."""
    if not options & os.WEXITED or idtype not in (os.P_ALL, os.P_PID):
        raise NotImplementedError("os.waitid() waits here for P_PID or P_ALL, with WEXITED.")
    pid, status = _await_end(id if idtype == os.P_PID else -1, options)
    if pid == 0:
        return None
    signal = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    code = os.CLD_KILLED if signal else os.CLD_EXITED
    end = signal or os.waitstatus_to_exitcode(status)
    return os.waitid_result((pid, os.getuid(), signal_module.SIGCHLD, end, code))


@suspends
def _await_end(pid, options):
    """Wait for the end of a child, or of any with -1; return its pid and status."""
    while True:
        child = pid if pid > 0 else host.anyChild()
        if child == 0:
            raise _no_child()
        status = host.processStatus(abs(child), current.number())
        if status == _ABSENT:
            raise _no_child()
        if status != _RUNS:
            if not options & os.WNOWAIT:
                host.processReap(abs(child))
            return abs(child), status
        if options & os.WNOHANG:
            return 0, 0
        _wait_for(abs(child))


@suspends
def _wait_for(pid):
    fd = check(host.processDescriptor(pid))
    try:
        blocking.wait(fd, IN)
    finally:
        host.closeDescriptor(fd, 0, 0)


@suspends
def wait():
    """`os.wait`."""
    return waitpid(-1, 0)


def _refused(name):
    def refused(*_):
        raise NotImplementedError(f"os.{name}() is not available here: use os.waitpid().")

    return refused


def pidfd_open(pid, flags=0):
    """`os.pidfd_open`."""
    return check(host.processDescriptor(0 if pid == os.getpid() else operator.index(pid)))


def kill(pid, signal, /):
    """`os.kill`."""
    pid, number = operator.index(pid), operator.index(signal)
    if not 0 <= number <= 64:
        raise OSError(errno.EINVAL, "Invalid argument")
    if pid in (0, os.getpid()):
        if number:
            signal_module.raise_signal(number)
    elif pid < -1:
        killpg(-pid, number)
    elif host.processSignal(pid, number, *actor()) < 0:
        raise _no_process()


def killpg(pgid, signal, /):
    """`os.killpg`."""
    if pgid == os.getpgrp():
        signal_module.raise_signal(signal)
    elif not host.groupSignal(pgid, operator.index(signal), *actor()):
        raise _no_process()


def getpgid(pid, /):
    """`os.getpgid`."""
    if pid in (0, os.getpid()):
        return os.getpgrp()
    if group := host.groupOf(pid):
        return group
    raise _no_process()


@suspends
def system(command):
    """`os.system`."""
    import subprocess

    code = subprocess.Popen(os.fsdecode(command), shell=True).wait()
    return code << 8 if code >= 0 else -code


def install():
    """Replaces the functions. Once an interpreter."""
    for function in (waitpid, waitid, wait, pidfd_open, kill, killpg, getpgid, system):
        setattr(os, function.__name__, function)
    for function in (current.getpid, current.getppid, current.getpgrp):
        setattr(os, function.__name__, function)
    for name in ("wait3", "wait4"):
        setattr(os, name, _refused(name))
