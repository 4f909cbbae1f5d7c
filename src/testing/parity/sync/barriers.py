"""Programs with barriers."""

from asyncio import Barrier, sleep

from ..kit import check, follow, log, use


async def trips_again_and_again():
    """Opens when all parties have arrived, again and again."""
    barrier = Barrier(3)

    async def comes(name, delay):
        for _ in range(2):
            await sleep(delay)
            log(name, "comes", barrier, barrier.n_waiting)
            log(name, "is", await barrier.wait(), barrier)

    for i, name in enumerate("abc"):
        follow(name, comes(name, i))
    await sleep(9)
    log(barrier, barrier.parties, barrier.broken)


async def needs_at_least_one_party():
    """Needs at least one party."""
    check(lambda: Barrier(0))
    log(await Barrier(1).wait())


async def arrival_while_it_drains():
    """A task that arrives while the barrier drains waits for the next round."""
    barrier = Barrier(2)
    for i in range(5):
        follow(str(i), use(i, barrier, i))
    await sleep(0)
    log(barrier)
    await sleep(9)
    log(barrier)
    await use("last", barrier)
    log(barrier)


async def abort_breaks_it():
    """abort fails waiting and arriving tasks until a reset."""
    barrier = Barrier(3)
    for name in "ab":
        follow(name, barrier.wait())
    await sleep(1)
    await barrier.abort()
    log(barrier, barrier.broken)
    follow("c", barrier.wait())
    await sleep(1)
    await barrier.reset()
    log(barrier, barrier.broken)
    for name in "xyz":
        follow(name, barrier.wait())
    await sleep(1)


async def reset_fails_the_waiters():
    """reset fails waiting tasks; tasks that arrive meanwhile belong to the next round."""
    barrier = Barrier(3)
    for name in "ab":
        follow(name, barrier.wait())
    await sleep(1)
    follow("reset", barrier.reset())
    for name in "xy":
        follow(name, barrier.wait())
    await sleep(0)
    log(barrier)
    await sleep(1)
    log(barrier)
    log(await barrier.wait())
    await sleep(1)
    await barrier.reset()
    log(barrier)


async def waiter_is_cancelled():
    """A waiter is cancelled while the barrier fills, and while it drains."""
    barrier = Barrier(3)
    tasks = [follow(name, barrier.wait()) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    await sleep(1)
    log(barrier)
    follow("c", barrier.wait())
    follow("d", barrier.wait())
    await sleep(0)
    tasks[1].cancel()
    follow("e", barrier.wait())
    await sleep(1)
    log(barrier)
