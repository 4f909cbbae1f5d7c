"""Programs that leave asynchronous generators open for the loop to close."""

import re
import warnings
from asyncio import CancelledError, sleep

from ..kit import attempt, follow, log, loop


async def opened(name, seconds=0, error=None):
    try:
        while True:
            yield name
    finally:
        log(name, "closes")
        await sleep(seconds)
        log(name, "closed")
        if error is not None:
            raise error


async def closes_all_open_generators():
    """All open generators are closed at once, in the order of their first iteration."""
    unborn, ended, a, b, c = (opened(name, i) for i, name in enumerate(["unborn", "ended", "a", "b", "c"]))
    log(
        await c.__anext__(),
        await ended.__anext__(),
        await a.__anext__(),
        await b.asend(None),
        await c.__anext__(),
    )
    await ended.aclose()

    async def once():
        yield "once"

    returned = once()
    log([name async for name in returned])
    await loop.shutdown_asyncgens()
    log("shut down")
    for items in (a, b, c, unborn):
        await attempt(items.__anext__())
    await unborn.aclose()


async def any_method_registers_a_generator():
    """Any method registers a generator with the loop, before its awaitable is awaited."""
    a, b, c, d = (opened(name) for name in "abcd")
    steps = [d.__anext__(), c.asend(None), b.athrow(ValueError("thrown")), a.aclose()]
    await loop.shutdown_asyncgens()
    log("shut down")
    for step in steps:
        await attempt(step)


async def errors_of_closed_generators_are_reported():
    """Errors go to the exception handler once all generators are closed; cancellations do not."""

    class Plain(Exception):
        pass

    errors = [
        ValueError("a fails"),
        CancelledError("b"),
        None,
        GeneratorExit("d"),
        StopAsyncIteration("e"),
        Plain("f"),
    ]
    left = [opened(name, 9 - i, error) for i, (name, error) in enumerate(zip("abcdef", errors))]
    for items in left:
        await items.__anext__()
    await loop.shutdown_asyncgens()
    log("shut down")


async def yields_while_closed_or_is_running():
    """A generator that yields while it is closed, one that did so before, and one whose body is running."""

    async def ignores():
        for i in range(3):
            try:
                yield i
            except GeneratorExit:
                log("ignores", i)

    ignores.__qualname__ = "ignores"

    async def runs():
        await sleep(5)
        yield "through"

    runs.__qualname__ = "runs"
    emits, emitted, running = ignores(), ignores(), runs()
    await emits.__anext__()
    await emitted.__anext__()
    await attempt(emitted.aclose())
    task = follow("task", running.__anext__())
    await sleep(1)
    for i in range(2):
        await loop.shutdown_asyncgens()
        log("shut down", i)
    await task
    for items in (emits, emitted, running):
        for _ in range(2):
            await attempt(items.__anext__())


async def without_open_generators():
    """Without open generators there is nothing to wait for, nor the second time."""
    await loop.shutdown_asyncgens()
    log("none")
    items = opened("items", 1)
    await items.__anext__()
    await loop.shutdown_asyncgens()
    await loop.shutdown_asyncgens()
    log("shut down")


async def begun_after_the_shutdown():
    """A generator begun after the shutdown raises one warning, and the next shutdown closes it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        early, late = opened("early"), opened("late")
        await early.__anext__()
        await loop.shutdown_asyncgens()
        for _ in range(2):
            await attempt(late.__anext__())
        await attempt(early.__anext__())
        log(len(caught), *[re.sub(" at 0x[0-9a-f]+", "", str(warning.message)) for warning in caught])
    await loop.shutdown_asyncgens()


async def shutdown_is_cancelled():
    """A shutdown that is cancelled cancels the generators that still clean up."""
    left = [opened("a", 1), opened("b", 3), opened("c", 5)]
    for items in left:
        await items.__anext__()
    task = follow("task", loop.shutdown_asyncgens())
    await sleep(2)
    task.cancel()
    await attempt(task)
    for items in left:
        await attempt(items.__anext__())
