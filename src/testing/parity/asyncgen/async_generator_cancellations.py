"""Programs that cancel the task that awaits an asynchronous generator, at each of its awaits and yields."""

from asyncio import CancelledError, sleep

from ..asyncgen_kit import stages
from ..kit import attempt, follow, log, spawn


async def task_in_a_generator_is_cancelled(when):
    """A task that iterates over a generator is cancelled."""
    items = stages("items")

    async def goes_through():
        async for item in items:
            log("takes", item)
            await sleep(0.5)
        log("is through")

    task = follow("task", goes_through())
    await sleep(when)
    log(task.cancel("enough"))
    await sleep(5)
    await attempt(items.__anext__())
    await attempt(items.aclose())


async def body_refuses_a_cancellation():
    """A body may catch the cancellation of the task that awaits it, and yield."""

    async def refuses():
        while True:
            try:
                await sleep(1)
                yield "in time"
            except CancelledError as error:
                log("refuses", error)
                yield "after all"

    items = refuses()

    async def takes():
        for _ in range(3):
            log(await items.__anext__())

    task = follow("task", takes())
    await sleep(1.5)
    task.cancel("enough")
    await sleep(5)
    await attempt(items.aclose())


async def method_as_a_cancelled_task(method, begun):
    """A method as a task, cancelled before its first step, and again at the end."""
    items = stages("items")

    def step():
        arguments = {"asend": [None], "athrow": [ValueError("v")]}.get(method, [])
        return getattr(items, method)(*arguments)

    for _ in range(begun):
        await items.__anext__()
    task = spawn("task", step())
    task.cancel("enough")
    await attempt(task)
    await attempt(items.__anext__())
    await attempt(items.aclose())
    late = spawn("late", step())
    late.cancel("too late")
    await attempt(late)


async def aclose_is_cancelled(when):
    """aclose is cancelled while the body cleans up."""

    async def cleans_up():
        try:
            yield 1
        finally:
            try:
                await sleep(1)
                log("half")
                await sleep(1)
            finally:
                await sleep(1)
                log("all")

    items = cleans_up()
    await items.__anext__()
    task = follow("task", items.aclose())
    await sleep(when)
    log(task.cancel("enough"))
    await sleep(5)
    await attempt(items.__anext__())
