"""Programs whose timeouts meet other timeouts, cancellations and errors."""

from asyncio import CancelledError, current_task, sleep, timeout

from ..kit import attempt, log, spawn, stubborn, work


async def nested_timeouts(outer_delay, inner_delay):
    """A timeout in a timeout."""
    try:
        async with timeout(outer_delay) as outer:
            try:
                async with timeout(inner_delay) as inner:
                    await work("a", 5, cleanup=0.5)
            except TimeoutError as error:
                log("inner", error)
                await work("b", 5)
    except TimeoutError as error:
        log("outer", error)
    log(outer.expired(), inner.expired(), current_task().cancelling())
    await sleep(0)


async def cancel_and_timeout(when):
    """A cancel request and a timeout at 1 s."""

    async def limited():
        try:
            async with timeout(1):
                await work("a", 5, cleanup=1)
        except (TimeoutError, CancelledError) as error:
            log("limited", error, current_task().cancelling())
            raise

    task = spawn("limited", limited())
    await sleep(when)
    log(task.cancel("by hand"))
    await attempt(task)
    log(task.cancelled(), task.cancelling())


async def passes_other_errors_on():
    """Passes other errors on, also one made from its cancellation."""

    async def converts():
        try:
            await sleep(5)
        except CancelledError as error:
            raise ValueError("converted") from error

    for block in (work("a", 0.5, fails="fails"), converts()):
        try:
            async with timeout(1) as cm:
                await block
        except ValueError as error:
            log(
                error,
                cm.expired(),
                error.__context__,
                error.__context__ and error.__context__.__cause__,
                current_task().cancelling(),
            )
    async with timeout(1) as cm:
        log(await stubborn("b", 5))
    log(cm.expired(), current_task().cancelling())


async def in_a_task_that_refused():
    """In a task that was asked to cancel before, and refused."""

    async def refuses():
        await stubborn("a", 5)
        try:
            async with timeout(1):
                await work("b", 5)
        except BaseException as error:
            log(error, current_task().cancelling())

    task = spawn("refuses", refuses())
    await sleep(1)
    task.cancel("in vain")
    await attempt(task)
    log(task.cancelling())
