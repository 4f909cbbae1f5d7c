"""Programs with shield."""

from asyncio import gather, shield, sleep

from ..kit import attempt, log, loop, spawn, work


async def outer_is_cancelled(fails):
    """The outer future is cancelled, and the inner task continues, to fail or to return."""

    async def outer():
        return await shield(inner)

    inner = spawn("inner", work("inner", 2, fails="inner fails" if fails else None))
    task = spawn("outer", outer())
    await sleep(1)
    task.cancel("outer alone")
    await attempt(task)
    log(inner.done(), inner.cancelling())
    await sleep(2)
    log(inner.done())


async def passes_on_the_outcome():
    """Passes on the inner result, error and cancellation."""
    await attempt(shield(work("a", 1)))
    await attempt(shield(work("b", 1, fails="b fails")))
    inner = spawn("inner", work("inner", 5))
    outer = shield(inner)
    loop.call_later(1, inner.cancel, "inside")
    await attempt(outer)
    log(outer.cancelled(), shield(inner) is inner)


async def shielded_twice():
    """Shielded twice and abandoned twice, the inner task fails: its error is reported once."""

    async def outer():
        await shield(inner)

    inner = spawn("inner", work("inner", 1, fails="inner fails"))
    outers = [spawn(name, outer()) for name in "ab"]
    await sleep(0)
    for task in outers:
        task.cancel()
    await sleep(2)


async def in_a_cancelled_gather():
    """In a gather that is cancelled."""
    inner = spawn("inner", work("inner", 2))
    both = gather(shield(inner), work("b", 2))
    await sleep(1)
    both.cancel("both")
    await attempt(both)
    await attempt(inner)
