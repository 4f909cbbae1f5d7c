"""Suspension of a thread: a value that its coroutine yields up to `scheduler`.

A thread may be in a step of a task of its own event loop. Then the value comes to the task first, which takes
it for a future of its loop, and is suspended until the thread continues (`steps`). The invariant: `wakeup`
is not None only from there until the loop's callback has returned.

A thread is not suspended in the first step of an eager task, below which the coroutine that created it runs,
nor is the main thread: they keep the stack (`scheduler.stay`)."""

from asyncio import CancelledError, Task, current_task
from types import coroutine

from loopscope.cpython_internals import get_running_loop
from loopscope.instrumentation.task_events import tasks_being_created

_cancel, _uncancel = Task.cancel, Task.uncancel


class _Suspension:
    """A future for a task, as `task_step_handle_result_impl` of `Modules/_asynciomodule.c` asks for. `wakeup`
    is what continues the task, and `context` what to run that in."""

    __slots__ = ("context", "wakeup")

    def __init__(self):
        self.wakeup = self.context = None

    @property
    def _asyncio_future_blocking(self):
        return True

    @_asyncio_future_blocking.setter
    def _asyncio_future_blocking(self, value):
        pass

    def get_loop(self):
        return get_running_loop()

    def add_done_callback(self, callback, *, context):
        self.wakeup, self.context = callback, context

    def take(self):
        """What continues the task, once: `wakeup` and `context`."""
        taken = self.wakeup, self.context
        self.wakeup = self.context = None
        return taken

    def cancel(self, msg=None):
        # As a task that runs: the request stays until it awaits.
        return False

    def result(self):
        return None


SUSPENSION = _Suspension()


@coroutine
def wait():
    """Suspends the thread, which has parked, until it is awake."""
    if running.thread.coroutine is None or tasks_being_created:
        stay()
        return
    try:
        yield SUSPENSION
    except CancelledError as error:
        # The request is for the next await of the task.
        task = current_task()
        _cancel(task, *error.args)
        _uncancel(task)


def install(stay_suspended, scheduler_running):
    """Takes what is defined above this module. Once an interpreter."""
    global stay, running
    stay, running = stay_suspended, scheduler_running
