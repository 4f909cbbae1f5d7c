"""Programs that close asynchronous generators whose bodies catch it."""

from asyncio import sleep

from ..asyncgen_kit import echo
from ..kit import attempt, log


async def aclose_runs_finally():
    """aclose runs the finally block, and returns at once if the generator never began or has ended."""
    for begun in (0, 1, 2):
        items = echo(2)
        for _ in range(begun):
            await attempt(items.__anext__())
        await attempt(items.aclose())
        await attempt(items.aclose())
        await attempt(items.__anext__())


async def closed_body_catches_and_returns_or_raises():
    """A body that is closed may catch the exception and return, or raise an error of its own."""

    async def closed(how, wait):
        try:
            yield 1
        except GeneratorExit:
            log("closed")
            await sleep(wait)
            if how == "throws":
                raise ValueError("in cleanup")
            if how == "stops":
                raise StopAsyncIteration("in cleanup")
            if how == "exits":
                raise GeneratorExit("another")

    for wait in (0, 1):
        for how in ("returns", "throws", "stops", "exits"):
            items = closed(how, wait)
            await items.__anext__()
            await attempt(items.aclose())
            await attempt(items.aclose())
            await attempt(items.__anext__())


async def closed_body_yields():
    """A body that yields while it is closed gets an error, continues if asked, and cannot be closed again."""

    async def ignores(wait):
        for i in range(3):
            try:
                yield i
            except GeneratorExit as error:
                log("ignores", error)
                await sleep(wait)
        log("ends")

    for wait in (0, 1):
        items = ignores(wait)
        await attempt(items.__anext__())
        await attempt(items.aclose())
        await attempt(items.aclose())
        await attempt(items.athrow(ValueError("not thrown")))
        await attempt(items.asend(None))
        await attempt(items.asend(None))
        await attempt(items.aclose())


async def generator_exit_from_athrow():
    """GeneratorExit thrown by athrow is an error like any other."""
    items = echo(2)
    await attempt(items.__anext__())
    await attempt(items.athrow(GeneratorExit("by hand")))
    await attempt(items.athrow(GeneratorExit("by hand")))
    await attempt(items.__anext__())
