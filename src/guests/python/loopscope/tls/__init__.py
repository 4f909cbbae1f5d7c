"""Simulated TLS below Python: the classes of `_ssl`, without cryptography. Nothing is encrypted.

All that stands on them is CPython's own: `ssl`, `asyncio.sslproto`, `http.client`. A connection's states,
records and checks of certificates are the host's (`src/runtime/network/tls`), which has no input and output:
this package carries bytes between a connection and a `MemoryBIO` or a socket.

`program` installs the package once, and resets it for each program.
"""
