"""The simulated network below Python: `_socket`, `select` and the functions of `os` for descriptors.

All that stands on them is CPython's own: `socket`, `selectors`, asyncio's transports and streams,
`socketserver`, `http`, `urllib`. The network itself is the host's (`src/runtime/network`). The invariant:
what a program reads and writes through a descriptor that this package made reaches nothing outside of
the page.

`program` installs the package once, and resets it for each program.
"""
