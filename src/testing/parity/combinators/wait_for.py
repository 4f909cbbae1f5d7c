"""Programs with wait_for."""

from asyncio import create_task, sleep, wait, wait_for

from ..kit import attempt, log, spawn, stubborn, work


async def in_time_late_and_failing():
    """In time, late, and failing."""
    await attempt(wait_for(work("a", 1), 2))
    await attempt(wait_for(work("b", 2, cleanup=1), 1))
    await attempt(wait_for(work("c", 1, fails="c fails"), 2))
    await attempt(wait_for(work("d", 1), None))
    await attempt(wait_for(work("e", 1), 1))
    await attempt(wait_for(stubborn("f", 2), 1))


async def zero_timeout():
    """With a timeout of zero or less."""
    await attempt(wait_for(work("a", 1), 0))
    await attempt(wait_for(work("b", 1), -1))
    done = spawn("done", work("done", 0))
    running = spawn("running", work("running", 1, cleanup=0.5))
    refuses = spawn("refuses", stubborn("refuses", 1))
    await sleep(0)
    await sleep(0)
    await attempt(wait_for(done, 0))
    await attempt(wait_for(running, 0))
    await attempt(wait_for(refuses, 0))


async def cancelled_from_outside(when):
    """Cancelled."""
    inner = spawn("inner", work("inner", 5, cleanup=1))
    outer = spawn("outer", wait_for(inner, 1))
    await sleep(when)
    log(outer.cancel("no more"))
    await attempt(outer)
    log(inner.cancelled(), outer.cancelled())
    await wait([inner])


async def inner_task_is_cancelled():
    """Another task cancels the inner task."""
    inner = spawn("inner", work("inner", 5))
    outer = create_task(wait_for(inner, 3))
    await sleep(1)
    inner.cancel("inside")
    await attempt(outer)
    log(outer.cancelled(), outer.cancelling())
