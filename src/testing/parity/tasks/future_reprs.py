"""Programs with the reprs of futures and tasks."""

from asyncio import CancelledError, current_task, gather, shield, sleep

from ..callback_kit import bare, plain
from ..kit import log, loop, spawn


async def each_state_of_a_future():
    """A future in each state."""
    for end in (
        lambda f: None,
        lambda f: f.set_result(1),
        lambda f: f.set_result("text"),
        lambda f: f.set_result("a long text " * 9),
        lambda f: f.set_exception(ValueError("it's")),
        lambda f: f.set_exception(ValueError()),
        lambda f: f.cancel("why"),
    ):
        future = loop.create_future()
        end(future)
        log(plain(future))
        if future.done() and not future.cancelled():
            future.exception()


async def callbacks_of_a_future():
    """With one callback, with two and with many."""

    @bare
    def first(_):
        pass

    @bare
    def other(_):
        pass

    @bare
    def last(_):
        pass

    future = loop.create_future()
    for callback in first, last, other, first, last:
        future.add_done_callback(callback)
        log(plain(future))
    future.remove_done_callback(first)
    log(plain(future))
    future.set_result(None)
    log(future.done())


async def each_state_of_a_task():
    """A task in each state, with the future it waits on and its waiters."""
    future = loop.create_future()

    async def waits():
        log("runs", plain(current_task()))
        return await future

    async def awaits(task):
        return await task

    task = spawn("it's", waits())
    outer = spawn("outer", awaits(task))
    log(plain(task))
    await sleep(0)
    log(plain(task), plain(outer))
    task.cancel()
    log(plain(task))
    await sleep(0)
    await sleep(0)
    log(plain(task), plain(outer))


async def each_outcome_of_a_task():
    """A task with each outcome."""

    async def gives(what):
        if isinstance(what, BaseException):
            raise what
        return what

    for what in 1, "text", ValueError("oops"), CancelledError("own"):
        task = spawn("gives", gives(what))
        await sleep(0)
        log(plain(task))
        if not task.cancelled():
            task.exception()


async def gather_and_shield():
    """The futures of gather and shield."""
    a, b = spawn("a", sleep(1)), spawn("b", sleep(1))
    both, alone = gather(a, b), shield(b)
    log(plain(both), plain(alone).split(" cb=")[0])
    await both
    log(plain(both).split(" result=")[0])


async def named_callback_and_method():
    """A callback that has its own name, and a method."""

    class Listener:
        def hears(self, _):
            pass

    Listener.hears.__qualname__ = "Listener.hears"
    future = loop.create_future()
    future.add_done_callback(Listener().hears)
    log(plain(future))
