"""Programs with conditions."""

from asyncio import Condition, Lock, sleep

from ..kit import check, follow, log, use


async def notify_wakes_the_first():
    """notify(n) wakes the first n, one after the other."""
    condition = Condition()

    async def waits(name):
        async with condition:
            await condition.wait()
            log(name, "woken", condition)
            await sleep(0.1)

    for name in "abcde":
        follow(name, waits(name))
    await sleep(1)
    for n in (0, 1, 2):
        async with condition:
            condition.notify(n)
            log(condition)
        await sleep(1)
    async with condition:
        condition.notify_all()
    await sleep(1)
    log(condition)


async def needs_its_lock():
    """Raises an error without its lock."""
    condition = Condition()
    check(condition.notify)
    check(condition.notify_all)
    check(condition.release)
    follow("waits", condition.wait())
    await sleep(0)
    await condition.acquire()
    check(condition.notify)
    log(condition.locked(), condition)
    check(condition.release)


async def wait_for_checks_its_predicate():
    """wait_for checks its predicate at once, and after each notification."""
    condition = Condition()
    items = []

    async def waits(name, n):
        async with condition:
            return await condition.wait_for(lambda: len(items) >= n and f"{name} has {len(items)}")

    for n in (0, 2, 1):
        follow(str(n), waits(n, n))
    for i in range(3):
        await sleep(1)
        async with condition:
            items.append(i)
            condition.notify_all()


async def cancelled_waiter_has_the_lock_again():
    """A waiter that is cancelled has the lock again when it ends."""
    condition = Condition()

    async def waits():
        async with condition:
            try:
                await condition.wait()
            finally:
                log("cleans", condition)

    task = follow("waits", waits())
    await sleep(1)
    follow("holds", use("holds", condition))
    await sleep(0)
    task.cancel("first")
    await sleep(0.5)
    log(task.done(), condition)
    task.cancel("second")
    await sleep(2)
    log(task.done(), condition)


async def cancelled_waiter_passes_the_notification_on():
    """A waiter that is notified and then cancelled passes the notification on."""
    condition = Condition()

    async def waits():
        async with condition:
            return await condition.wait()

    tasks = [follow(name, waits()) for name in "abc"]
    await sleep(1)
    async with condition:
        condition.notify()
        tasks[0].cancel()
    await sleep(1)
    log(condition)
    async with condition:
        condition.notify()
        await sleep(1)
        tasks[2].cancel()
    await sleep(1)
    log(condition)


async def two_conditions_on_one_lock():
    """Two conditions on one lock."""
    lock = Lock()
    full, empty = Condition(lock), Condition(lock)

    async def waits(name, condition):
        async with condition:
            await condition.wait()
            log(name, lock, full, empty)

    follow("full", waits("full", full))
    follow("empty", waits("empty", empty))
    await sleep(1)
    async with lock:
        empty.notify()
        await sleep(1)
        full.notify()
    await sleep(1)


async def notified_waiter_does_not_count():
    """A waiter that was already notified does not count."""
    condition = Condition()

    async def waits():
        async with condition:
            return await condition.wait()

    tasks = [follow(name, waits()) for name in "abcd"]
    await sleep(1)
    async with condition:
        tasks[1].cancel()
        condition.notify()
        condition.notify()
    await sleep(1)
    log(condition)


async def cancelled_while_it_takes_the_lock():
    """A waiter is cancelled several times while it takes the lock back: the last message counts."""
    condition = Condition()

    async def waits():
        async with condition:
            await condition.wait()

    task = follow("waits", waits())
    await sleep(1)
    follow("holds", use("holds", condition, 3))
    await sleep(0)
    for message in ("first", "second", "third"):
        task.cancel(message)
        await sleep(0.5)
        log(task.done(), condition)
    await sleep(5)
    log(task.cancelling(), condition)
