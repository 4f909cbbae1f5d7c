"""Programs with task groups whose parent is cancelled, from outside or by a group or timeout around."""

from asyncio import CancelledError, TaskGroup, current_task, sleep, timeout

from ..kit import attempt, log, loop, spawn, work


async def cancelled_by_raising():
    """The block cancels itself by raising."""

    async def leaves():
        async with TaskGroup() as group:
            group.create_task(work("a", 5), name="a")
            await sleep(0)
            raise CancelledError("by hand")

    task = spawn("leaves", leaves())
    await attempt(task)
    log(task.cancelled(), task.cancelling())


async def parent_is_cancelled(block, times):
    """The parent is cancelled, in the block or at its end."""

    async def parent():
        try:
            async with TaskGroup() as group:
                group.create_task(work("a", 5, cleanup=1), name="a")
                group.create_task(work("b", 2, fails="b fails"), name="b")
                await sleep(block)
        except BaseException as error:
            log("parent", error, current_task().cancelling())
            await sleep(0)
            log("went on")
            raise

    task = spawn("parent", parent())
    for when in times:
        loop.call_at(when, task.cancel, f"at {when}")
    await attempt(task)
    log(task.cancelled(), task.cancelling())


async def parent_is_cancelled_and_a_task_fails():
    """The parent is cancelled and a task then fails: the errors come first, then the cancellation."""

    async def converts(name):
        try:
            await sleep(9)
        except CancelledError:
            raise ValueError(name + " converts")

    async def parent():
        try:
            async with TaskGroup() as group:
                group.create_task(converts("c"), name="c")
                group.create_task(work("d", 5, cleanup=1), name="d")
        except BaseException as error:
            log("parent", error, current_task().cancelling())
            await work("next", 1)

    task = spawn("parent", parent())
    await sleep(1)
    task.cancel("outside")
    await attempt(task)
    log(task.cancelled(), task.cancelling())


async def nested_groups(failing):
    """The inner or the outer of two groups fails."""

    async def groups():
        async with TaskGroup() as outer:
            outer.create_task(work("o", 2, fails="o fails" if failing == "outer" else None), name="o")
            try:
                async with TaskGroup() as inner:
                    inner.create_task(
                        work("i", 2, fails="i fails" if failing == "inner" else None, cleanup=1), name="i"
                    )
                    inner.create_task(work("j", 5, cleanup=0.5), name="j")
            except BaseException as error:
                log("inner", error, current_task().cancelling())
                raise

    task = spawn("groups", groups())
    await attempt(task)
    log(task.cancelling())


async def in_a_timeout(limit, fails):
    """In a timeout, with a failure."""

    async def limited():
        async with timeout(limit):
            async with TaskGroup() as group:
                group.create_task(work("a", fails, fails="a fails"), name="a")
                group.create_task(work("b", 5, cleanup=2), name="b")
                await sleep(5)

    task = spawn("limited", limited())
    await attempt(task)
    log(task.cancelling())
