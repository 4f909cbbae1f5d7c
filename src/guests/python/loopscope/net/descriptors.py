"""The functions of `os` for descriptors, where one of the network's is given: pipes, reads and writes that
block, the flag of those that do not; and `open`.

The descriptors are real ones of the interpreter, so `os.fstat`, `os.dup`, `os.isatty` and all that takes a
number find them by themselves. The host's own reads never wait; these do."""

import builtins
import errno
import io
import os
import re
import sys

import _loopscope as host

from loopscope.net import blocking, crossing, polling
from loopscope.net.crossing import IN, OUT, SIZE, actor, as_bytes, check, view
from loopscope.threads.scheduler import Running
from loopscope.threads.variants import suspends

_read, _readinto, _write = os.read, os.readinto, os.write
_close, _open = os.close, io.open
_get_blocking, _set_blocking = os.get_blocking, os.set_blocking
_get_inheritable, _set_inheritable = os.get_inheritable, os.set_inheritable


def real(fd):
    """The interpreter's descriptor of one of the process that runs: a Python program in another process has 0
    to 2 of its own, unless they are the console."""
    process = Running.thread.process
    if process is None or fd not in (0, 1, 2) or process.descriptors[fd] == -1:
        return fd
    return process.descriptors[fd]


@suspends
def read(fd, length, /):
    """`os.read`."""
    fd = real(fd)
    if not _is_ours(fd):
        return _read(fd, length)
    if length < 0:
        raise crossing.error(errno.EINVAL)
    by = actor()
    while (result := host.descriptorRead(fd, min(length, SIZE), *by)) == -errno.EAGAIN:
        if not host.isBlocking(fd):
            polling.in_vain(fd, IN)
            break
        blocking.wait(fd, IN)
    return bytes(view[: check(result)])


@suspends
def readinto(fd, buffer, /):
    """`os.readinto`."""
    if not _is_ours(fd):
        return _readinto(fd, buffer)
    with as_bytes(buffer) as place:
        data = read(fd, len(place))
        place[: len(data)] = data
        return len(data)


@suspends
def write(fd, data, /):
    """`os.write`."""
    fd = real(fd)
    if fd in (1, 2):
        return (sys.__stdout__ if fd == 1 else sys.__stderr__).buffer.write(data)
    if not _is_ours(fd):
        return _write(fd, data)
    by = actor()
    done = 0
    left = bytes(as_bytes(data))
    while True:
        part = left[done : done + SIZE]
        view[: len(part)] = part
        result = host.descriptorWrite(fd, len(part), *by)
        if result == -errno.EAGAIN and host.isBlocking(fd):
            blocking.wait(fd, OUT)
            continue
        if result < 0 and done:
            return done
        done += check(result)
        # A call that blocks takes all.
        if done == len(left) or not host.isBlocking(fd):
            return done


def _is_ours(fd):
    return type(fd) is int and fd > 2 and host.endpointOf(fd) > 0


def close(fd):
    """`os.close`."""
    if not _is_ours(fd):
        return _close(fd)
    check(host.closeDescriptor(fd, *actor()))


def pipe():
    """`os.pipe`. That by which `subprocess` hears of a failed start stays empty: `processes.spawning` raises
    the error itself."""
    if sys._getframe(1).f_code.co_qualname == "Popen._execute_child":
        return tuple(os.open(os.devnull, os.O_RDWR) for _ in range(2))
    return crossing.pair(host.pipeOpen(*actor()))


def pipe2(flags, /):
    """`os.pipe2`."""
    fds = pipe()
    if flags & os.O_NONBLOCK:
        for fd in fds:
            host.setBlocking(fd, False)
    return fds


# Paths of descriptors.
_STREAMS = {"/dev/stdin": 0, "/dev/stdout": 1, "/dev/stderr": 2}
_NUMBERED = re.compile(r"/(?:dev|proc/self)/fd/(\d+)", re.ASCII)


def _descriptor_at(path):
    """The descriptor that a path names; None for another path."""
    if type(path) is not str or not path.startswith(("/dev/", "/proc/")):
        return None
    numbered = _NUMBERED.fullmatch(path)
    return int(numbered[1]) if numbered else _STREAMS.get(path)


class _Opener:
    """`open`. The files of the network's descriptors, and of those of the program's output, are `_pyio`'s,
    which read and write by the functions here. An object, as a function of C, is no method of a class that
    has it as an attribute."""

    __name__ = __qualname__ = "open"
    __module__, __doc__ = "_io", _open.__doc__

    def __call__(
        self,
        file,
        mode="r",
        buffering=-1,
        encoding=None,
        errors=None,
        newline=None,
        closefd=True,
        opener=None,
    ):
        at = _descriptor_at(file)
        fd = real(file if at is None else at)
        is_output = type(fd) is int and fd in (1, 2)
        if not is_output and not _is_ours(fd):
            return _open(file, mode, buffering, encoding, errors, newline, closefd, opener)
        import _pyio

        if is_output:
            # It stays the interpreter's.
            closefd = False
        elif at is not None:
            # A path opens another descriptor of the same pipe.
            fd, closefd = os.dup(fd), True
        return _pyio.open(fd, mode, buffering, encoding, errors, newline, closefd)

    def __repr__(self):
        return "<built-in function open>"


def get_blocking(fd, /):
    """`os.get_blocking`."""
    return bool(host.isBlocking(fd)) if _is_ours(fd) else _get_blocking(fd)


def set_blocking(fd, blocking, /):
    """`os.set_blocking`."""
    if not _is_ours(fd):
        return _set_blocking(fd, blocking)
    check(host.setBlocking(fd, bool(blocking)))


def get_inheritable(fd, /):
    """`os.get_inheritable`."""
    return bool(host.isInheritable(fd)) if _is_ours(fd) else _get_inheritable(fd)


def set_inheritable(fd, inheritable, /):
    """`os.set_inheritable`. There is no process to inherit it."""
    if not _is_ours(fd):
        return _set_inheritable(fd, inheritable)
    host.setInheritable(fd, bool(inheritable))


def install():
    """Replaces the functions of `os`, and `open`. Once an interpreter."""
    functions = (read, readinto, write, close, pipe, pipe2, get_blocking, set_blocking)
    for function in (*functions, get_inheritable, set_inheritable, crossing.strerror):
        setattr(os, function.__name__, function)
    builtins.open = io.open = _Opener()
