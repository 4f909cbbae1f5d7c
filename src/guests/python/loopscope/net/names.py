"""Names of hosts and services: `getaddrinfo` and its relatives. The host knows the names, and how long a
look-up takes; a caller of these functions blocks for that time.

Mirrors `Modules/socketmodule.c` on glibc, whose messages programs print."""

import _socket
import errno

import _loopscope

from loopscope.net import blocking
from loopscope.net.crossing import actor, error
from loopscope.threads.variants import suspends

_INET, _INET6 = 2, 10
_STREAM, _DATAGRAM, _RAW = 1, 2, 3
_TCP, _UDP = 6, 17
_MESSAGES = {
    "EAI_NONAME": "Name or service not known",
    "EAI_AGAIN": "Temporary failure in name resolution",
    "EAI_SERVICE": "Servname not supported for ai_socktype",
    "EAI_FAMILY": "ai_family not supported",
    "EAI_SOCKTYPE": "ai_socktype not supported",
}
_SERVICES = {
    **{"echo": 7, "ftp": 21, "ssh": 22, "telnet": 23, "smtp": 25, "domain": 53, "http": 80, "pop3": 110},
    **{"ntp": 123, "imap2": 143, "https": 443, "postgresql": 5432, "redis": 6379},
}


def _fails(name):
    # Numbers as musl and glibc have them.
    code = {"EAI_NONAME": -2, "EAI_AGAIN": -3, "EAI_FAMILY": -6, "EAI_SOCKTYPE": -7, "EAI_SERVICE": -8}[name]
    return _socket.gaierror(code, _MESSAGES[name])


def is_numeric(text):
    """The family of a numeric address, or 0."""
    if not _loopscope.parseAddress(text):
        return 0
    return _INET6 if ":" in text else _INET


@suspends
def one_address(text, family):
    """The numeric address of a name, as a socket of the family takes it. An empty name is any address."""
    if text == "":
        return "::" if family == _INET6 else "0.0.0.0"
    if text == "<broadcast>" and family == _INET:
        return "255.255.255.255"
    kind = is_numeric(text)
    if kind == family:
        return text
    if kind:
        raise _socket.gaierror(-9, "Address family for hostname not supported")
    found = _look_up(text, family)
    if not found:
        raise _fails("EAI_NONAME")
    return found[0]


@suspends
def _look_up(text, family):
    """The addresses of a name, of one family or of all for 0."""
    by = actor()
    number = _loopscope.lookUpBegins(text, family)
    seconds = _loopscope.lookUpSeconds(number)
    if seconds > 0:
        blocking.sleep(seconds)
    answer = _loopscope.lookUpEnds(number, *by)
    if answer == "-":
        raise _fails("EAI_AGAIN")
    return answer.split()


@suspends
def getaddrinfo(host, port, family=0, type=0, proto=0, flags=0):
    """`_socket.getaddrinfo`."""
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("ascii")
    elif isinstance(host, str):
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    elif host is not None:
        raise TypeError("getaddrinfo() argument 1 must be string or None")
    number = _port(port, type, flags)
    family, type, proto = int(family), int(type) & 0xF, int(proto)
    if host is None and port is None:
        raise _fails("EAI_NONAME")
    if family not in (0, _INET, _INET6):
        raise _fails("EAI_FAMILY")
    kinds = [
        (kind, protocol)
        for kind, protocol in ((_STREAM, _TCP), (_DATAGRAM, _UDP), (_RAW, 0))
        if type in (0, kind) and (proto in (0, protocol) or kind == _RAW and type == _RAW)
    ]
    if not kinds:
        raise _fails("EAI_SOCKTYPE" if type not in (0, _STREAM, _DATAGRAM, _RAW) else "EAI_SERVICE")
    scope = 0
    if host and ":" in host and "%" in host:
        host, _, zone = host.partition("%")
        # The name of an interface counts, too; there is the loopback one alone.
        scope = int(zone) if zone.isdecimal() else 1
    found = _addresses(host, family, flags)
    name = ""
    if flags & _socket.AI_CANONNAME:
        name = host or "localhost"
    infos = []
    for address in found:
        is_new = ":" in address
        for kind, protocol in kinds:
            place = (address, number, 0, scope) if is_new else (address, number)
            infos.append(
                (_INET6 if is_new else _INET, kind, proto if kind == _RAW else protocol, name, place)
            )
            name = ""
    return infos


def _port(port, type, flags):
    if isinstance(port, (bytes, bytearray)):
        port = bytes(port).decode()
    if port is None or port == "":
        return 0
    if isinstance(port, str):
        if port.isdecimal():
            return int(port) & 0xFFFF
        if flags & _socket.AI_NUMERICSERV:
            raise _fails("EAI_NONAME")
        if port not in _SERVICES:
            raise _fails("EAI_SERVICE")
        return _SERVICES[port]
    if not hasattr(port, "__index__"):
        raise OSError("Int or String expected")
    return port.__index__() & 0xFFFF


@suspends
def _addresses(name, family, flags):
    if name is None:
        here = ("0.0.0.0", "::") if flags & _socket.AI_PASSIVE else ("::1", "127.0.0.1")
        return [address for address in here if family in (0, _INET6 if ":" in address else _INET)]
    kind = is_numeric(name)
    if kind:
        if family not in (0, kind):
            raise _socket.gaierror(-9, "Address family for hostname not supported")
        return [name]
    if flags & _socket.AI_NUMERICHOST:
        raise _fails("EAI_NONAME")
    found = _look_up(name, family) if name else None
    if not found:
        raise _fails("EAI_NONAME")
    return found


def getnameinfo(sockaddr, flags):
    """`_socket.getnameinfo`."""
    if not isinstance(sockaddr, tuple):
        raise TypeError("getnameinfo() argument 1 must be a tuple")
    address, port = sockaddr[:2]
    if not is_numeric(address):
        raise _fails("EAI_NONAME")
    name = address
    if not flags & _socket.NI_NUMERICHOST:
        known = _loopscope.nameOf(address)
        if not known and flags & _socket.NI_NAMEREQD:
            raise _fails("EAI_NONAME")
        name = known or address
    service = str(port)
    if not flags & _socket.NI_NUMERICSERV:
        service = next((name for name, number in _SERVICES.items() if number == port), service)
    return name, service


@suspends
def gethostbyname(hostname, /):
    """`_socket.gethostbyname`."""
    return one_address(hostname, _INET)


@suspends
def gethostbyname_ex(hostname, /):
    """`_socket.gethostbyname_ex`."""
    if is_numeric(hostname):
        return hostname, [], [one_address(hostname, _INET)]
    found = _look_up(hostname, _INET)
    if not found:
        raise _fails("EAI_NONAME")
    return hostname, [], found


@suspends
def gethostbyaddr(address, /):
    """`_socket.gethostbyaddr`."""
    family = is_numeric(address)
    if not family:
        family, address = _INET, one_address(address, _INET)
    name = _loopscope.nameOf(address)
    if not name:
        raise _socket.herror(1, "Unknown host")
    return name, [], [address]


def getservbyname(name, protocol="tcp", /):
    """`_socket.getservbyname`."""
    if name not in _SERVICES:
        raise OSError("service/proto not found")
    return _SERVICES[name]


def getservbyport(port, protocol="tcp", /):
    """`_socket.getservbyport`."""
    for name, number in _SERVICES.items():
        if number == port:
            return name
    raise OSError("port/proto not found")


def if_nameindex():
    """`_socket.if_nameindex`: the loopback interface is the only one."""
    return [(1, "lo")]


def if_nametoindex(name, /):
    """`_socket.if_nametoindex`."""
    if name != "lo":
        raise OSError("no interface with this name")
    return 1


def if_indextoname(index, /):
    """`_socket.if_indextoname`."""
    if index != 1:
        raise error(errno.ENXIO)
    return "lo"


def gethostname():
    """`_socket.gethostname`."""
    return _loopscope.ownName()


_inet_pton, _inet_ntop = _socket.inet_pton, _socket.inet_ntop


def inet_pton(family, text, /):
    """`_socket.inet_pton`, which knows no IPv6 in WebAssembly."""
    if family != _INET6:
        return _inet_pton(family, text)
    from ipaddress import AddressValueError, IPv6Address

    try:
        return IPv6Address(text).packed
    except AddressValueError:
        raise OSError("illegal IP address string passed to inet_pton") from None


def inet_ntop(family, packed, /):
    """`_socket.inet_ntop`."""
    if family != _INET6:
        return _inet_ntop(family, packed)
    from ipaddress import IPv6Address

    if len(packed) != 16:
        raise ValueError("invalid length of packed IP address string")
    return str(IPv6Address(bytes(packed)))
