"""Programs whose tasks wait to get from a queue or to put into it."""

from asyncio import Queue, sleep

from ..kit import follow, log


async def getters_in_order():
    """Getters are served in the order they came."""
    queue = Queue()
    for name in "abc":
        follow(name, queue.get())
    await sleep(1)
    log(queue)
    for i in range(4):
        await queue.put(i)
    log(queue)
    await sleep(1)
    log(queue)


async def putters_in_order():
    """Putters are served in the order they came."""
    queue = Queue(1)
    for i in range(4):
        follow(str(i), queue.put(i))
    await sleep(1)
    for i in range(4):
        log(await queue.get(), queue)
        await sleep(i % 2)
    log(queue)


async def item_taken_from_a_woken_getter():
    """A task that does not wait may take the item of a getter that was woken."""
    queue = Queue()
    follow("waits", queue.get())
    await sleep(1)
    queue.put_nowait("first")
    log(queue.get_nowait(), queue)
    await sleep(1)
    log(queue)
    queue.put_nowait("second")
    await sleep(1)


async def getter_is_cancelled():
    """A getter is cancelled, before and after it is woken."""
    queue = Queue()
    tasks = [follow(name, queue.get()) for name in "abcd"]
    await sleep(1)
    tasks[0].cancel()
    log(queue)
    queue.put_nowait(1)
    log(queue)
    tasks[1].cancel()
    await sleep(0)
    log(queue)
    queue.put_nowait(2)
    await sleep(1)
    log(queue)


async def putter_is_cancelled():
    """A putter is cancelled, before and after it is woken."""
    queue = Queue(1)
    tasks = [follow(str(i), queue.put(i)) for i in range(5)]
    await sleep(1)
    tasks[1].cancel()
    log(queue.get_nowait(), queue)
    tasks[2].cancel()
    await sleep(1)
    log(queue.get_nowait(), queue)
    await sleep(1)
    log(queue)


async def producers_and_consumers():
    """Producers and consumers."""
    queue = Queue(2)

    async def produce(name):
        for i in range(4):
            await queue.put(f"{name}{i}")
            log("put", name, i)

    async def consume(name):
        while True:
            log(name, "got", await queue.get(), queue.qsize())
            await sleep(0.5)
            queue.task_done()

    consumers = [follow(name, consume(name)) for name in "xyz"]
    for name in "ab":
        follow(name, produce(name))
    await sleep(0)
    await queue.join()
    log("joined")
    await sleep(1)
    await queue.join()
    for task in consumers:
        task.cancel()
    await sleep(0)
    log(queue)


async def cancelled_after_its_item_was_taken():
    """A task cancelled after another took its item or place wakes no other."""
    queue = Queue(1)
    getters = [follow(name, queue.get()) for name in "ab"]
    await sleep(1)
    queue.put_nowait(1)
    log(queue.get_nowait())
    getters[0].cancel()
    await sleep(1)
    log(queue)
    getters[1].cancel()
    putters = [follow(str(i), queue.put(i)) for i in range(3)]
    await sleep(1)
    queue.get_nowait()
    queue.put_nowait("quick")
    putters[1].cancel()
    await sleep(1)
    log(queue)
