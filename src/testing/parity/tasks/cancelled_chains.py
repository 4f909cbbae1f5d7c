"""Programs that cancel tasks which wait for other tasks."""

from asyncio import CancelledError, current_task, sleep

from ..kit import attempt, log, spawn, stubborn, work


async def through_a_chain_and_back():
    """A cancellation goes down a chain of tasks to the innermost, and back up."""

    async def waits(task):
        return await task

    inner = spawn("inner", work("inner", 9, cleanup=1))
    middle = spawn("middle", waits(inner))
    outer = spawn("outer", waits(middle))
    await sleep(1)
    log(outer.cancel("all of you"), [task.cancelling() for task in (inner, middle, outer)])
    await attempt(outer)
    log([task.cancelled() for task in (inner, middle, outer)])


async def innermost_refuses():
    """A chain whose innermost task refuses is not cancelled, though it was asked to be."""

    async def waits(task):
        return await task

    inner = spawn("inner", stubborn("inner", 9))
    outer = spawn("outer", waits(inner))
    await sleep(1)
    outer.cancel("please")
    await attempt(outer)
    log(outer.cancelling(), inner.cancelling(), outer.cancelled())


async def task_in_the_middle():
    """A task in the middle is cancelled: the task that awaits it gets the cancellation and may continue."""

    async def waits(task):
        try:
            return await task
        except CancelledError as error:
            log("sees", error, current_task().cancelling())
            return "went on"

    inner = spawn("inner", work("inner", 9))
    outer = spawn("outer", waits(inner))
    await sleep(1)
    inner.cancel("inner alone")
    log(await outer)
