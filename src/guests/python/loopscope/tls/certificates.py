"""Certificates by the host's numbers, and where they are from: files of the program, texts, stand-ins.

A page has no files but those that a program writes, and no `openssl` to make a certificate. So a file that is
missing has a stand-in, which its path describes (`stand-in.ts`). The program's stderr says so, once for each
path."""

import json
import os
import sys

import _loopscope as host

from loopscope.net.crossing import view
from loopscope.tls.errors import error

_said = set()


def reset():
    """Forgets everything of the last program."""
    _said.clear()


def _text_of(path):
    """The text of a file; None for a missing one."""
    try:
        with open(path, "rb") as file:
            return file.read().decode("latin-1")
    except FileNotFoundError:
        return None


def _in_text(text):
    """The certificates in a text; none for one that is damaged."""
    found = host.certificatesIn(text)
    return [] if found == "-" else [int(number) for number in found.split()]


def own(certfile, keyfile):
    """The certificates that `load_cert_chain` names."""
    path = os.fsdecode(certfile)
    text = _text_of(path)
    if text is None:
        _say(path)
        return [host.certificateFor(path)]
    key = text if keyfile is None else _text_of(os.fsdecode(keyfile))
    found = _in_text(text)
    if key is None:
        raise FileNotFoundError(2, "No such file or directory")
    if not found or "PRIVATE KEY-----" not in key:
        raise error("SSLError", 524297, "[SSL] PEM lib (_ssl.c:3916)")
    return found


def _say(path):
    if path in _said:
        return
    _said.add(path)
    name = host.nameInPath(path)
    sys.stderr.write(
        f"{path} is missing: a certificate for {name} stands in. Simulated TLS: nothing is encrypted.\n"
    )


def trusted(cafile):
    """The certificates that `load_verify_locations` names by a file. A missing one is the simulated CA's,
    with the stand-in of that path."""
    path = os.fsdecode(cafile)
    text = _text_of(path)
    if text is None:
        return [host.simulatedCa(), host.certificateFor(path)]
    if not (found := _in_text(text)):
        reason = "NO_CERTIFICATE_OR_CRL_FOUND"
        text = f"[X509: {reason}] no certificate or crl found (_ssl.c:4168)"
        raise error("SSLError", 136, text, reason, "X509")
    return found


def from_data(data):
    """The certificates in the text or the bytes that `load_verify_locations` is given."""
    if isinstance(data, str):
        if not data.isascii():
            raise TypeError("cadata should be an ASCII string or a bytes-like object")
        found, missing = _in_text(data), "no start line"
    else:
        found, missing = _in_bytes(bytes(data)), "not enough data"
    if not found:
        raise error("SSLError", 0, f"{missing}: cadata does not contain a certificate (_ssl.c:4035)")
    return found


def _in_bytes(data):
    found = []
    while data:
        view[: len(data)] = data
        number = host.certificateFrom(len(data))
        if number < 0:
            return []
        found.append(number)
        data = data[len(bytes_of(number)) :]
    return found


def bytes_of(number):
    """A certificate in its binary form."""
    return bytes(view[: host.certificateBytes(number)])


_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def _date(milliseconds):
    """A time as OpenSSL prints it."""
    from datetime import UTC, datetime, timedelta

    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=milliseconds)
    return f"{_MONTHS[at.month - 1]} {at.day:2} {at:%H:%M:%S} {at.year} GMT"


def _tuples(value):
    return tuple(map(_tuples, value)) if isinstance(value, list) else value


def described(number):
    """A certificate as `getpeercert` returns it."""
    read = json.loads(host.certificateJson(number))
    found = {name: _tuples(read[name]) for name in ("subject", "issuer", "version", "serialNumber")}
    found |= {name: _date(read[name]) for name in ("notBefore", "notAfter")}
    if read["alternativeNames"]:
        found["subjectAltName"] = _tuples(read["alternativeNames"])
    return found | {kind: tuple(uris) for kind, uris in read["addresses"].items()}


def is_authority(number):
    """True for a certificate that its own subject has issued."""
    read = json.loads(host.certificateJson(number))
    return read["subject"] == read["issuer"]


class Certificate:
    """`_ssl.Certificate`."""

    __module__ = "_ssl"

    def __init__(self, number):
        self._bytes, self._info = bytes_of(number), described(number)

    def __repr__(self):
        name = "".join(f"/{kind}={value}" for part in self._info["subject"] for kind, value in part)
        return f"<_ssl.Certificate '{name}'>"

    def __eq__(self, other):
        return isinstance(other, Certificate) and self._bytes == other._bytes

    def __hash__(self):
        return hash(self._bytes)

    def get_info(self):
        return self._info

    def public_bytes(self, format=1, /):
        if format == 2:
            return self._bytes
        if format != 1:
            raise ValueError("Unsupported format")
        from ssl import DER_cert_to_PEM_cert

        return DER_cert_to_PEM_cert(self._bytes)
