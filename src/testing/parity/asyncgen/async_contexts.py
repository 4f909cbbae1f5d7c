"""Programs with context managers around asynchronous generators, and within them."""

from asyncio import Lock, TaskGroup, sleep
from contextlib import aclosing

from ..asyncgen_kit import ticks
from ..kit import attempt, follow, log, loop, spawn, work


async def aclosing_closes_a_generator():
    """aclosing closes a generator, however its block ends."""

    async def leaves(how):
        async with aclosing(ticks(3, how)) as items:
            async for i in items:
                log(how, i)
                if how == "break":
                    break
                if how == "error":
                    raise ValueError("block")
                if how == "cancel":
                    await sleep(9)

    for how in ("end", "break", "error", "cancel"):
        task = spawn(how, leaves(how))
        loop.call_later(5, task.cancel)
        await attempt(task)


async def aclosing_of_a_generator_that_fails_to_close():
    """aclosing of a generator that fails to close."""

    class Thing:
        async def aclose(self):
            await sleep(1)
            raise ValueError("will not close")

    async def uses(error):
        async with aclosing(Thing()):
            if error is not None:
                raise error

    await attempt(uses(None))
    await attempt(uses(RuntimeError("block")))


async def a_generator_that_holds_a_lock():
    """A generator holds a lock while it is suspended at a yield, and releases the lock when it is closed."""
    lock = Lock()

    async def guarded(name):
        async with lock:
            for i in range(3):
                yield i
                await sleep(1)

    items = guarded("a")

    async def takes(name):
        async for i in guarded(name):
            log(name, i)

    async for i in items:
        log("a", i)
        if i == 1:
            break
    task = follow("b", takes("b"))
    await sleep(2)
    log("still", lock.locked())
    await items.aclose()
    await task
    log(lock.locked())


async def a_task_group_around_a_yield():
    """A task group around a yield cancels its tasks when its generator is closed, and raises the reason."""

    async def workers():
        async with TaskGroup() as group:
            tasks = [group.create_task(work(name, 5), name=name) for name in ("slow", "slower")]
            await sleep(1)
            yield len(tasks)
            log("never")

    items = workers()
    log(await items.__anext__())
    await attempt(items.aclose())
    await attempt(items.__anext__())
