"""Programs with locks."""

from asyncio import Lock, sleep

from ..kit import check, follow, log, use


async def first_come_first_served():
    """Waiters get the lock in the order they came."""
    lock = Lock()
    for name in "abc":
        follow(name, use(name, lock))
    await sleep(0.5)
    log(lock, lock.locked())
    await sleep(5)
    log(lock, lock.locked())


async def woken_waiter_is_not_overtaken():
    """A waiter that was woken cannot be overtaken."""
    lock = Lock()
    await lock.acquire()
    follow("waits", use("waits", lock))
    await sleep(0)
    lock.release()
    log(lock)
    await use("late", lock, 0)
    log(lock)


async def cancelled_waiter():
    """A waiter is cancelled, and the next in line gets the lock."""
    lock = Lock()
    tasks = [follow(name, use(name, lock)) for name in "abcd"]
    await sleep(0.5)
    tasks[1].cancel("enough")
    log(lock)
    await sleep(0)
    log(lock)
    await sleep(9)


async def cancelled_after_it_was_woken():
    """A waiter is cancelled just after it was woken: it wakes the next."""
    lock = Lock()
    await lock.acquire()
    tasks = [follow(name, use(name, lock)) for name in "abc"]
    await sleep(1)
    lock.release()
    tasks[0].cancel()
    await sleep(9)
    log(lock)


async def cancelled_and_released():
    """Cancelled and released in either order, with all waiters cancelled."""
    lock = Lock()
    await lock.acquire()
    tasks = [follow(name, use(name, lock)) for name in "abc"]
    await sleep(1)
    for task in tasks:
        task.cancel()
    lock.release()
    log(lock, await lock.acquire(), lock)
    await sleep(1)
    lock.release()
    log(lock)


async def released_twice():
    """Cannot be released twice."""
    lock = Lock()
    check(lock.release)
    await lock.acquire()
    check(lock.release)
    check(lock.release)


async def released_by_an_error():
    """An error in the block releases it."""
    lock = Lock()

    async def fails():
        async with lock:
            await sleep(1)
            raise ValueError("oops")

    follow("fails", fails())
    follow("next", use("next", lock))
    await sleep(5)


async def owner_is_cancelled():
    """The task that holds the lock is cancelled in the block."""
    lock = Lock()
    tasks = [follow(name, use(name, lock, 3)) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    await sleep(1)
    tasks[1].cancel()
    await sleep(1)
    log(lock)
