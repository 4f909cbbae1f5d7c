"""Programs about the order and number of the items in a queue."""

from asyncio import LifoQueue, PriorityQueue, Queue

from ..kit import check, log


async def fifo_full_and_empty():
    """First in, first out; full and empty."""
    queue = Queue(2)
    log(queue, queue.qsize(), queue.empty(), queue.full(), queue.maxsize)
    check(queue.get_nowait)
    for i in range(3):
        check(lambda: queue.put_nowait(i))
    log(queue, queue.qsize(), queue.empty(), queue.full())
    log(await queue.get(), queue.get_nowait(), queue)


async def unbounded():
    """A size of zero or less means no bound."""
    for size in (0, -1):
        queue = Queue(size)
        for i in range(5):
            await queue.put(i)
        log(queue, queue.full())


async def lifo():
    """Last in, first out."""
    queue = LifoQueue(3)
    for i in range(3):
        queue.put_nowait(i)
    check(lambda: queue.put_nowait(3))
    log(queue)
    log([await queue.get() for _ in range(3)], queue)


async def lowest_first():
    """The lowest first."""
    queue = PriorityQueue()
    for i in (5, 3, 8, 1, 9, 2, 10, 7):
        queue.put_nowait(i)
    log(queue)
    log([queue.get_nowait() for _ in range(8)], queue)


async def tuples():
    """Tuples are ordered by their first element, then by the others."""
    queue = PriorityQueue()
    for item in ((10, "a"), (9, "z"), (10,), (9, "b"), (100, "c"), (9, "bb")):
        queue.put_nowait(item)
    while not queue.empty():
        log(*queue.get_nowait())


async def equal_priorities():
    """Equal priorities come in the order of the heap."""

    class Item:
        def __init__(self, rank, name):
            self.rank, self.name = rank, name

        def __lt__(self, other):
            return self.rank < other.rank

    queue = PriorityQueue()
    for i in range(60):
        queue.put_nowait(Item(i * 7 % 4, i))
    log([queue.get_nowait().name for _ in range(30)])
    for i in range(60, 90):
        queue.put_nowait(Item(i * 5 % 3, i))
    log([queue.get_nowait().name for _ in range(60)])
