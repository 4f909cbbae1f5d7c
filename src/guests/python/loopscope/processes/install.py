"""Puts the simulated processes in place of `_posixsubprocess` and a part of `os`. Once an interpreter, after
the network is in place."""

import _posixsubprocess
import importlib
import io
import os
import subprocess
import sys
import types

import _loopscope as host

from loopscope.processes import children, popen, spawning, streams_of_child, waiting


class _Files(types.ModuleType):
    """The module `io` as `subprocess` sees it: a pipe's files are those of `_pyio`, whose reads block."""

    def __getattr__(self, name):
        return getattr(io, name)

    @staticmethod
    def TextIOWrapper(buffer, *args, **kwargs):
        import _pyio

        return _pyio.TextIOWrapper(buffer, *args, **kwargs)


def make_files():
    """Makes the programs' files, which only say that the programs are there, as `shutil.which` asks."""
    os.environ["PATH"] = "/usr/local/bin:/usr/bin:/bin"
    os.makedirs("/bin", exist_ok=True)
    os.makedirs("/usr/bin", exist_ok=True)
    for name in host.programNames().split():
        folder = "/usr/bin" if name.startswith("python") else "/bin"
        with open(f"{folder}/{name}", "w") as file:
            file.write("#!simulated\n")
        os.chmod(f"{folder}/{name}", 0o755)
    sys.executable = "/usr/bin/python3"


def reset():
    """Forgets everything of the last program."""
    children.reset()
    spawning.started.clear()


def install():
    """Replaces the functions."""
    make_files()
    _posixsubprocess.fork_exec = spawning.fork_exec
    waiting.install()
    children.install()
    streams_of_child.install()
    importlib.reload(subprocess)
    subprocess.io = _Files("io")
    popen.install()
