"""Programs with blocking calls: time passes while the loop stands still."""

import time
from asyncio import gather, sleep, timeout, wait_for

from ..callback_kit import bare, tries
from ..kit import log, loop


async def timers_due_during_a_block():
    """Timers that come due during a blocking call run by their deadlines, after the ready callbacks."""

    @bare
    def blocks():
        log("blocks")
        time.sleep(2.5)
        log("is over")
        loop.call_soon(log, "ready then")
        loop.call_at(1.5, log, "made too late")

    for when in 3, 2, 1:
        loop.call_at(when, log, "due at", when)
    loop.call_soon(blocks)
    loop.call_soon(log, "ready before")
    await sleep(1)
    log("main slept 1 s")
    await sleep(1)


async def timeout_during_a_block():
    """A timeout that expires during a blocking call cancels at the next await, if there is one."""

    async def blocks(then):
        time.sleep(2)
        log("blocked")
        if then:
            await sleep(then)
        return "in time"

    async def limited(then):
        async with timeout(1):
            return await blocks(then)

    for then in 0, 1:
        await tries(limited(then))
        await tries(wait_for(blocks(then), 1))


async def blocking_calls_add_up():
    """Tasks that block take the sum of their times; tasks that sleep do so at once."""

    async def blocks(name):
        time.sleep(1)
        log(name, "blocked")
        await sleep(1)
        log(name, "slept")

    await gather(*(blocks(name) for name in "abc"))
