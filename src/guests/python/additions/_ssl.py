"""OpenSSL's half of `ssl`, without OpenSSL: constants, errors and names, as `Modules/_ssl.c` has them with
OpenSSL 3.0.

Connections are simulated, and nothing is encrypted: `loopscope.tls` puts its classes in place of those at the
end."""

import os

OPENSSL_VERSION = "OpenSSL 3.0.19 (simulated: nothing is encrypted)"
OPENSSL_VERSION_INFO = _OPENSSL_API_VERSION = (3, 0, 0, 19, 0)
OPENSSL_VERSION_NUMBER = 0x30000130
_DEFAULT_CIPHERS = "@SECLEVEL=2:ECDH+AESGCM:ECDH+CHACHA20:ECDH+AES:DHE+AES:!aNULL:!eNULL:!aDSS:!SHA1:!AESCCM"

HAS_ALPN = HAS_ECDH = HAS_SNI = HAS_TLS_UNIQUE = HAS_TLSv1_2 = HAS_TLSv1_3 = True
HAS_NPN = HAS_PHA = HAS_PSK = HAS_PSK_TLS13 = HAS_SSLv2 = HAS_SSLv3 = HAS_TLSv1 = HAS_TLSv1_1 = False

CERT_NONE, CERT_OPTIONAL, CERT_REQUIRED = 0, 1, 2
ENCODING_PEM, ENCODING_DER = 1, 2
PROTOCOL_SSLv23 = PROTOCOL_TLS = 2
PROTOCOL_TLSv1, PROTOCOL_TLSv1_1, PROTOCOL_TLSv1_2 = 3, 4, 5
PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER = 16, 17
PROTO_MINIMUM_SUPPORTED, PROTO_MAXIMUM_SUPPORTED = -2, -1
PROTO_SSLv3, PROTO_TLSv1, PROTO_TLSv1_1, PROTO_TLSv1_2, PROTO_TLSv1_3 = 0x300, 0x301, 0x302, 0x303, 0x304


def _define(prefix, **numbers):
    globals().update({f"{prefix}_{name}": number for name, number in numbers.items()})


_define(
    "ALERT_DESCRIPTION",
    CLOSE_NOTIFY=0,
    UNEXPECTED_MESSAGE=10,
    BAD_RECORD_MAC=20,
    RECORD_OVERFLOW=22,
    DECOMPRESSION_FAILURE=30,
    HANDSHAKE_FAILURE=40,
    BAD_CERTIFICATE=42,
    UNSUPPORTED_CERTIFICATE=43,
    CERTIFICATE_REVOKED=44,
    CERTIFICATE_EXPIRED=45,
    CERTIFICATE_UNKNOWN=46,
    ILLEGAL_PARAMETER=47,
    UNKNOWN_CA=48,
    ACCESS_DENIED=49,
    DECODE_ERROR=50,
    DECRYPT_ERROR=51,
    PROTOCOL_VERSION=70,
    INSUFFICIENT_SECURITY=71,
    INTERNAL_ERROR=80,
    USER_CANCELLED=90,
    NO_RENEGOTIATION=100,
    UNSUPPORTED_EXTENSION=110,
    CERTIFICATE_UNOBTAINABLE=111,
    UNRECOGNIZED_NAME=112,
    BAD_CERTIFICATE_STATUS_RESPONSE=113,
    BAD_CERTIFICATE_HASH_VALUE=114,
    UNKNOWN_PSK_IDENTITY=115,
)
_define(
    "HOSTFLAG",
    ALWAYS_CHECK_SUBJECT=1,
    NO_WILDCARDS=2,
    NO_PARTIAL_WILDCARDS=4,
    MULTI_LABEL_WILDCARDS=8,
    SINGLE_LABEL_SUBDOMAINS=16,
    NEVER_CHECK_SUBJECT=32,
)
_define(
    "OP",
    ALL=0x80000050,
    CIPHER_SERVER_PREFERENCE=1 << 22,
    ENABLE_KTLS=1 << 3,
    ENABLE_MIDDLEBOX_COMPAT=1 << 20,
    IGNORE_UNEXPECTED_EOF=1 << 7,
    LEGACY_SERVER_CONNECT=1 << 2,
    NO_COMPRESSION=1 << 17,
    NO_RENEGOTIATION=1 << 30,
    NO_SSLv2=0,
    NO_SSLv3=1 << 25,
    NO_TICKET=1 << 14,
    NO_TLSv1=1 << 26,
    NO_TLSv1_1=1 << 28,
    NO_TLSv1_2=1 << 27,
    NO_TLSv1_3=1 << 29,
    SINGLE_DH_USE=0,
    SINGLE_ECDH_USE=0,
)
_define(
    "SSL_ERROR",
    SSL=1,
    WANT_READ=2,
    WANT_WRITE=3,
    WANT_X509_LOOKUP=4,
    SYSCALL=5,
    ZERO_RETURN=6,
    WANT_CONNECT=7,
    EOF=8,
    INVALID_ERROR_CODE=10,
)
_define(
    "VERIFY",
    DEFAULT=0,
    CRL_CHECK_LEAF=0x4,
    CRL_CHECK_CHAIN=0xC,
    X509_STRICT=0x20,
    ALLOW_PROXY_CERTS=0x40,
    X509_TRUSTED_FIRST=0x8000,
    X509_PARTIAL_CHAIN=0x80000,
)


class SSLError(OSError):
    """An error of a connection, or of a certificate."""

    __module__ = "ssl"
    library = reason = None

    def __str__(self):
        return self.strerror if isinstance(self.strerror, str) else str(self.args)


class SSLZeroReturnError(SSLError):
    """The peer has ended the connection."""

    __module__ = "ssl"


class SSLWantReadError(SSLError):
    """The call needs more bytes of the peer."""

    __module__ = "ssl"


class SSLWantWriteError(SSLError):
    """The call needs more room to send."""

    __module__ = "ssl"


class SSLSyscallError(SSLError):
    """An error of the system below."""

    __module__ = "ssl"


class SSLEOFError(SSLError):
    """The peer is gone without an end."""

    __module__ = "ssl"


class SSLCertVerificationError(SSLError, ValueError):
    """The peer's certificate is not accepted."""

    __module__ = "ssl"


# Numeric id, short name and long name of objects, by their dotted numbers.
_OBJECTS = {
    "2.5.4.3": (13, "CN", "commonName"),
    "1.3.6.1.5.5.7.3.1": (129, "serverAuth", "TLS Web Server Authentication"),
    "1.3.6.1.5.5.7.3.2": (130, "clientAuth", "TLS Web Client Authentication"),
}


def txt2obj(txt, name=False):
    """Numeric id, short name, long name and dotted number of an object, by the last, or by any name, too."""
    for dotted, names in _OBJECTS.items():
        if txt == dotted or name and txt in names[1:]:
            return *names, dotted
    raise ValueError(f"unknown object '{txt[:100]}'")


def nid2obj(nid):
    """The same by the numeric id."""
    if nid < 0:
        raise ValueError("NID must be positive")
    for dotted, names in _OBJECTS.items():
        if names[0] == nid:
            return *names, dotted
    raise ValueError(f"unknown NID {nid}")


def RAND_status():
    return True


def RAND_add(string, entropy, /):
    pass


def RAND_bytes(n, /):
    if n < 0:
        raise ValueError("num must be positive")
    return os.urandom(n)


def get_default_verify_paths():
    return "SSL_CERT_FILE", "/usr/lib/ssl/cert.pem", "SSL_CERT_DIR", "/usr/lib/ssl/certs"


class _SSLContext:
    pass


class MemoryBIO:
    pass


class SSLSession:
    pass
