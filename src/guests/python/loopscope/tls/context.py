"""`ssl.SSLContext`: the settings of connections. `_settings_for` gives them to the host when
a connection is made.

Mirrors `context_new` and the setters of `Modules/_ssl.c`. Ciphers, curves and keys are taken and have no
effect."""

import _ssl
import json
import os
import ssl
import warnings

import _loopscope as host

from loopscope.threads.variants import suspends
from loopscope.tls import certificates
from loopscope.tls.connection import CIPHERS, Connection
from loopscope.tls.errors import error

_PROTOCOLS = {
    _ssl.PROTOCOL_TLS: "PROTOCOL_TLS",
    _ssl.PROTOCOL_TLSv1: "PROTOCOL_TLSv1",
    _ssl.PROTOCOL_TLSv1_1: "PROTOCOL_TLSv1_1",
    _ssl.PROTOCOL_TLSv1_2: "PROTOCOL_TLSv1_2",
}
_VERSIONS = (
    ("TLSv1.2", _ssl.PROTO_TLSv1_2, _ssl.OP_NO_TLSv1_2),
    ("TLSv1.3", _ssl.PROTO_TLSv1_3, _ssl.OP_NO_TLSv1_3),
)
_VERIFY = ("none", "optional", "required")
_OPTIONS = (
    _ssl.OP_ALL
    | _ssl.OP_NO_SSLv3
    | _ssl.OP_CIPHER_SERVER_PREFERENCE
    | _ssl.OP_NO_COMPRESSION
    | _ssl.OP_ENABLE_MIDDLEBOX_COMPAT
)
_STATISTICS = (
    *("number", "connect", "connect_good", "connect_renegotiate", "accept", "accept_good"),
    *("accept_renegotiate", "hits", "misses", "timeouts", "cache_full"),
)


def _settable(name, kind):
    """An attribute that is a number, and a member of `kind` for a program."""
    return property(
        lambda self: kind(getattr(self, name)), lambda self, value: setattr(self, name, value.__index__())
    )


class SSLContext:
    """`ssl.SSLContext`, and what `_ssl._SSLContext` is below it."""

    __module__ = "ssl"
    sslsocket_class = sslobject_class = None

    def __new__(cls, protocol=None, *args, **kwargs):
        if protocol is None:
            text = "ssl.SSLContext() without protocol argument is deprecated."
            warnings.warn(text, DeprecationWarning, stacklevel=2)
            protocol = _ssl.PROTOCOL_TLS
        is_client, is_server = protocol == _ssl.PROTOCOL_TLS_CLIENT, protocol == _ssl.PROTOCOL_TLS_SERVER
        if not is_client and not is_server:
            if protocol not in _PROTOCOLS:
                raise ValueError(f"invalid or unsupported protocol version {protocol}")
            warnings.warn(f"ssl.{_PROTOCOLS[protocol]} is deprecated", DeprecationWarning, stacklevel=2)
        self = object.__new__(cls)
        self._protocol = protocol
        self._verify_mode = _ssl.CERT_REQUIRED if is_client else _ssl.CERT_NONE
        self._check_hostname = is_client
        self._options, self._verify_flags = _OPTIONS, _ssl.VERIFY_X509_TRUSTED_FIRST
        self._minimum, self._maximum = _ssl.PROTO_TLSv1_2, _ssl.PROTO_MAXIMUM_SUPPORTED
        self._hostflags, self._tickets, self._security = _ssl.HOSTFLAG_NO_PARTIAL_WILDCARDS, 2, 2
        self._alpn, self._sni_callback, self._message_callback = [], None, None
        self._chain, self._trusted = [], []
        self.post_handshake_auth = False
        self.keylog_filename = None
        return self

    protocol = property(lambda self: ssl._SSLMethod(self._protocol))
    options = _settable("_options", lambda value: ssl.Options(value))
    verify_flags = _settable("_verify_flags", lambda value: ssl.VerifyFlags(value))
    minimum_version = _settable("_minimum", lambda value: ssl.TLSVersion(value))
    maximum_version = _settable("_maximum", lambda value: ssl.TLSVersion(value))
    _host_flags = _settable("_hostflags", int)
    security_level = property(lambda self: self._security)

    @property
    def num_tickets(self):
        return self._tickets

    @num_tickets.setter
    def num_tickets(self, value):
        if value < 0:
            raise ValueError("value must be non-negative")
        if self._protocol != _ssl.PROTOCOL_TLS_SERVER:
            raise ValueError("SSLContext is not a server context.")
        self._tickets = value

    @property
    def verify_mode(self):
        return ssl.VerifyMode(self._verify_mode)

    @verify_mode.setter
    def verify_mode(self, value):
        if value not in (_ssl.CERT_NONE, _ssl.CERT_OPTIONAL, _ssl.CERT_REQUIRED):
            raise ValueError("invalid value for verify_mode")
        if value == _ssl.CERT_NONE and self._check_hostname:
            raise ValueError("Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
        self._verify_mode = int(value)

    @property
    def check_hostname(self):
        return self._check_hostname

    @check_hostname.setter
    def check_hostname(self, value):
        self._check_hostname = bool(value)
        if value and self._verify_mode == _ssl.CERT_NONE:
            self._verify_mode = _ssl.CERT_REQUIRED

    @property
    def sni_callback(self):
        return self._sni_callback

    @sni_callback.setter
    def sni_callback(self, value):
        if self._protocol == _ssl.PROTOCOL_TLS_CLIENT:
            raise ValueError("sni_callback cannot be set on TLS_CLIENT context")
        if value is not None and not callable(value):
            raise TypeError("not a callable object")
        self._sni_callback = value

    @property
    def _msg_callback(self):
        return self._message_callback

    @_msg_callback.setter
    def _msg_callback(self, value):
        self._message_callback = value

    @property
    def hostname_checks_common_name(self):
        return not self._hostflags & _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT

    @hostname_checks_common_name.setter
    def hostname_checks_common_name(self, value):
        never = _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT
        self._hostflags = self._hostflags & ~never if value else self._hostflags | never

    def set_servername_callback(self, server_name_callback):
        self.sni_callback = server_name_callback

    # --- Certificates

    def load_cert_chain(self, certfile, keyfile=None, password=None):
        if not isinstance(certfile, (str, bytes, os.PathLike)):
            raise TypeError("certfile should be a valid filesystem path")
        if keyfile is not None and not isinstance(keyfile, (str, bytes, os.PathLike)):
            raise TypeError("keyfile should be a valid filesystem path")
        self._chain = certificates.own(certfile, keyfile)

    def load_verify_locations(self, cafile=None, capath=None, cadata=None):
        if cafile is None and capath is None and cadata is None:
            raise TypeError("cafile, capath and cadata cannot be all omitted")
        found = certificates.from_data(cadata) if cadata is not None else []
        if cafile is not None:
            if not isinstance(cafile, (str, bytes, os.PathLike)):
                raise TypeError("cafile should be a valid filesystem path")
            found += certificates.trusted(cafile)
        self._trust(found)

    def load_default_certs(self, purpose=ssl.Purpose.SERVER_AUTH):
        if not isinstance(purpose, ssl.Purpose):
            raise TypeError(purpose)
        self.set_default_verify_paths()

    def set_default_verify_paths(self):
        self._trust([host.simulatedCa()])
        path = os.environ.get("SSL_CERT_FILE")
        if path and os.path.exists(path):
            self._trust(certificates.trusted(path))

    def _trust(self, numbers):
        self._trusted += [number for number in numbers if number not in self._trusted]

    def cert_store_stats(self):
        authorities = sum(map(certificates.is_authority, self._trusted))
        return {"x509": len(self._trusted), "crl": 0, "x509_ca": authorities}

    def get_ca_certs(self, binary_form=False):
        found = filter(certificates.is_authority, self._trusted)
        return [
            (certificates.bytes_of if binary_form else certificates.described)(number) for number in found
        ]

    # --- What has no effect, or little

    def set_ciphers(self, cipherlist, /):
        if not isinstance(cipherlist, str):
            raise TypeError(f"set_ciphers() argument must be str, not {type(cipherlist).__name__}")
        if not any(letter.isupper() for letter in cipherlist) and "@" not in cipherlist:
            raise error("SSLError", 0, "('No cipher can be selected.',)")

    def get_ciphers(self):
        return [
            {"name": name, "protocol": version, "strength_bits": bits, "alg_bits": bits, "aead": True}
            for name, version, bits in CIPHERS.values()
        ]

    def set_alpn_protocols(self, alpn_protocols):
        if not all(0 < len(name.encode("ascii")) < 256 for name in alpn_protocols):
            raise _ssl.SSLError("ALPN protocols must be 1 to 255 in length")
        self._alpn = list(alpn_protocols)

    def set_npn_protocols(self, npn_protocols):
        warnings.warn("ssl NPN is deprecated, use ALPN instead", DeprecationWarning, stacklevel=2)

    def session_stats(self):
        return dict.fromkeys(_STATISTICS, 0)

    def set_ecdh_curve(self, name, /):
        if name not in ("prime256v1", b"prime256v1", "secp384r1", b"secp384r1", "X25519"):
            raise ValueError(f"unknown elliptic curve name {name!r}")

    def load_dh_params(self, path, /):
        with open(path, "rb"):
            pass

    # --- Connections

    def _encode_hostname(self, hostname):
        if hostname is None or isinstance(hostname, str):
            return hostname and hostname.encode("idna").decode("ascii")
        return hostname.decode("ascii")

    @suspends
    def wrap_socket(
        self,
        sock,
        server_side=False,
        do_handshake_on_connect=True,
        suppress_ragged_eofs=True,
        server_hostname=None,
        session=None,
    ):
        create = self.sslsocket_class._create
        return create(
            sock,
            server_side=server_side,
            do_handshake_on_connect=do_handshake_on_connect,
            suppress_ragged_eofs=suppress_ragged_eofs,
            server_hostname=server_hostname,
            context=self,
            session=session,
        )

    def wrap_bio(self, incoming, outgoing, server_side=False, server_hostname=None, session=None):
        name = self._encode_hostname(server_hostname)
        return self.sslobject_class._create(incoming, outgoing, server_side, name, session, self)

    def _wrap_bio(self, incoming, outgoing, server_side, server_hostname=None, *, owner=None, session=None):
        return Connection(self, server_side, server_hostname, owner, bios=(incoming, outgoing))

    def _wrap_socket(self, sock, server_side, server_hostname=None, *, owner=None, session=None):
        return Connection(self, server_side, server_hostname, owner, sock=sock)

    def _settings_for(self, is_server, hostname):
        """The settings of a connection, as the host takes them."""
        lowest, highest = self._minimum, self._maximum
        versions = [
            name
            for name, number, off in _VERSIONS
            if not self._options & off and lowest <= number and (highest < 0 or number <= highest)
        ]
        if self._protocol in (_ssl.PROTOCOL_TLSv1, _ssl.PROTOCOL_TLSv1_1, _ssl.PROTOCOL_TLSv1_2):
            versions = versions[:1] if self._protocol == _ssl.PROTOCOL_TLSv1_2 else []
        return json.dumps(
            {
                "isServer": is_server,
                "hostname": hostname,
                "checksHostname": self._check_hostname,
                "versions": versions,
                "alpn": self._alpn,
                "verify": _VERIFY[self._verify_mode],
                "partialChain": bool(self._verify_flags & _ssl.VERIFY_X509_PARTIAL_CHAIN),
                "commonName": not self._hostflags & _ssl.HOSTFLAG_NEVER_CHECK_SUBJECT,
                "chain": self._chain,
                "trusted": self._trusted,
                "asksForName": self._sni_callback is not None,
                "tickets": self._tickets,
            }
        )
