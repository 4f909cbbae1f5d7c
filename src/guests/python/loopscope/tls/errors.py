"""Errors of connections, with the texts of OpenSSL."""

import _ssl

import _loopscope as host

# The line of `_ssl.c` that an error's text ends with: each call has its own.
LINES = {"handshake": 1020, "read": 2580, "write": 2427, "shutdown": 2706}


def error(name, code, text, reason=None, library="SSL"):
    """An error of `ssl`, by the name of its class."""
    made = getattr(_ssl, name)(code, text)
    if reason:
        made.library, made.reason = library, reason
    return made


def wants_read(call):
    """The error of a call that needs more bytes."""
    text = f"The operation did not complete (read) (_ssl.c:{LINES[call]})"
    return error("SSLWantReadError", _ssl.SSL_ERROR_WANT_READ, text)


def wants_write(call):
    """The error of a call whose bytes do not fit the socket's buffer."""
    text = f"The operation did not complete (write) (_ssl.c:{LINES[call]})"
    return error("SSLWantWriteError", _ssl.SSL_ERROR_WANT_WRITE, text)


def failure(number, call):
    """The error of a connection whose call failed."""
    kind, reason, text, code = host.tlsError(number).split("\n")
    place = f"(_ssl.c:{LINES[call]})"
    if kind == "eof":
        prefix = f"[SSL: {reason}] " if reason else ""
        return error("SSLEOFError", _ssl.SSL_ERROR_EOF, f"{prefix}{text} {place}", reason)
    if kind == "closed":
        return error("SSLZeroReturnError", _ssl.SSL_ERROR_ZERO_RETURN, f"{text} {place}")
    if kind == "certificate":
        whole = f"[SSL: {reason}] certificate verify failed: {text} {place}"
        made = error("SSLCertVerificationError", _ssl.SSL_ERROR_SSL, whole, reason)
        made.verify_code, made.verify_message = int(code), text
        return made
    return error("SSLError", _ssl.SSL_ERROR_SSL, f"[SSL: {reason}] {text} {place}", reason)
