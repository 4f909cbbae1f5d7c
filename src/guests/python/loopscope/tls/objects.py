"""`ssl.SSLObject` and `ssl.SSLSocket`: a connection over buffers, and one in place of a socket.

Of the interpreter's own `ssl`, which is a stub, its constants, makers of contexts and conversions of
certificates are kept; these and `ssl.SSLContext` take the places of its classes."""

import socket
import ssl
from errno import EINVAL, ENOTCONN

from loopscope.threads.variants import suspends


class _Connected:
    """The calls that both kinds pass on to their `_ssl._SSLSocket`, `_sslobj`."""

    def __init__(self, *args, **kwargs):
        name = type(self).__name__
        raise TypeError(
            f"{name} does not have a public constructor. Instances are returned by {self._made_by}."
        )

    def getpeercert(self, binary_form=False):
        return self._ls_connection().getpeercert(binary_form)

    def get_verified_chain(self):
        return [made.public_bytes(ssl._ssl.ENCODING_DER) for made in self._sslobj.get_verified_chain() or ()]

    def get_unverified_chain(self):
        return self.get_verified_chain()

    def selected_npn_protocol(self):
        return None

    def selected_alpn_protocol(self):
        return self._sslobj and self._sslobj.selected_alpn_protocol()

    def cipher(self):
        return self._sslobj and self._sslobj.cipher()

    def shared_ciphers(self):
        return self._sslobj and self._sslobj.shared_ciphers()

    def compression(self):
        return self._sslobj and self._sslobj.compression()

    def version(self):
        return self._sslobj and self._sslobj.version()

    def pending(self):
        return self._sslobj.pending() if self._sslobj else 0

    def get_channel_binding(self, cb_type="tls-unique"):
        if cb_type not in ssl.CHANNEL_BINDING_TYPES:
            raise ValueError(f"{cb_type} channel binding type not implemented")
        return self._sslobj and self._sslobj.get_channel_binding(cb_type)

    def verify_client_post_handshake(self):
        return self._ls_connection().verify_client_post_handshake()

    session_reused = property(lambda self: self._sslobj and self._sslobj.session_reused)

    @property
    def session(self):
        return self._sslobj and self._sslobj.session

    @session.setter
    def session(self, session):
        self._session = session

    @property
    def context(self):
        return self._sslobj.context if self._sslobj else self._context

    @context.setter
    def context(self, context):
        self._context = context
        if self._sslobj:
            self._sslobj.context = context

    def _ls_connection(self):
        if self._sslobj is None:
            raise ValueError(f"No SSL wrapper around {self}")
        return self._sslobj


class SSLObject(_Connected):
    """`ssl.SSLObject`."""

    __module__ = "ssl"
    _made_by = "SSLContext.wrap_bio()"

    @classmethod
    def _create(cls, incoming, outgoing, server_side=False, server_hostname=None, session=None, context=None):
        self = cls.__new__(cls)
        wrapped = context._wrap_bio(
            incoming, outgoing, server_side, server_hostname, owner=self, session=session
        )
        self._sslobj = wrapped
        return self

    server_side = property(lambda self: self._sslobj.server_side)
    server_hostname = property(lambda self: self._sslobj.server_hostname)

    @suspends
    def read(self, len=1024, buffer=None):
        return self._sslobj.read(len) if buffer is None else self._sslobj.read(len, buffer)

    @suspends
    def write(self, data):
        return self._sslobj.write(data)

    @suspends
    def do_handshake(self):
        self._sslobj.do_handshake()

    @suspends
    def unwrap(self):
        return self._sslobj.shutdown()


def socket_class():
    """The class `ssl.SSLSocket`. Made when used: `net.install` loads `socket` again."""

    def forbidden(name, error=ValueError):
        def call(self, *args, **kwargs):
            if error is ValueError and self._sslobj is None:
                return getattr(socket.socket, name)(self, *args, **kwargs)
            raise error(f"{name} not allowed on instances of {type(self)}")

        return call

    class SSLSocket(_Connected, socket.socket):
        """`ssl.SSLSocket`."""

        __module__ = "ssl"
        __qualname__ = "SSLSocket"
        _made_by = "SSLContext.wrap_socket()"

        @classmethod
        @suspends
        def _create(
            cls,
            sock,
            server_side=False,
            do_handshake_on_connect=True,
            suppress_ragged_eofs=True,
            server_hostname=None,
            context=None,
            session=None,
        ):
            if sock.getsockopt(socket.SOL_SOCKET, socket.SO_TYPE) != socket.SOCK_STREAM:
                raise NotImplementedError("only stream sockets are supported")
            if server_side and server_hostname:
                raise ValueError("server_hostname can only be specified in client mode")
            if context.check_hostname and not server_hostname and not server_side:
                raise ValueError("check_hostname requires server_hostname")
            timeout = sock.gettimeout()
            self = cls.__new__(cls)
            socket.socket.__init__(self, sock.family, sock.type, sock.proto, sock.fileno())
            sock.detach()
            self.settimeout(timeout)
            self._context, self._session, self._sslobj = context, session, None
            self.server_side, self.server_hostname = server_side, context._encode_hostname(server_hostname)
            self.do_handshake_on_connect = do_handshake_on_connect
            self.suppress_ragged_eofs = suppress_ragged_eofs
            self._connected = self._ls_is_connected()
            if self._connected:
                self._ls_begin()
            return self

        def _ls_is_connected(self):
            try:
                self.getpeername()
            except OSError as error:
                if error.errno in (ENOTCONN, EINVAL):
                    return False
                self.close()
                raise
            return True

        @suspends
        def _ls_begin(self):
            """Wraps the connection, and does the handshake if it is wanted now. Closes the socket if it
            fails."""
            try:
                self._ls_wrap()
                if self.do_handshake_on_connect:
                    if self.gettimeout() == 0:
                        text = "do_handshake_on_connect should not be specified for non-blocking sockets"
                        raise ValueError(text)
                    self.do_handshake()
            except:
                self.close()
                raise

        def _ls_wrap(self):
            wrap = self._context._wrap_socket
            self._sslobj = wrap(
                self, self.server_side, self.server_hostname, owner=self, session=self._session
            )

        def dup(self):
            raise NotImplementedError(f"Can't dup() {type(self).__name__} instances")

        # --- Connections

        @suspends
        def connect(self, addr):
            self._ls_connect(socket.socket.connect, addr)

        @suspends
        def connect_ex(self, addr):
            return self._ls_connect(socket.socket.connect_ex, addr)

        @suspends
        def _ls_connect(self, connect, addr):
            if self.server_side:
                raise ValueError("can't connect in server-side mode")
            if self._connected or self._sslobj is not None:
                raise ValueError("attempt to connect already-connected SSLSocket!")
            self._ls_wrap()
            try:
                code = connect(self, addr)
                if not code:
                    self._connected = True
                    if self.do_handshake_on_connect:
                        self.do_handshake()
                return code
            except OSError, ValueError:
                self._sslobj = None
                raise

        @suspends
        def accept(self):
            accepted, address = socket.socket.accept(self)
            wrapped = self.context.wrap_socket(
                accepted,
                do_handshake_on_connect=self.do_handshake_on_connect,
                suppress_ragged_eofs=self.suppress_ragged_eofs,
                server_side=True,
            )
            return wrapped, address

        @suspends
        def do_handshake(self, block=False):
            self.getpeername()
            timeout = self.gettimeout()
            if timeout == 0 and block:
                self.settimeout(None)
            try:
                self._ls_connection().do_handshake()
            finally:
                self.settimeout(timeout)

        @suspends
        def unwrap(self):
            below = self._ls_connection().shutdown()
            self._sslobj = None
            return below

        def shutdown(self, how):
            self._sslobj = None
            socket.socket.shutdown(self, how)

        def _real_close(self):
            self._sslobj = None
            socket.socket._real_close(self)

        # --- Bytes

        @suspends
        def read(self, len=1024, buffer=None):
            try:
                connection = self._ls_connection()
                return connection.read(len) if buffer is None else connection.read(len, buffer)
            except ssl.SSLError as error:
                if error.args[0] != ssl.SSL_ERROR_EOF or not self.suppress_ragged_eofs:
                    raise
                return b"" if buffer is None else 0

        @suspends
        def write(self, data):
            return self._ls_connection().write(data)

        @suspends
        def recv(self, buflen=1024, flags=0):
            if self._sslobj is None:
                return socket.socket.recv(self, buflen, flags)
            self._ls_check("recv", flags)
            return self.read(buflen)

        @suspends
        def recv_into(self, buffer, nbytes=None, flags=0):
            if self._sslobj is None:
                return socket.socket.recv_into(self, buffer, nbytes or 0, flags)
            self._ls_check("recv_into", flags)
            with memoryview(buffer) as view:
                return self.read(nbytes or view.nbytes or 1024, buffer)

        @suspends
        def send(self, data, flags=0):
            if self._sslobj is None:
                return socket.socket.send(self, data, flags)
            self._ls_check("send", flags)
            return self._sslobj.write(data)

        @suspends
        def sendall(self, data, flags=0):
            if self._sslobj is None:
                return socket.socket.sendall(self, data, flags)
            self._ls_check("sendall", flags)
            with memoryview(data) as view, view.cast("B") as left:
                sent = 0
                while sent < len(left):
                    sent += self.send(left[sent:])

        @suspends
        def sendfile(self, file, offset=0, count=None):
            if self._sslobj is None:
                return socket.socket.sendfile(self, file, offset, count)
            return self._sendfile_use_send(file, offset, count)

        def _ls_check(self, name, flags):
            if flags != 0:
                raise ValueError(f"non-zero flags not allowed in calls to {name}() on {type(self)}")

        recvfrom, recvfrom_into = forbidden("recvfrom"), forbidden("recvfrom_into")
        sendto = forbidden("sendto")
        recvmsg = forbidden("recvmsg", NotImplementedError)
        recvmsg_into = forbidden("recvmsg_into", NotImplementedError)
        sendmsg = forbidden("sendmsg", NotImplementedError)

    return SSLSocket


_NO_TIMEOUT_GIVEN = object()


@suspends
def get_server_certificate(addr, ssl_version=None, ca_certs=None, timeout=_NO_TIMEOUT_GIVEN):
    """`ssl.get_server_certificate`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT if ssl_version is None else ssl_version)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if ca_certs is not None:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(ca_certs)
    options = {} if timeout is _NO_TIMEOUT_GIVEN else {"timeout": timeout}
    with socket.create_connection(addr, **options) as plain:
        with context.wrap_socket(plain, server_hostname=addr[0]) as connection:
            return ssl.DER_cert_to_PEM_cert(connection.getpeercert(True))
