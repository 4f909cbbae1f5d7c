"""`select.select`, `select.poll` and `select.epoll` on the simulated network: what is ready, and a wait for
it.

`selectors` is CPython's own; its default selector stands on `epoll`, as on Linux, and so does the event loop
(`loop`). Mirrors `Modules/selectmodule.c`."""

import math
import select as _select
from errno import EBADF, EEXIST, ENOENT

import _loopscope as host

from loopscope.journal import Shared, publish
from loopscope.net import blocking, polling
from loopscope.net.crossing import ALWAYS, ERR, HUP, IN, NVAL, OUT, PRI, check, error
from loopscope.threads.scheduler import RESOLUTION, Running, deadline_of
from loopscope.threads.variants import suspends

# Of `epoll` alone.
ONESHOT = 1 << 30
_EPOLL_NAMES = {
    **{"EPOLLIN": IN, "EPOLLPRI": PRI, "EPOLLOUT": OUT, "EPOLLERR": ERR, "EPOLLHUP": HUP, "EPOLLRDNORM": 64},
    **{"EPOLLRDBAND": 128, "EPOLLWRNORM": 256, "EPOLLWRBAND": 512, "EPOLLMSG": 1024, "EPOLLRDHUP": 8192},
    **{"EPOLLEXCLUSIVE": 1 << 28, "EPOLLWAKEUP": 1 << 29, "EPOLLONESHOT": ONESHOT, "EPOLLET": 1 << 31},
    "EPOLL_CLOEXEC": 0o2000000,
}


def _number_of(fileobj):
    """The descriptor of an object, as `PyObject_AsFileDescriptor` finds it."""
    if isinstance(fileobj, int):
        fd = fileobj
    else:
        try:
            fd = fileobj.fileno()
        except AttributeError:
            raise TypeError("argument must be an int, or have a fileno() method.") from None
        if not isinstance(fd, int):
            raise TypeError("fileno() returned a non-integer")
    if fd < 0:
        raise ValueError(f"file descriptor cannot be a negative integer ({fd})")
    return fd


@suspends
def _ready(masks, deadline):
    """The descriptors that are ready with what they are ready for, as soon as one is, or at the deadline.
    `masks` has what each is watched for."""
    while True:
        found = [
            (fd, mask)
            for fd, wanted in masks.items()
            if (mask := host.pollDescriptor(fd) & (wanted | ALWAYS))
        ]
        if found or deadline is not None and host.now() >= deadline:
            return found
        for fd, wanted in masks.items():
            blocking.watch(fd, wanted)
        blocking.wait_for_watched(deadline)


def _deadline_of(timeout):
    """The deadline of a call with a timeout, in seconds. One that does not wait may take time all the
    same."""
    thread = Running.thread
    if timeout != 0 or thread.is_in_select:
        deadline = deadline_of(timeout)
        # What a loop has left until a timer, added to the clock's time, may miss the timer by a rounding.
        is_timer = thread.is_in_select and timeout and abs(deadline - thread.selects_until) < RESOLUTION
        return thread.selects_until if is_timer else deadline
    return host.now() + polling.pause("select")


class _Select:
    """The type of `select.select`: as a function of C, it becomes no method where a class has it."""

    __name__ = __qualname__ = "select"
    __module__ = "select"

    @suspends
    def __call__(self, rlist, wlist, xlist, timeout=None, /):
        return _select_ready(rlist, wlist, xlist, timeout)


select = _Select()


@suspends
def _select_ready(rlist, wlist, xlist, timeout):
    if timeout is not None:
        timeout = float(timeout)
        if timeout < 0:
            raise ValueError("timeout must be non-negative")
    lists = [[(fileobj, _number_of(fileobj)) for fileobj in each] for each in (rlist, wlist, xlist)]
    masks = {}
    for each, mask in zip(lists, (IN, OUT, PRI), strict=True):
        for _, fd in each:
            masks[fd] = masks.get(fd, 0) | mask
    found = dict(_ready(masks, _deadline_of(timeout)))
    if any(mask & NVAL for mask in found.values()):
        raise error(EBADF)
    return tuple(
        [fileobj for fileobj, fd in each if found.get(fd, 0) & bits]
        for each, bits in zip(lists, (IN | HUP | ERR, OUT | ERR, PRI), strict=True)
    )


class poll:
    """`select.poll`."""

    __module__ = "select"

    def __init__(self):
        self._masks = {}

    def register(self, fd, eventmask=IN | PRI | OUT, /):
        self._masks[_number_of(fd)] = eventmask

    def modify(self, fd, eventmask, /):
        number = _number_of(fd)
        if number not in self._masks:
            raise error(ENOENT)
        self._masks[number] = eventmask

    def unregister(self, fd, /):
        del self._masks[_number_of(fd)]

    @suspends
    def poll(self, timeout=None, /):
        """Waits for a time in milliseconds, or for ever."""
        if timeout is not None and timeout < 0:
            timeout = None
        return _ready(self._masks, _deadline_of(None if timeout is None else math.ceil(timeout) / 1000))


class epoll:
    """`select.epoll`. Level-triggered, but for EPOLLONESHOT; EPOLLET is taken as level-triggered."""

    __module__ = "select"

    def __init__(self, sizehint=-1, flags=0):
        if sizehint != -1 and sizehint <= 0:
            raise ValueError("sizehint must be positive or -1")
        self._fd = check(host.selectorOpen())
        self._once = {}

    def __enter__(self):
        self._check()
        return self

    def __exit__(self, *error):
        self.close()

    closed = property(lambda self: self._fd == -1)

    def fileno(self):
        self._check()
        return self._fd

    def close(self):
        fd, self._fd = self._fd, -1
        if fd != -1:
            host.closeDescriptor(fd, 0, 0)

    def register(self, fd, eventmask=IN | PRI | OUT):
        self._control(fd, eventmask, EEXIST)

    def modify(self, fd, eventmask):
        self._control(fd, eventmask, ENOENT)

    def _control(self, fd, mask, wrong):
        self._check()
        number = _number_of(fd)
        is_known = host.selectorWatches(self._fd, number)
        if bool(is_known) is (wrong == EEXIST):
            raise error(wrong if host.pollDescriptor(number) != NVAL else EBADF)
        check(host.selectorWatch(self._fd, number, mask & 0xFFFF))
        if mask & ONESHOT:
            self._once[number] = mask
        else:
            self._once.pop(number, None)

    def unregister(self, fd):
        self._check()
        number = _number_of(fd)
        self._once.pop(number, None)
        check(host.selectorUnwatch(self._fd, number))

    @suspends
    def poll(self, timeout=None, maxevents=-1):
        """Waits for a time in seconds, or for ever."""
        self._check()
        if maxevents != -1 and maxevents <= 0:
            raise ValueError(f"maxevents must be greater than 0, got {maxevents}")
        if timeout is not None and timeout < 0:
            timeout = None
        deadline = _deadline_of(timeout)
        while True:
            found = self._take(maxevents)
            if found or deadline is not None and host.now() >= deadline:
                return found
            blocking.watch(self._fd, IN)
            blocking.wait_for_watched(deadline)

    def _take(self, most):
        publish(room=2 * host.selectorSize(self._fd) + 2)
        found = answer(host.selectorReady(self._fd, most))
        for fd, _ in found:
            if fd in self._once:
                del self._once[fd]
                host.selectorWatch(self._fd, fd, 0)
        return found

    def _check(self):
        if self._fd == -1:
            raise ValueError("I/O operation on closed epoll object")


def answer(count):
    """The descriptors and masks of the host's last answer."""
    numbers = iter(Shared.entries[1 : 2 * count + 1])
    return list(zip(numbers, numbers, strict=True))


def install():
    """Replaces the functions of `select`. Once an interpreter."""
    _select.select, _select.poll, _select.epoll = select, poll, epoll
    for name, value in _EPOLL_NAMES.items():
        setattr(_select, name, value)
