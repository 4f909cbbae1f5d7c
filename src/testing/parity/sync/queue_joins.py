"""Programs with Queue.join."""

from asyncio import Queue, sleep

from ..kit import check, follow, log


async def join_waits_for_every_item():
    """join waits until every item is marked done, and returns at once without items."""
    queue = Queue()
    await queue.join()
    for i in range(2):
        queue.put_nowait(i)
    for name in "ab":
        follow(name, queue.join())
    await sleep(1)
    log(queue.get_nowait(), queue.get_nowait(), queue)
    queue.task_done()
    await sleep(1)
    queue.task_done()
    log(queue)
    await sleep(1)
    check(queue.task_done)


async def joiner_is_cancelled():
    """A joiner is cancelled; a new item does not delay a joiner that was woken."""
    queue = Queue()
    queue.put_nowait(1)
    tasks = [follow(name, queue.join()) for name in "ab"]
    await sleep(1)
    tasks[0].cancel()
    queue.task_done()
    queue.put_nowait(2)
    follow("late", queue.join())
    await sleep(1)
    log(queue)
    queue.task_done()
    await sleep(1)
