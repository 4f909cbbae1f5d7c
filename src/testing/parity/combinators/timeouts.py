"""Programs with timeouts."""

from asyncio import current_task, sleep, timeout, timeout_at

from ..kit import log, loop, spawn, work


async def expires():
    """Expires."""
    cm = timeout(1)
    log(cm, cm.when(), cm.expired())
    try:
        async with cm as same:
            log(cm is same, cm, cm.when())
            await work("a", 2)
    except TimeoutError as error:
        log(error, error.__cause__, cm.expired(), cm)
    log(current_task().cancelling())
    await sleep(0)


async def left_in_time():
    """Is left in time, or never expires."""
    async with timeout(1) as cm:
        await work("a", 0.5)
    log(cm, cm.expired())
    async with timeout(None) as cm:
        log(cm, cm.when())
        await work("b", 0.5)
    log(cm)
    await sleep(2)


async def expires_at_once():
    """Expires at once: zero, and a time in the past."""
    for make in (lambda: timeout(0), lambda: timeout(-1), lambda: timeout_at(-5)):
        try:
            async with make() as cm:
                log("in the block", cm)
                await sleep(0)
                log("still there")
                await sleep(0)
                log("never")
        except TimeoutError as error:
            log(error, cm.expired())
    async with timeout(0):
        log("left without an await")
    await sleep(0)


async def ties():
    """Expires at the same time as the sleep in it."""
    for first in (1, 2):
        try:
            async with timeout(first):
                await sleep(1)
                await work("a", 1)
        except TimeoutError as error:
            log(error)
    task = spawn("slow", work("slow", 1))
    await sleep(0)
    try:
        async with timeout(1):
            log(await task)
    except TimeoutError as error:
        log(error, task.cancelled())


async def rescheduled():
    """Rescheduled: later, sooner, to none, to the past."""
    for moves in ((3,), (0.5,), (None, 0.7), (None,), (-1,)):
        start = loop.time()
        try:
            async with timeout(1) as cm:
                for delay in moves:
                    cm.reschedule(None if delay is None else start + delay)
                    log(cm.when() is None)
                await sleep(4)
        except TimeoutError:
            pass
        log(loop.time() - start, cm.expired())


async def misused():
    """Misused."""

    def move(cm):
        try:
            cm.reschedule(2)
        except RuntimeError as error:
            log(error)

    cm = timeout(1)
    move(cm)
    async with cm:
        pass
    move(cm)
    try:
        async with cm:
            log("never")
    except RuntimeError as error:
        log(error)
    cm = timeout(1)
    try:
        async with cm:
            try:
                await sleep(2)
            finally:
                move(cm)
    except TimeoutError:
        move(cm)
