"""Programs that shut queues down."""

from asyncio import PriorityQueue, Queue, sleep

from ..kit import check, follow, log


async def remaining_items_come_out():
    """Remaining items can be taken, and no new ones can be put."""
    queue = Queue()
    for i in range(2):
        queue.put_nowait(i)
    queue.shutdown()
    log(queue)
    check(lambda: queue.put_nowait(2))
    follow("put", queue.put(2))
    for name in "abc":
        follow(name, queue.get())
    await sleep(1)
    check(queue.get_nowait)
    queue.shutdown()
    for _ in range(3):
        check(queue.task_done)
    log(queue)


async def immediate():
    """An immediate shutdown empties the queue and ends every join."""
    queue = Queue()
    for i in range(3):
        queue.put_nowait(i)
    follow("join", queue.join())
    await sleep(1)
    log(await queue.get())
    queue.shutdown(immediate=True)
    log(queue)
    check(queue.get_nowait)
    await sleep(1)
    queue.task_done()
    await sleep(1)
    await queue.join()
    log(queue)


async def wakes_getters():
    """Wakes all getters, one of them cancelled."""
    queue = Queue()
    tasks = [follow(name, queue.get()) for name in "abc"]
    await sleep(1)
    tasks[1].cancel()
    queue.shutdown()
    log(queue)
    await sleep(1)


async def wakes_putters():
    """Wakes all putters, immediate or not."""
    for immediate in (False, True):
        queue = Queue(1)
        tasks = [follow(str(i), queue.put(i)) for i in range(4)]
        await sleep(1)
        queue.shutdown(immediate)
        tasks[2].cancel()
        log(queue)
        await sleep(1)
        log(queue)


async def before_a_woken_getter_runs():
    """A shutdown between a getter's wake-up and its step."""
    queue = PriorityQueue()
    for name in "ab":
        follow(name, queue.get())
    await sleep(1)
    queue.put_nowait(1)
    queue.shutdown(immediate=True)
    await sleep(1)
    log(queue)
