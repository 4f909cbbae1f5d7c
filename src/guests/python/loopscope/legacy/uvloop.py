"""The module `uvloop`, with Loopscope's loop under another name."""

import asyncio
import sys
import types
from importlib.machinery import ModuleSpec

from loopscope.cpython_internals import set_event_loop_policy
from loopscope.event_loop_policy import Policy
from loopscope.legacy.notices import say
from loopscope.loop import EventLoop


class Loop(EventLoop):
    __module__ = "uvloop"

    def __repr__(self):
        return super().__repr__().replace("<", "<uvloop.", 1)


class EventLoopPolicy(Policy):
    __module__ = "uvloop"
    _loop_factory = Loop


def new_event_loop():
    return Loop()


def install():
    # `asyncio.set_event_loop_policy` warns that it is deprecated; `uvloop.install` does not.
    set_event_loop_policy(EventLoopPolicy())


def run(main, *, loop_factory=new_event_loop, debug=None):
    return asyncio.run(main, loop_factory=loop_factory, debug=debug)


class _Importer:
    """Finder and loader of the module."""

    @staticmethod
    def find_spec(name, path=None, target=None):
        return ModuleSpec("uvloop", _Importer) if name == "uvloop" else None

    @staticmethod
    def create_module(spec):
        return types.ModuleType("uvloop", "Loopscope's event loop by the name of uvloop.")

    @staticmethod
    def exec_module(module):
        say("uvloop")
        contents = (Loop, EventLoopPolicy, new_event_loop, install, run)
        module.__dict__.update({item.__name__: item for item in contents}, __version__="0.22.1")
        module.__all__ = tuple(item.__name__ for item in contents)


def provide():
    """Makes the module importable."""
    sys.meta_path.append(_Importer)
