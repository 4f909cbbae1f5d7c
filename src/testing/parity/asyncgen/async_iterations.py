"""Programs that iterate over asynchronous iterators."""

from asyncio import as_completed, sleep

from ..asyncgen_kit import ticks
from ..kit import attempt, check, log, spawn, work


class Countdown:
    def __init__(self, count):
        self.count = count

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.count == 0:
            raise StopAsyncIteration
        await sleep(1)
        self.count -= 1
        return self.count + 1


async def loop_over_all_items():
    """A loop goes through all items, and its body may await."""
    async for i in ticks(3):
        log("item", i)
        await sleep(0.25)
    async for i in ticks(0):
        log("never")
    async for i in Countdown(3):
        log("count", i)
    log("through")


async def break_leaves_the_generator_open():
    """Break leaves the generator open, and another loop continues it."""
    items = ticks(5)
    async for i in items:
        log("first", i)
        if i == 1:
            break
    await sleep(1)
    async for i in items:
        log("second", i)
        if i == 3:
            break
    await attempt(items.aclose())
    async for i in items:
        log("never")


async def errors_in_the_loop_or_the_generator():
    """An error in the loop's body leaves the generator open; an error in the generator leaves the loop."""
    items = ticks(2)
    try:
        async for i in items:
            raise ValueError("body")
    except ValueError as error:
        log(error)
    async for i in items:
        log(i)

    async def fails():
        yield 1
        raise ValueError("generator")

    try:
        async for i in fails():
            log(i)
    except ValueError as error:
        log(error)


async def stop_async_iteration_in_the_loop():
    """StopAsyncIteration raised in the loop's body is an error, not the end."""
    items = ticks(1)

    async def raises():
        async for i in items:
            raise StopAsyncIteration("body")

    await attempt(raises())
    await attempt(items.aclose())


async def what_is_not_async_iterable():
    """Objects that are not asynchronous iterables raise TypeError."""

    class Plain:
        pass

    class Bad:
        def __aiter__(self):
            return Plain()

    async def goes_through(what):
        async for item in what:
            log("never")

    for what in (Plain(), Bad()):
        await attempt(goes_through(what))
        check(lambda: aiter(what))
        check(lambda: anext(what))
        check(lambda: anext(what, 5))


async def anext_and_aiter():
    """anext and aiter."""

    async def quick():
        yield 1

    items, count, quick = ticks(1), Countdown(1), quick()
    log(aiter(items) is items, aiter(count) is count)
    await attempt(anext(quick, "none left"))
    for iterator in (items, count, quick):
        for _ in range(2):
            await attempt(anext(iterator))
        await attempt(anext(iterator, "none left"))
        await attempt(anext(iterator, None))
    closed = ticks(2)
    task = spawn("task", anext(closed))
    task.cancel()
    await attempt(task)
    await attempt(anext(closed))


async def comprehensions():
    """Lists of all items, and of items that are awaited."""

    async def double(i):
        await sleep(0.5)
        return 2 * i

    log([i async for i in ticks(3)])
    log([i async for i in Countdown(3)])
    log([await double(i) async for i in ticks(4) if i % 2 == 1])
    log({i: j async for i in ticks(2, "outer") async for j in ticks(2, "inner")})


async def results_as_they_complete():
    """Results as they are completed."""
    tasks = [spawn(f"t{i}", work(f"t{i}", i)) for i in (3, 1, 2)]
    async for task in as_completed(tasks, timeout=2.5):
        log(task, await task)
        if task is tasks[2]:
            break
    await tasks[0]


async def nested_generators():
    """Generators that iterate over generators; closing the outer one leaves the inner one open."""
    inner = ticks(4)

    async def odd(source):
        async for i in source:
            if i % 2:
                yield i

    async def named(source):
        try:
            async for i in source:
                yield f"n{i}"
        except GeneratorExit:
            log("named is closed")
            raise

    middle = odd(inner)
    outer = named(middle)
    async for name in outer:
        log(name)
        break
    await outer.aclose()
    await attempt(outer.__anext__())
    await attempt(middle.__anext__())
    await middle.aclose()
    await attempt(inner.__anext__())
