"""Programs with events."""

from asyncio import Event, sleep

from ..kit import follow, log


async def set_wakes_all():
    """set wakes all waiters, and wait returns at once while it is set."""
    event = Event()
    for name in "abc":
        follow(name, event.wait())
    await sleep(1)
    log(event, event.is_set())
    event.set()
    event.set()
    log(event, event.is_set())
    await sleep(1)
    log(await event.wait(), event)


async def set_and_cleared_at_once():
    """set and cleared at once, it still wakes its waiters."""
    event = Event()
    follow("a", event.wait())
    await sleep(0)
    event.set()
    event.clear()
    late = follow("late", event.wait())
    await sleep(1)
    log(event)
    late.cancel()
    await sleep(1)
    log(event)


async def waiter_is_cancelled():
    """A waiter is cancelled before and after it is woken."""
    event = Event()
    tasks = [follow(name, event.wait()) for name in "abcd"]
    await sleep(1)
    tasks[1].cancel("before")
    event.set()
    tasks[2].cancel("after")
    log(event)
    await sleep(1)
    log(event)
