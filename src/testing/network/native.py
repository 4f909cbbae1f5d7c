"""
Runs scenarios on real sockets of this machine's loopback: reads a JSON list of programs (lists of lines) from stdin and
prints a JSON list of what each line returned. The lines are described in `scenario.ts`; Linux is the specification.
"""

import errno
import fcntl
import json
import os
import select
import socket
import struct
import sys
import time

# Loopback delivers within a call, but leaves some work to the next moment.
SETTLE = 0.002
MASKS = [("IN", 1), ("OUT", 4), ("ERR", 8), ("HUP", 16), ("NVAL", 32)]
KINDS = {
    "inet": (socket.AF_INET, socket.SOCK_STREAM),
    "inet6": (socket.AF_INET6, socket.SOCK_STREAM),
    "unix": (socket.AF_UNIX, socket.SOCK_STREAM),
    "udp": (socket.AF_INET, socket.SOCK_DGRAM),
    "unixgram": (socket.AF_UNIX, socket.SOCK_DGRAM),
}
OPTIONS = {
    "reuseaddr": (socket.SOL_SOCKET, socket.SO_REUSEADDR, 1),
    "reuseport": (socket.SOL_SOCKET, socket.SO_REUSEPORT, 1),
    "v6only": (socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1),
    "dual": (socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0),
    "linger0": (socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)),
    "broadcast": (socket.SOL_SOCKET, socket.SO_BROADCAST, 1),
}
MAKING = {"socket", "pair", "gram", "pipe", "selector"}
PIPE_CALLS = {"send", "recv", "fill", "drain", "close", "poll"}
HOW = {"rd": socket.SHUT_RD, "wr": socket.SHUT_WR, "rdwr": socket.SHUT_RDWR}


def shown(mask):
    return "|".join(name for name, bit in MASKS if mask & bit) or "-"


class Pipe:
    """An end of a pipe, with the methods of a socket."""

    def __init__(self, fd):
        self.fd = fd
        os.set_blocking(fd, False)

    def fileno(self):
        return self.fd

    def send(self, data):
        return os.write(self.fd, data)

    def recv(self, count):
        return os.read(self.fd, count)

    def close(self):
        fd, self.fd = self.fd, -1
        if fd >= 0:
            os.close(fd)


class Machine:
    def __init__(self):
        self.made = {}
        self.ports = {}
        self.prefix = f"\0loopscope-{os.getpid()}-{time.monotonic_ns()}-"

    def port(self, name):
        if name.isdigit():
            return int(name)
        if name not in self.ports:
            with socket.socket() as probe:
                probe.bind(("", 0))
                self.ports[name] = probe.getsockname()[1]
        return self.ports[name]

    def address(self, words):
        if words[0].startswith("@"):
            return self.prefix + words[0][1:]
        if len(words) == 1:
            return self.made[words[0]].getsockname()
        return (words[0], self.port(words[1]))

    def keep(self, name, sock):
        sock.setblocking(False)
        if sock.family != socket.AF_UNIX and sock.type == socket.SOCK_STREAM:
            # Nagle's algorithm would hold back what is sent until the peer acknowledges.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.made[name] = sock

    def named(self, address):
        if isinstance(address, (bytes, str, type(None))):
            text = address.decode() if isinstance(address, bytes) else address or ""
            return "@" + text[len(self.prefix) :] if text else "unnamed"
        return f"{address[0]}:{'*' if address[1] else 0}"

    def run(self, line):
        name, verb, *words = line.split()
        if name not in self.made and verb not in MAKING:
            return "none"
        if isinstance(self.made.get(name), Pipe) and verb not in PIPE_CALLS:
            return "none"
        try:
            result = getattr(self, verb)(name, *words)
        except OSError as error:
            result = {95: "EOPNOTSUPP"}.get(error.errno) or errno.errorcode[error.errno]
        time.sleep(SETTLE)
        return "ok" if result is None else str(result)

    def socket(self, name, kind):
        self.keep(name, socket.socket(*KINDS[kind]))

    def pair(self, name):
        one, other = socket.socketpair()
        self.keep(name + ".a", one)
        self.keep(name + ".b", other)

    def gram(self, name):
        one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.keep(name + ".a", one)
        self.keep(name + ".b", other)

    def pipe(self, name):
        reader, writer = os.pipe()
        self.made[name + ".r"], self.made[name + ".w"] = Pipe(reader), Pipe(writer)

    def set(self, name, option):
        self.made[name].setsockopt(*OPTIONS[option])

    def bind(self, name, *words):
        self.made[name].bind(self.address(words))

    def listen(self, name, backlog):
        self.made[name].listen(int(backlog))

    def connect(self, name, *words):
        number = self.made[name].connect_ex(self.address(words))
        return errno.errorcode[number] if number else None

    def accept(self, name, new):
        connection, _ = self.made[name].accept()
        self.keep(new, connection)

    def send(self, name, count):
        return self.made[name].send(b"x" * int(count))

    def sendto(self, name, count, *words):
        return self.made[name].sendto(b"x" * int(count), self.address(words))

    def flood(self, name, times, count, to):
        for _ in range(int(times)):
            self.made[name].sendto(b"x" * int(count), self.address([to]))

    def count(self, name):
        received = 0
        try:
            while True:
                self.made[name].recv(65536)
                received += 1
        except BlockingIOError:
            return received

    def fill(self, name):
        try:
            while True:
                self.made[name].send(b"x" * 4096)
        except BlockingIOError:
            return "full"

    def recv(self, name, count):
        return len(self.made[name].recv(int(count)))

    def recvfrom(self, name, count):
        data, source = self.made[name].recvfrom(int(count))
        return f"{len(data)} {self.named(source)}"

    def peek(self, name, count):
        return len(self.made[name].recv(int(count), socket.MSG_PEEK))

    def drain(self, name):
        deadline = time.monotonic() + 0.05
        while True:
            try:
                if not self.made[name].recv(65536):
                    return "end"
            except BlockingIOError:
                # What the sender still has comes a moment later.
                if time.monotonic() > deadline:
                    return "empty"
                time.sleep(SETTLE)

    def shutdown(self, name, how):
        self.made[name].shutdown(HOW[how])

    def close(self, name):
        self.made[name].close()

    def error(self, name):
        number = self.made[name].getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        return errno.errorcode.get(number, 0)

    def name(self, name):
        return self.named(self.made[name].getsockname())

    def peer(self, name):
        return self.named(self.made[name].getpeername())

    def poll(self, name):
        poll = select.poll()
        fd = self.made[name].fileno()
        if fd < 0:
            return "NVAL"
        poll.register(fd, 1 | 4)
        return shown(dict(poll.poll(0)).get(fd, 0))

    def fileno(self, name):
        return self.made[name].fileno() if name in self.made else -1

    def selector(self, name):
        self.made[name] = select.epoll()

    def watch(self, name, watched, mask):
        epoll, fd = self.made[name], self.fileno(watched)
        if fd < 0:
            return "none"
        mask = sum(bit for text, bit in MASKS if text in mask.split("|"))
        try:
            epoll.register(fd, mask)
        except FileExistsError:
            epoll.modify(fd, mask)

    def unwatch(self, name, watched):
        fd = self.fileno(watched)
        if fd < 0:
            return "none"
        self.made[name].unregister(fd)

    def ready(self, name):
        names = {made.fileno(): known for known, made in self.made.items() if made.fileno() >= 0}
        found = [f"{names[fd]}:{shown(mask)}" for fd, mask in self.made[name].poll(0)]
        return " ".join(found) or "-"

    def clear(self):
        for made in self.made.values():
            if made.fileno() >= 0:
                made.close()


def run(program):
    machine = Machine()
    try:
        return [machine.run(line) for line in program]
    finally:
        machine.clear()


json.dump([run(program) for program in json.load(sys.stdin)], sys.stdout)
