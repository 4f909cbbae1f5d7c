"""A program with an asynchronous generator; on the other side TypeScript compiles one to its helpers."""

from asyncio import sleep

from ..kit import attempt, follow, log, loop


async def sent_thrown_cancelled_and_closed():
    """Gets values, errors and a cancellation, and is closed."""

    async def numbers():
        for i in range(9):
            await sleep(0.5)
            yield i

    async def doubled(source):
        try:
            async for i in source:
                try:
                    log("is sent", (yield 2 * i))
                except ValueError as error:
                    log("catches", error)
                await sleep(1)
        except BaseException as error:
            log("is ended by", error)
            await sleep(1)
            raise
        finally:
            await sleep(1)
            log("ends")

    first = numbers()
    items = doubled(first)
    await attempt(items.__anext__())
    await attempt(items.asend("a"))
    await attempt(items.athrow(ValueError("v")))
    await attempt(items.aclose())
    source = numbers()
    items = doubled(source)
    await attempt(items.__anext__())
    task = follow("task", items.__anext__())
    await sleep(1.25)
    task.cancel("enough")
    await attempt(task)
    await attempt(items.__anext__())
    await loop.shutdown_asyncgens()
