"""Programs with context managers that are made of asynchronous generators."""

from asyncio import CancelledError, sleep
from contextlib import asynccontextmanager

from ..kit import attempt, follow, log


@asynccontextmanager
async def opened(how="passes", count=1):
    log("opens")
    await sleep(1)
    try:
        for i in range(count):
            yield i
    except BaseException as error:
        log("meets", error)
        await sleep(1)
        if how == "passes":
            raise
        if how == "replaces":
            raise ValueError("another") from error
        if how == "wraps":
            raise RuntimeError("wrapped") from error
        if how == "emits":
            yield "again"
    finally:
        await sleep(1)
        log("closes")


async def block(manager, error=None):
    async with manager as value:
        log("block", value)
        await sleep(1)
        if error is not None:
            raise error
    log("after the block")


async def opens_and_closes():
    """Opens, gives the yielded value, and closes."""
    await attempt(block(opened()))


async def wrong_number_of_yields():
    """A generator that yields nothing, twice, or again after an error."""
    await attempt(block(opened(count=0)))
    await attempt(block(opened(count=2)))
    await attempt(block(opened("emits"), ValueError("block")))


async def error_in_the_block(how):
    """A generator handles an error of its block, of any class."""
    errors = [
        ValueError("v"),
        RuntimeError("r"),
        StopAsyncIteration("s"),
        GeneratorExit("g"),
        CancelledError("c"),
    ]
    for error in errors:
        await attempt(block(opened(how), error))


async def cancelled_in_the_block(when):
    """The task in the block is cancelled."""
    task = follow("task", block(opened()))
    await sleep(when)
    task.cancel("enough")
    await attempt(task)


async def used_twice():
    """A manager can be used once."""
    manager = opened()
    await attempt(block(manager))
    try:
        await block(manager)
    except (RuntimeError, AttributeError):
        log("refused")
