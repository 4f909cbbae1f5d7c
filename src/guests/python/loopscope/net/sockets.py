"""`_socket.socket` on the simulated network. `socket.socket` is CPython's own, derived from this class.

A socket is a descriptor and a timeout: None blocks, 0 never does. The host's calls never wait, so each of the
methods that may block calls until the answer is another than EAGAIN. Mirrors `Modules/socketmodule.c`, also
in the texts of its errors."""

import errno
import os
import warnings
from errno import EAGAIN
from operator import attrgetter

import _loopscope as host

from loopscope.instrumentation.task_events import Current
from loopscope.net import blocking, crossing, polling
from loopscope.net.addresses import AF_INET, AF_UNIX, from_host, to_host
from loopscope.net.crossing import IN, OUT, SIZE, actor, as_bytes, check, error, view
from loopscope.threads.scheduler import deadline_of
from loopscope.threads.variants import suspends

STREAM, DATAGRAM = 1, 2
# Bits of a socket's type, as Linux has them.
_TYPE, NONBLOCK, CLOEXEC = 0xF, 0o4000, 0o2000000
PEEK, WAITALL, DONTWAIT = 0x2, 0x100, 0x40
# A time that fits C's PyTime_t.
_MAX_TIMEOUT = 2**63 / 1e9


class Defaults:
    """The timeout of new sockets, in seconds or None."""

    timeout = None


class Unclosed:
    """What hears of a socket that is dropped open, in which the program has opened, taken or awaited a
    connection (`instrumentation.unclosed`)."""

    @staticmethod
    def found(sock):
        """Called before the socket is closed."""


def reset():
    """Forgets everything of the last program."""
    Defaults.timeout = None


class socket:
    """`_socket.socket`."""

    # `_opened` is a list: how the socket got a connection, "client" or "accepted", or that it is a "server";
    # the entity of the task, and the line. It is empty for neither, and once a warning was given.
    __slots__ = ("_endpoint", "_family", "_fd", "_opened", "_program", "_proto", "_timeout", "_type")
    __module__ = "_socket"

    def __new__(cls, *args, **kwargs):
        self = object.__new__(cls)
        self._fd, self._timeout, self._family, self._type, self._proto = -1, None, 0, 0, 0
        self._endpoint, self._program, self._opened = 0, crossing.program(), []
        return self

    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None:
            family = AF_INET if family == -1 else family.__index__()
            type = STREAM if type == -1 else type.__index__()
            proto = 0 if proto == -1 else proto.__index__()
            self._fd = check(host.socketOpen(family, type & _TYPE, proto, *actor()))
        else:
            family, type, proto = self._adopt(fileno, family, type, proto)
            self._opens("accepted", actor())
        self._family, self._type, self._proto = family, type & _TYPE, proto
        self._endpoint = host.endpointOf(self._fd)
        self._timeout = 0.0 if type & NONBLOCK else Defaults.timeout
        if self._timeout is not None:
            host.setBlocking(self._fd, False)

    def _adopt(self, fileno, family, type, proto):
        """Takes a descriptor that is there. Returns its family, type and protocol."""
        if isinstance(fileno, float):
            raise TypeError("integer argument expected, got float")
        if not hasattr(fileno, "__index__"):
            raise TypeError(f"'{fileno.__class__.__name__}' object cannot be interpreted as an integer")
        fileno = fileno.__index__()
        if fileno < 0:
            raise ValueError("negative file descriptor")
        kind = check(host.socketKind(fileno))
        self._fd = fileno
        return (
            kind >> 4 if family == -1 else family.__index__(),
            kind & _TYPE if type == -1 else type.__index__(),
            0 if proto == -1 else proto.__index__(),
        )

    family = property(lambda self: self._family, doc="the socket family")
    type = property(lambda self: self._type, doc="the socket type")
    proto = property(lambda self: self._proto, doc="the socket protocol")
    timeout = property(lambda self: self._timeout, doc="the socket timeout")

    def __repr__(self):
        return (
            f"<socket object, fd={self._fd}, family={self._family}, type={self._type}, proto={self._proto}>"
        )

    def __del__(self):
        if self._fd == -1 or self._program != crossing.program():
            return
        if self._opened:
            Unclosed.found(self)
        try:
            warnings.warn(f"unclosed {self!r}", ResourceWarning, source=self, stacklevel=2)
        finally:
            self.close()

    def _opens(self, role, by):
        """Keeps who gave the socket its connection."""
        self._opened = [role, Current.task, by[1]]

    def fileno(self):
        return self._fd

    def detach(self):
        fd, self._fd = self._fd, -1
        return fd

    def close(self):
        fd, self._fd = self._fd, -1
        if fd != -1:
            check(host.closeDescriptor(fd, *actor()))

    # --- Connections

    @suspends
    def bind(self, address, /):
        name, port = to_host(self._family, address, "bind")
        check(host.socketBind(self._fd, name, port, *actor()))

    def listen(self, backlog=128, /):
        by = actor()
        check(host.socketListen(self._fd, max(backlog, 0), *by))
        self._opens("server", by)

    @suspends
    def _accept(self):
        by = actor()
        deadline = None
        while (result := host.socketAccept(self._fd, *by)) == -EAGAIN:
            deadline = self._wait(IN, deadline)
        check(result)
        return result, from_host(self._family, host.socketAddress(result, True))

    @suspends
    def connect(self, address, /):
        code = self._connect(address)
        if code == EAGAIN and self._timeout:
            raise TimeoutError("timed out")
        if code:
            raise error(code)

    @suspends
    def connect_ex(self, address, /):
        return self._connect(address)

    @suspends
    def _connect(self, address):
        """Connects. Returns 0 or the number of an error: EAGAIN after the timeout."""
        name, port = to_host(self._family, address, "connect")
        by = actor()
        self._opens("client", by)
        result = -host.socketConnect(self._fd, name, port, *by)
        if result != errno.EINPROGRESS or self._timeout == 0:
            return result
        if not blocking.wait(self._fd, OUT, deadline_of(self._timeout)):
            return EAGAIN
        # A call that waited inside of the system has the answer; one with a timeout asks for the error.
        if self._timeout is None:
            return -host.socketConnect(self._fd, name, port, *by)
        return host.socketError(self._fd)

    def getsockname(self):
        return from_host(self._family, host.socketAddress(self._fd, False))

    def getpeername(self):
        return from_host(self._family, host.socketAddress(self._fd, True))

    def shutdown(self, how, /):
        check(host.socketShutdown(self._fd, how.__index__(), *actor()))

    # --- Sending

    @suspends
    def send(self, data, flags=0, /):
        with as_bytes(data) as left:
            sent = self._send(left[:], flags)
            # A call that blocks takes all.
            while self._timeout is None and sent < len(left) and not flags & DONTWAIT:
                sent += self._send(left[sent:], flags)
            return sent

    @suspends
    def sendall(self, data, flags=0, /):
        deadline = deadline_of(self._timeout) if self._timeout else None
        with as_bytes(data) as left:
            done = 0
            while done < len(left):
                done += self._send(left[done:], flags, deadline)

    @suspends
    def _send(self, data, flags, deadline=None):
        """Sends what fits at once of a memory view: at least one byte. Returns the number. Releases the view,
        which an exception's traceback would keep."""
        with data:
            count = min(len(data), SIZE)
            by = actor()
            while True:
                view[:count] = data[:count]
                result = host.socketSend(self._fd, count, *by)
                if result != -EAGAIN:
                    return check(result)
                deadline = self._wait(OUT, deadline, flags)

    @suspends
    def sendto(self, data, flags, address=None, /):
        if address is None:
            flags, address = 0, flags
        return self._send_to(data, flags, address)

    @suspends
    def _send_to(self, data, flags, address):
        if address is None or self._type == STREAM:
            return self.send(data, flags)
        name, port = to_host(self._family, address, "sendto")
        payload = bytes(as_bytes(data))
        if len(payload) > SIZE:
            raise error(errno.EMSGSIZE)
        by = actor()
        deadline = None
        while True:
            view[: len(payload)] = payload
            result = host.socketSendTo(self._fd, len(payload), name, port, *by)
            if result != -EAGAIN:
                return check(result)
            deadline = self._wait(OUT, deadline, flags)

    @suspends
    def sendmsg(self, buffers, ancdata=(), flags=0, address=None, /):
        if ancdata:
            raise error(errno.EOPNOTSUPP)
        return self._send_to(b"".join(map(bytes, buffers)), flags, address)

    # --- Receiving

    @suspends
    def recv(self, bufsize, flags=0, /):
        if bufsize < 0:
            raise ValueError("negative buffersize in recv")
        if flags & WAITALL:
            data = bytearray(bufsize)
            del data[self._receive_into(memoryview(data), flags) :]
            return bytes(data)
        count = self._receive(bufsize, flags)
        return bytes(view[:count])

    @suspends
    def recv_into(self, buffer, nbytes=0, flags=0):
        if nbytes < 0:
            raise ValueError("negative buffersize in recv_into")
        with as_bytes(buffer) as place:
            if nbytes > len(place):
                raise ValueError("buffer too small for requested bytes")
            with place[: nbytes or len(place)] as part:
                return self._receive_into(part, flags)

    @suspends
    def _receive_into(self, place, flags):
        count = self._receive(len(place), flags)
        place[:count] = view[:count]
        while flags & WAITALL and 0 < count < len(place):
            more = self._receive(len(place) - count, flags)
            if more == 0:
                break
            place[count : count + more] = view[:more]
            count += more
        return count

    @suspends
    def _receive(self, size, flags):
        """Receives at most `size` bytes into the shared memory. Returns their number."""
        by = actor()
        deadline = None
        while True:
            result = host.socketReceive(self._fd, min(size, SIZE), bool(flags & PEEK), *by)
            if result != -EAGAIN:
                return check(result)
            deadline = self._wait(IN, deadline, flags)

    @suspends
    def recvfrom(self, bufsize, flags=0, /):
        if bufsize < 0:
            raise ValueError("negative buffersize in recvfrom")
        count = self._receive(bufsize, flags)
        return bytes(view[:count]), self._sender()

    @suspends
    def recvfrom_into(self, buffer, nbytes=0, flags=0):
        count = self.recv_into(buffer, nbytes, flags)
        return count, self._sender()

    def _sender(self):
        """The address that the last datagram came from; None on a stream."""
        if self._type == STREAM:
            return None
        return from_host(self._family, host.lastSender())

    @suspends
    def recvmsg(self, bufsize, ancbufsize=0, flags=0, /):
        data, address = self.recvfrom(bufsize, flags)
        return data, [], 0, address

    @suspends
    def recvmsg_into(self, buffers, ancbufsize=0, flags=0, /):
        places = [memoryview(buffer).cast("B") for buffer in buffers]
        data, address = self.recvfrom(sum(map(len, places)), flags)
        left = data
        for place in places:
            place[: len(left)] = left[: len(place)]
            left = left[len(place) :]
        return len(data), [], 0, address

    # --- Settings

    def setblocking(self, flag, /):
        self.settimeout(None if flag else 0.0)

    def getblocking(self):
        return self._timeout is None or self._timeout > 0

    def settimeout(self, value, /):
        self._timeout = as_timeout(value)
        check(host.setBlocking(self._fd, value is None))

    def gettimeout(self):
        return self._timeout

    def setsockopt(self, level, optname, value, optlen=None, /):
        if isinstance(value, (bytes, bytearray, memoryview)):
            number, more = (int.from_bytes(bytes(value)[at : at + 4], "little", signed=True) for at in (0, 4))
        elif value is None:
            number, more = optlen, 0
        else:
            number, more = value.__index__(), 0
        check(host.setOption(self._fd, level.__index__(), optname.__index__(), number, more))

    def getsockopt(self, level, optname, buflen=0, /):
        if not 0 <= buflen <= 1024:
            raise OSError("getsockopt buflen out of range")
        value = check(host.getOption(self._fd, level.__index__(), optname.__index__()))
        return value.to_bytes(4, "little").ljust(buflen, b"\0")[:buflen] if buflen else value

    @suspends
    def _wait(self, mask, deadline, flags=0):
        """Blocks until it is worth to try again. Returns the deadline, by the socket's timeout, in
        seconds."""
        if self._timeout == 0 or flags & DONTWAIT:
            polling.in_vain(self._fd, mask)
            raise error(EAGAIN)
        if deadline is None:
            deadline = deadline_of(self._timeout)
        if not blocking.wait(self._fd, mask, deadline):
            raise TimeoutError("timed out")
        return deadline


_endpoint = attrgetter("_endpoint")
opened = attrgetter("_opened")


def endpoint_of_socket(sock):
    """The number of a socket's endpoint; 0 for another object."""
    return _endpoint(sock) if isinstance(sock, socket) else 0


def has_peer(sock):
    """True for a socket of a connection that is not over; False for one of a pair, whose ends have no
    names."""
    local, peer = (host.socketAddress(sock.fileno(), is_peer) for is_peer in (False, True))
    return sock.type == STREAM and isinstance(peer, str) and bool(local or peer)


def as_timeout(value):
    """The timeout that a program gave, as a float or None."""
    if value is None:
        return None
    value = float(value)
    if value != value:
        raise ValueError("Invalid value NaN (not a number)")
    if value < 0:
        raise ValueError("Timeout value out of range")
    if value >= _MAX_TIMEOUT:
        raise OverflowError("timestamp out of range for C PyTime_t")
    return value


def setdefaulttimeout(timeout, /):
    """`_socket.setdefaulttimeout`."""
    Defaults.timeout = as_timeout(timeout)


def getdefaulttimeout():
    """`_socket.getdefaulttimeout`."""
    return Defaults.timeout


def socketpair(family=AF_UNIX, type=STREAM, proto=0, /):
    """`_socket.socketpair`."""
    family, kind = family.__index__(), type.__index__()
    fds = crossing.pair(host.socketPair(family, kind & _TYPE, *actor()))
    return tuple(socket(family, kind, proto, fileno=fd) for fd in fds)


def close(fd, /):
    """`_socket.close`."""
    check(host.closeDescriptor(fd.__index__(), *actor()))


def dup(fd, /):
    """`_socket.dup`."""
    return os.dup(fd)
