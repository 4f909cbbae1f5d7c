"""`_ssl._SSLSocket`: one side of a connection, between the program and a socket or two `MemoryBIO`s.

The host's connection is called until its answer is another than minus the number of bytes that it lacks
(`connection.ts`). Such a call waits, on a socket that blocks, while other threads run. Mirrors
`Modules/_ssl.c`."""

import _ssl
import json
import sys
from errno import EAGAIN
from weakref import ref

import _loopscope as host

from loopscope.frames import user_line
from loopscope.instrumentation import handshakes
from loopscope.net import blocking
from loopscope.net.crossing import IN, OUT, SIZE, actor, as_bytes, check, view
from loopscope.net.sockets import endpoint_of_socket
from loopscope.threads.scheduler import deadline_of
from loopscope.threads.variants import suspends
from loopscope.tls import certificates, errors

# Answers of the host's connection.
_NAME, _ERROR = -100_001, -100_002
# Bytes of the program that cross at once; their records are longer.
_PART = SIZE // 2
# Texts of what has taken too long.
_TIMEOUTS = {
    "handshake": "_ssl.c:1011: The handshake operation timed out",
    "read": "The read operation timed out",
    "write": "The write operation timed out",
    "shutdown": "The read operation timed out",
}


# Names, versions and strengths of the ciphers that OpenSSL lists first.
CIPHERS = {
    "TLSv1.3": ("TLS_AES_256_GCM_SHA384", "TLSv1.3", 256),
    "TLSv1.2": ("ECDHE-RSA-AES256-GCM-SHA384", "TLSv1.2", 256),
}


class SSLSession:
    """`_ssl.SSLSession`. Sessions are not used again."""

    __module__ = "_ssl"
    id, time, timeout, ticket_lifetime_hint, has_ticket = b"", 0, 7200, 7200, True


class Connection:
    """`_ssl._SSLSocket`."""

    __module__ = "_ssl"
    __qualname__ = __name__ = "_SSLSocket"

    def __init__(self, context, is_server, hostname, owner, bios=None, sock=None):
        if is_server and context.protocol == _ssl.PROTOCOL_TLS_CLIENT:
            text = "Cannot create a server socket with a PROTOCOL_TLS_CLIENT context (_ssl.c:812)"
            raise errors.error("SSLError", 0, text)
        if not is_server and context.protocol == _ssl.PROTOCOL_TLS_SERVER:
            text = "Cannot create a client socket with a PROTOCOL_TLS_SERVER context (_ssl.c:819)"
            raise errors.error("SSLError", 0, text)
        if hostname is not None:
            if not hostname or hostname.startswith("."):
                raise ValueError("server_hostname cannot be an empty string or start with a leading dot.")
            if "\0" in hostname:
                raise TypeError("argument must be encoded string without null bytes, not str")
        self._context, self.server_side, self.server_hostname = context, bool(is_server), hostname
        self._owner = ref(owner) if owner is not None else None
        self._incoming, self._outgoing = bios or (None, None)
        self._sock = ref(sock) if sock is not None else None
        self._number = host.tlsOpen(context._settings_for(self.server_side, hostname))
        self._is_begun = self._is_open = False
        # Bytes that the socket has not taken, and the number of bytes of a write that are on their way: the
        # program calls again with the same ones.
        self._left, self._written = b"", 0
        self.session, self.session_reused = None, False

    def __del__(self):
        # A number is never used again, so one of the last program is no connection of this one.
        if (number := getattr(self, "_number", None)) is not None:
            host.tlsClose(number)

    @property
    def context(self):
        return self._context

    @context.setter
    def context(self, context):
        if not isinstance(context, _ssl._SSLContext):
            raise TypeError("The value must be a SSLContext")
        self._context = context
        host.tlsConfigure(self._number, context._settings_for(self.server_side, self.server_hostname))

    @property
    def owner(self):
        return self._owner() if self._owner is not None else None

    @owner.setter
    def owner(self, owner):
        self._owner = ref(owner)

    # --- Calls that may wait

    @suspends
    def do_handshake(self):
        if self._sock is not None and not self._is_begun:
            self._is_begun = True
            handshakes.started(self._endpoint(), self, user_line())
        try:
            self._drive("handshake", host.tlsHandshake)
        except _ssl.SSLWantReadError, _ssl.SSLWantWriteError:
            raise
        except OSError as error:
            if self._sock is not None:
                handshakes.failed(self._endpoint(), error)
            raise
        if not self._is_open:
            self._is_open = True
            if self._sock is not None:
                handshakes.finished(self._endpoint(), self)

    @suspends
    def read(self, size=1024, buffer=None, /):
        if buffer is None:
            if size < 0:
                raise ValueError("size should not be negative")
            count = self._read(size)
            return bytes(view[:count])
        with as_bytes(buffer) as place:
            count = self._read(size if 0 < size <= len(place) else len(place))
            place[:count] = view[:count]
            return count

    @suspends
    def _read(self, size):
        """Reads at most `size` bytes into the shared memory. Returns their number."""
        if not self._is_open:
            self.do_handshake()
        if size == 0:
            return 0
        deadline = self._deadline()
        while (result := host.tlsRead(self._number, min(size, SIZE))) < 0:
            if result == _ERROR:
                raise errors.failure(self._number, "read")
            self._fill("read", -result, deadline)
        return result

    @suspends
    def write(self, b, /):
        if not self._is_open:
            self.do_handshake()
        deadline = self._deadline()
        with as_bytes(b) as data:
            while True:
                self._flush("write", deadline)
                if self._written >= len(data):
                    break
                count = min(len(data) - self._written, _PART)
                view[:count] = data[self._written : self._written + count]
                if host.tlsWrite(self._number, count) < 0:
                    raise errors.failure(self._number, "write")
                self._written += count
            self._written = 0
            return len(data)

    @suspends
    def shutdown(self):
        self._drive("shutdown", host.tlsShutdown)
        return self._socket() if self._sock is not None else None

    @suspends
    def _drive(self, name, call):
        """Calls the host's connection until it is done."""
        deadline = self._deadline()
        while True:
            result = call(self._number)
            if result == _NAME:
                self._ask_for_name()
                continue
            if result == _ERROR:
                failure = errors.failure(self._number, name)
                try:
                    self._flush(name, deadline)
                except OSError:
                    pass
                raise failure
            self._flush(name, deadline)
            if result == 0:
                return
            self._fill(name, -result, deadline)

    def _ask_for_name(self):
        """Calls the program's callback for the name that a client asks for. It may set another context."""
        asked, callback = self._negotiated()["name"], self._context.sni_callback
        try:
            answer = callback(self.owner, asked, self._context)
        except Exception as problem:
            sys.unraisablehook(_Unraisable(problem, callback))
            answer = _ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE
        if answer is not None:
            host.tlsRefuse(self._number, answer)

    # --- The wire

    def _socket(self):
        sock = self._sock()
        if sock is None:
            raise errors.error("SSLError", 2, "Underlying socket connection gone (_ssl.c:1000)")
        return sock

    def _endpoint(self):
        return endpoint_of_socket(self._socket())

    def _deadline(self):
        """The deadline of a call that begins, by the socket's timeout, in seconds; None without one."""
        timeout = self._socket().gettimeout() if self._sock is not None else None
        return deadline_of(timeout) if timeout else None

    @suspends
    def _fill(self, name, count, deadline):
        """Takes at most `count` bytes of the wire."""
        if self._sock is None:
            data = self._incoming.read(count)
            if data:
                view[: len(data)] = data
            elif not self._incoming.eof:
                raise errors.wants_read(name)
            received = len(data)
        else:
            sock = self._socket()
            by = actor()
            while (result := host.socketReceive(sock.fileno(), count, False, *by)) == -EAGAIN:
                if sock.gettimeout() == 0:
                    raise errors.wants_read(name)
                self._wait(sock, IN, name, deadline)
            received = check(result)
        if received:
            host.tlsFeed(self._number, received)
        else:
            host.tlsFeedEnd(self._number)

    @suspends
    def _flush(self, name, deadline):
        """Gives the wire all that is to be sent."""
        while self._left or (count := host.tlsTake(self._number, SIZE)):
            if not self._left:
                self._left = bytes(view[:count])
            if self._sock is None:
                self._outgoing.write(self._left)
                self._left = b""
            else:
                self._send(name, deadline)

    @suspends
    def _send(self, name, deadline):
        """Gives the socket a part of what is left, at least a byte."""
        sock = self._socket()
        by = actor()
        while True:
            view[: len(self._left)] = self._left
            result = host.socketSend(sock.fileno(), len(self._left), *by)
            if result != -EAGAIN:
                break
            if sock.gettimeout() == 0:
                raise errors.wants_write(name)
            self._wait(sock, OUT, "write" if name != "handshake" else name, deadline)
        self._left = self._left[check(result) :]

    @suspends
    def _wait(self, sock, mask, name, deadline):
        if not blocking.wait(sock.fileno(), mask, deadline):
            raise TimeoutError(_TIMEOUTS[name])

    # --- What the handshake found

    def _negotiated(self):
        return json.loads(host.tlsNegotiated(self._number))

    def version(self):
        return self._negotiated()["version"] if self._is_open else None

    def cipher(self):
        return CIPHERS[self.version()] if self._is_open else None

    def shared_ciphers(self):
        return [self.cipher()] if self._is_open and self.server_side else None

    def compression(self):
        return None

    def selected_alpn_protocol(self):
        return self._negotiated()["alpn"]

    def pending(self):
        return host.tlsPending(self._number)

    def getpeercert(self, binary_mode=False, /):
        if not self._is_open:
            raise ValueError("handshake not done yet")
        chain = self._negotiated()["peer"]
        if not chain:
            return None
        if binary_mode:
            return certificates.bytes_of(chain[0])
        return certificates.described(chain[0]) if self._context.verify_mode else {}

    def get_unverified_chain(self):
        chain = self._negotiated()["peer"]
        return [certificates.Certificate(number) for number in chain] or None

    get_verified_chain = get_unverified_chain

    def get_channel_binding(self, cb_type="tls-unique"):
        if cb_type != "tls-unique":
            raise ValueError(f"'{cb_type}' channel binding type not implemented")
        return b"simulated" if self.version() == "TLSv1.2" else None

    def verify_client_post_handshake(self):
        raise NotImplementedError("Post-handshake auth is not supported by your OpenSSL version.")


class _Unraisable:
    """An argument of `sys.unraisablehook`."""

    err_msg = None

    def __init__(self, error, source):
        self.exc_type, self.exc_value, self.exc_traceback = type(error), error, error.__traceback__
        self.object = source
