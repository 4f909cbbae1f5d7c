"""Programs with asynchronous generators that several tasks use."""

from asyncio import Lock, gather, sleep, timeout, wait_for
from contextvars import ContextVar

from ..asyncgen_kit import stages
from ..kit import attempt, check, follow, log, loop, spawn


async def only_one_task_is_in_the_body():
    """While one task is in the body, no other may enter it, by any method."""
    items = stages("items")
    task = follow("task", items.__anext__())
    await sleep(0.5)
    for step in (items.__anext__(), items.asend("value"), items.athrow(ValueError("v")), items.aclose()):
        await attempt(step)
        await attempt(step)
    for step in (items.__anext__(), items.athrow(ValueError("v")), items.aclose()):
        other = spawn("other", step)
        other.cancel()
        await attempt(other)
        check(step.close)
        check(items.__anext__().close)
    await task
    await attempt(items.aclose())


async def closing_body_admits_no_task():
    """A body that is being closed admits no task until it is closed."""

    async def slow_to_close():
        try:
            yield 1
        finally:
            await sleep(1)

    items = slow_to_close()
    await items.__anext__()
    task = follow("task", items.aclose())
    await sleep(0.5)
    await attempt(items.aclose())
    await attempt(items.athrow(ValueError("v")))
    await attempt(items.__anext__())
    await task
    await attempt(items.aclose())


async def gathered_steps():
    """Gathered steps of one generator: the first enters the body, the others fail."""
    items = stages("items")
    log(await gather(*[items.__anext__() for _ in range(3)], return_exceptions=True))
    log(await items.__anext__())
    await items.aclose()


async def tasks_take_turns_with_a_lock():
    """Several tasks take turns with one generator, using a lock."""

    async def numbers():
        for i in range(6):
            await sleep(0.5)
            yield i

    items, lock = numbers(), Lock()

    async def takes(name):
        while True:
            async with lock:
                try:
                    item = await anext(items)
                except StopAsyncIteration:
                    return
            log(name, "takes", item)
            await sleep(1)

    await gather(*[takes(name) for name in "abc"])


async def body_asks_itself():
    """A body that asks itself for an item gets an error."""
    own = []

    async def asks():
        for step in (
            own[0],
            own[1].__anext__(),
            own[1].asend(None),
            own[1].aclose(),
            own[1].athrow(ValueError("v")),
        ):
            await attempt(step)
        yield 1
        yield 2

    items = asks()
    own += [items.__anext__(), items]
    await attempt(own[0])
    await attempt(own[0])
    await attempt(items.__anext__())
    await attempt(items.aclose())
    await attempt(items.__anext__())


async def step_closed_by_hand():
    """A step that is closed by hand, begun or not, closes the body, which must not await then."""

    async def closed(waits):
        try:
            yield 1
            await loop.create_future()
        except GeneratorExit:
            log("closed")
            if waits:
                await sleep(1)
            raise

    for waits in (False, True):
        for begun in (False, True):
            items = closed(waits)
            await items.__anext__()
            step = items.__anext__()
            if begun:
                step.send(None)
            check(step.close)
            if waits:
                await attempt(items.aclose())
                check(step.close)
            check(step.close)
            await attempt(step)
            await attempt(items.__anext__())


async def deadline_in_the_body_and_around_it():
    """A deadline in the body, and one around it."""

    async def impatient():
        async with timeout(1.5):
            await sleep(1)
            yield "in time"
            await sleep(1)
            yield "late"

    items = impatient()
    for _ in range(3):
        await attempt(items.__anext__())
    items = stages("items")
    for _ in range(3):
        await attempt(wait_for(items.__anext__(), 0.75))
    items = stages("others")
    try:
        async with timeout(1.75):
            async for item in items:
                log(item)
    except TimeoutError as error:
        log(error)
    await attempt(items.__anext__())


async def body_runs_in_the_context_of_its_caller():
    """A body runs in the context of the task that asks for an item."""
    who = ContextVar("who", default="nobody")

    async def tells():
        while True:
            yield who.get()

    items = tells()

    async def asks(name):
        who.set(name)
        log(await items.__anext__())

    await spawn("a", asks("a"))
    await spawn("b", asks("b"))
    log(await items.__anext__())
    await items.aclose()
