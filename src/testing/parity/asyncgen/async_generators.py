"""Programs with the methods of asynchronous generators, before the body runs, between its items and after."""

from asyncio import sleep

from ..asyncgen_kit import echo
from ..kit import attempt, log


async def runs_only_when_an_item_is_asked_for():
    """Nothing in the body runs before an item is asked for, and then only up to that item."""

    async def three():
        for i in range(3):
            log("makes", i)
            yield i
            await sleep(1)
        log("ends")

    three.__qualname__ = "three"
    items = three()
    log(items)
    await sleep(1)
    first = items.__anext__()
    await sleep(1)
    log(await first)
    for _ in range(5):
        await attempt(items.__anext__())
        await sleep(1)


async def asend_gives_a_value():
    """asend gives the body a value, but not before the body has reached a yield."""
    items = echo(3)
    await attempt(items.asend("too early"))
    for value in (None, "a", "b", "c", "d"):
        await attempt(items.asend(value))


async def athrow_at_a_yield():
    """athrow at a yield: caught, it gives the next item; not caught, it ends the body."""
    items = echo(3)
    await attempt(items.__anext__())
    await attempt(items.athrow(ValueError("first")))
    await attempt(items.athrow(RuntimeError("second")))
    await attempt(items.__anext__())
    last = echo(1)
    await attempt(last.__anext__())
    await attempt(last.athrow(ValueError("at the last item")))


async def athrow_before_the_body_begins():
    """athrow ends a generator that never began, and its body never runs."""
    for error in (ValueError("v"), StopAsyncIteration("s"), GeneratorExit("g")):
        items = echo(3)
        await attempt(items.athrow(error))
        await attempt(items.__anext__())


async def ended_generator():
    """A generator that has ended gives no items, and errors thrown into it reach no body."""
    items = echo(0)
    for _ in range(2):
        await attempt(items.__anext__())
        await attempt(items.asend("late"))
        await attempt(items.athrow(ValueError("late")))
        await attempt(items.aclose())


async def error_ends_the_body():
    """An error in the body ends it."""

    async def fails(wait):
        yield 1
        await sleep(wait)
        raise ValueError("fails")

    for wait in (0, 1):
        items = fails(wait)
        for _ in range(3):
            await attempt(items.__anext__())
        await attempt(items.athrow(ValueError("late")))
        await attempt(items.aclose())


async def stop_async_iteration_in_the_body():
    """StopAsyncIteration raised in the body is an error like any other, not the end."""

    async def stops():
        yield 1
        raise StopAsyncIteration("by hand")

    async def cause_of(step):
        try:
            await step
        except RuntimeError as error:
            log(error, error.__cause__)

    items = stops()
    await attempt(items.__anext__())
    await cause_of(items.__anext__())
    await attempt(items.__anext__())
    items = stops()
    await attempt(items.__anext__())
    await cause_of(items.athrow(StopAsyncIteration("thrown in")))
    items = stops()
    await attempt(items.__anext__())
    try:
        async for item in items:
            log(item)
    except RuntimeError as error:
        log(error)


async def steps_are_awaited_once():
    """The awaitable of a method is awaited once."""
    items = echo(9)
    early = items.asend("early")
    for step in (early, items.__anext__(), items.asend("sent"), items.aclose()):
        await attempt(step)
        await attempt(step)
    await attempt(early)
    items = echo(0)
    for step in (items.__anext__(), items.athrow(ValueError("late")), items.aclose()):
        await attempt(step)
        await attempt(step)

    async def once():
        yield 1
        yield 2

    items = once()
    await items.__anext__()
    thrown = items.athrow(ValueError("thrown"))
    await attempt(thrown)
    await attempt(thrown)
