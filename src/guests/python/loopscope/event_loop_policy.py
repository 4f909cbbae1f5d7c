"""The policy that creates the loop wherever asyncio creates one."""

import sys
import threading

from loopscope.cpython_internals import (
    BaseDefaultEventLoopPolicy,
    replace_default_policy,
    reset_policy,
    set_running_loop,
)
from loopscope.frames import is_called_by_program
from loopscope.legacy import guards, notices
from loopscope.loop import EventLoop


class Policy(BaseDefaultEventLoopPolicy):
    """Creates loops of this package. `get_event_loop()`, called by the program, creates one where Python
    before 3.14 did: in the main thread, as long as none was ever set. A program that catches 3.14's
    RuntimeError gets that (`legacy.guards`)."""

    __module__, __qualname__ = "asyncio.unix_events", "_UnixDefaultEventLoopPolicy"
    _loop_factory = EventLoop

    def get_event_loop(self):
        if self._may_create_one() and is_called_by_program(sys._getframe(1)):
            notices.say("get_event_loop")
            self.set_event_loop(self.new_event_loop())
        return super().get_event_loop()

    def _may_create_one(self):
        return (
            self._local._loop is None
            and not hasattr(self._local, "was_set")
            and threading.current_thread() is threading.main_thread()
            and not guards.program.against_now("RuntimeError")
        )

    def set_event_loop(self, loop):
        super().set_event_loop(loop)
        self._local.was_set = True


def install():
    """Makes this the policy of every program. Once an interpreter."""
    replace_default_policy(Policy)


def begin():
    """Leaves no loop running and none set, as in a new interpreter."""
    set_running_loop(None)
    reset_policy(Policy())
