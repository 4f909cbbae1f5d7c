"""Programs with wait."""

from asyncio import sleep, wait

from ..kit import attempt, log, loop, spawn, work


async def each_mode_and_timeout(return_when, timeout):
    """Returns by its mode and its timeout."""
    tasks = [spawn(f"t{i}", work(f"t{i}", i, fails="fails" if i == 2 else None)) for i in (3, 2, 1, 4)]
    loop.call_later(0.5, tasks[3].cancel)
    for _ in range(2):
        done, pending = await wait(tasks, timeout=timeout, return_when=return_when)
        log(done, pending)


async def cancelled():
    """Cancelled, and cancelled as it ends."""
    a = spawn("a", work("a", 2))
    for when in (1, 1):
        waits = spawn("waits", wait([a], timeout=5))
        await sleep(when)
        log(waits.cancel("no"))
        await attempt(waits)
        log(a.done())


async def misused():
    """Misused."""
    coroutine = work("never", 1)
    await attempt(wait([]))
    # Without the guard this counts as a program for Python 3.10, where wait takes coroutines.
    try:
        await wait([coroutine])
    except TypeError as error:
        log("caught", error)
    await attempt(wait(coroutine))
    await attempt(wait(loop.create_future()))
    await attempt(wait([loop.create_future()], return_when="SOMETIME"))
    coroutine.close()
