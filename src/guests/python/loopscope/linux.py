"""`sys.platform` reads "linux": libraries ask by this name what a system can do, and take the ways that work
here, such as `selectors.EpollSelector` and unix sockets. What Linux promises and is not here says so when it
is called (`unsupported`)."""

import sys
from importlib.machinery import PathFinder

# The names of a module of `sysconfig`: as `sysconfig` forms it of `sys.platform`, and as it is called.
_ASKED = "_sysconfigdata__linux_wasm32-emscripten"
_PRESENT = "_sysconfigdata__emscripten_wasm32-emscripten"


class _BuildData:
    """A finder of the interpreter's build data."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        return PathFinder.find_spec(_PRESENT) if name == _ASKED else None


def install():
    """Sets the name. Once an interpreter, before modules look at it."""
    sys.platform = "linux"
    sys.meta_path.append(_BuildData)
