"""Puts the classes of simulated TLS into `_ssl` and `ssl`, in place of the interpreter's stubs. Once an
interpreter, after the network, before its state is remembered."""

import _ssl
import socket
import ssl

from loopscope.tls import certificates
from loopscope.tls.bio import MemoryBIO
from loopscope.tls.certificates import Certificate
from loopscope.tls.connection import Connection, SSLSession
from loopscope.tls.context import SSLContext
from loopscope.tls.objects import SSLObject, get_server_certificate, socket_class


def reset():
    """Forgets everything of the last program."""
    certificates.reset()


def install():
    """Replaces the classes and functions."""
    for module in (_ssl, ssl):
        module.MemoryBIO, module.SSLSession = MemoryBIO, SSLSession
    _ssl._SSLContext, _ssl._SSLSocket, _ssl.Certificate = SSLContext, Connection, Certificate
    ssl.SSLContext, ssl.SSLObject, ssl.SSLSocket = SSLContext, SSLObject, socket_class()
    SSLContext.sslobject_class, SSLContext.sslsocket_class = SSLObject, ssl.SSLSocket
    ssl.get_server_certificate = get_server_certificate
    # What it has read of `socket`, which the network loads again.
    ssl.socket, ssl.create_connection = socket.socket, socket.create_connection
    ssl.HAS_NEVER_CHECK_COMMON_NAME = True
