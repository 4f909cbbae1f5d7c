"""Programs that await objects that cannot be awaited."""

import types
from asyncio import create_task, current_task, ensure_future, gather, new_event_loop, sleep, wait

from ..callback_kit import checks, plain, says, tries
from ..kit import log, loop, spawn


async def bare_yield_of_a_future():
    """A bare yield of a future does not await it."""

    @types.coroutine
    def yields(future):
        yield future

    future = loop.create_future()
    await spawn("a", tries(yields(future)))
    await spawn("b", tries(yields(spawn("other", sleep(1)))))
    log(plain(future))


async def bad_yields():
    """Yielding an object that is not a future is an error; a bare yield lets other tasks run."""

    @types.coroutine
    def yields(what):
        return (yield what)

    for what in 5, "text", None, 1.5:
        loop.call_soon(says("others"))
        await spawn("a", tries(yields(what)))


async def task_awaits_itself():
    """A task cannot await itself, and continues."""

    @types.coroutine
    def yields(what):
        yield what

    async def itself():
        await tries(current_task())
        await tries(current_task())
        await tries(yields(current_task()))
        return "went on"

    log(await spawn("itself", itself()))


async def future_of_another_loop():
    """A future of another loop cannot be awaited or converted."""
    other = new_event_loop()
    foreign = other.create_future()

    async def waits():
        await tries(foreign)
        await tries(foreign)

    await spawn("a", waits())
    checks(lambda: ensure_future(foreign, loop=loop))
    foreign.set_result(1)
    await spawn("b", waits())
    other.close()


async def not_a_coroutine_or_future():
    """An object that is not a coroutine makes no task, and one that is not a future is not waited for."""
    checks(lambda: create_task(5))
    checks(lambda: ensure_future(5))
    await tries(wait([]))
    await tries(wait(loop.create_future()))
    await tries(gather())
