"""Simulated processes below Python: `_posixsubprocess.fork_exec`, and the functions of `os` that take a pid.

All that stands on them is CPython's own: `subprocess`, asyncio's processes and its child watcher, `os.popen`.
The processes are the host's (`src/runtime/processes`); the Python programs among them are threads of this
interpreter (`children`). `program` installs the package once, and resets it for each program.
"""
