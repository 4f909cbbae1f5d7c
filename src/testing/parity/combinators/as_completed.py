"""Programs with as_completed."""

from asyncio import as_completed, sleep, wait

from ..kit import attempt, log, spawn, work


async def as_a_plain_iterable():
    """As a plain iterable."""
    a = spawn("a", work("a", 3))
    for next_one in as_completed([a, work("b", 1), work("c", 2, fails="c fails"), a]):
        await attempt(next_one)
    await attempt(a)
    log(len(list(as_completed([]))))


async def as_an_async_iterable():
    """As an async iterable."""
    tasks = [spawn(f"t{i}", work(f"t{i}", i, fails="fails" if i == 2 else None)) for i in (3, 2, 1)]
    async for task in as_completed(tasks):
        log(task, task in tasks)
        await attempt(task)


async def with_a_timeout(timeout):
    """With a timeout, consumed at once and too late."""
    for pause in (0, 5):
        tasks = [spawn(f"t{i}", work(f"t{i}", i)) for i in (2, 1, 3)]
        coming = as_completed(tasks, timeout=timeout)
        await sleep(pause)
        for next_one in coming:
            await attempt(next_one)
        await wait(tasks)


async def cancelled_while_it_waits():
    """Cancelled while it waits, and consumed out of order."""
    tasks = [spawn(f"t{i}", work(f"t{i}", i)) for i in (2, 1)]
    first, second = as_completed(tasks)
    waits = [spawn("second", second), spawn("first", first)]
    await sleep(0.5)
    waits[0].cancel("not this one")
    await attempt(waits[0])
    await attempt(waits[1])
    try:
        as_completed(tasks[0])
    except TypeError as error:
        log(error)
