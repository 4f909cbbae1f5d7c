"""Programs with semaphores."""

from asyncio import BoundedSemaphore, Semaphore, sleep

from ..kit import check, follow, log, use


async def lets_in_as_many_as_it_has_permits():
    """Lets in as many tasks as it has permits."""
    gate = Semaphore(2)
    for i in range(5):
        follow(str(i), use(i, gate, 1 + i / 2))
    await sleep(0.5)
    log(gate, gate.locked())
    await sleep(9)
    log(gate, gate.locked())


async def bounds():
    """Has no negative number of permits; a bounded one has no more than its initial number."""
    check(lambda: Semaphore(-1))
    check(lambda: BoundedSemaphore(-1))
    gate = BoundedSemaphore(1)
    check(gate.release)
    await gate.acquire()
    log(gate)
    check(gate.release)
    log(gate)
    free = Semaphore(0)
    log(free)
    free.release()
    log(free)


async def woken_waiter_is_not_overtaken():
    """A waiter that was given a permit cannot be overtaken."""
    gate = Semaphore(1)
    await gate.acquire()
    follow("waits", use("waits", gate))
    await sleep(0)
    gate.release()
    log(gate, gate.locked())
    await use("late", gate)


async def waiter_is_cancelled():
    """A waiter is cancelled: before its permit, just after it, with and without others."""
    gate = Semaphore(1)
    await gate.acquire()
    tasks = [follow(name, use(name, gate)) for name in "abcd"]
    await sleep(1)
    tasks[0].cancel()
    gate.release()
    tasks[1].cancel()
    await sleep(0)
    log(gate)
    await sleep(1)
    tasks[3].cancel()
    await sleep(1)
    log(gate)
    await gate.acquire()
    alone = follow("alone", gate.acquire())
    await sleep(0)
    gate.release()
    alone.cancel()
    log(gate)
    await sleep(0)
    log(gate)


async def several_permits_at_once():
    """Several permits are released at once for several waiters, some cancelled."""
    gate = Semaphore(0)
    tasks = [follow(name, gate.acquire()) for name in "abcdef"]
    await sleep(1)
    for _ in range(3):
        gate.release()
    tasks[0].cancel()
    tasks[2].cancel()
    tasks[3].cancel()
    follow("late", gate.acquire())
    await sleep(1)
    log(gate)
    for _ in range(3):
        gate.release()
    log(gate)
    await sleep(1)
    log(gate)


async def released_while_a_cancelled_waiter_is_in_line():
    """A permit is released while a cancelled waiter is still in line."""
    gate = Semaphore(1)
    await gate.acquire()
    task = follow("a", use("a", gate))
    await sleep(1)
    task.cancel()
    gate.release()
    log(gate, gate.locked())
    follow("b", use("b", gate))
    await gate.acquire()
    log("main in", gate)
    await sleep(1)
    gate.release()
    await sleep(3)
