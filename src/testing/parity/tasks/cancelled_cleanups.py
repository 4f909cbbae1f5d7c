"""Programs whose tasks clean up when they are cancelled, or refuse."""

from asyncio import CancelledError, current_task, sleep

from ..kit import attempt, log, spawn, stubborn


async def obeys_the_third_request():
    """Refuses two requests, and obeys the third."""

    async def stays():
        for i in range(2):
            await stubborn(i, 9)
        await sleep(9)

    task = spawn("stays", stays())
    for i in range(3):
        await sleep(1)
        log(task.cancel(f"request {i}"), task.cancelling())
    await attempt(task)
    log(task.cancelled(), task.cancelling())


async def outcome_of_the_cleanup():
    """An exception or result of the cleanup is the task's outcome."""

    async def ends(how):
        try:
            await sleep(9)
        except CancelledError:
            if how == "fails":
                raise ValueError("in cleanup")
            if how == "another":
                raise CancelledError("another")
            if how == "returns":
                return "in cleanup"
            await sleep(1)
            if how == "fails late":
                raise ValueError("late")
            raise

    for how in "fails", "another", "returns", "fails late", "raises late":
        task = spawn(how, ends(how))
        await sleep(1)
        task.cancel("why")
        await attempt(task)
        log(how, task.cancelled(), task.cancelling())


async def finally_that_awaits():
    """A finally block that awaits is interrupted by the next request, and a return in it wins."""

    async def waits():
        try:
            await sleep(9)
        finally:
            log("cleans", current_task().cancelling())
            await sleep(5)
            log("never")

    async def wins():
        try:
            await sleep(9)
        finally:
            await sleep(1)
            return "in spite of all"

    for body in waits, wins:
        task = spawn("a", body())
        await sleep(1)
        task.cancel("one")
        await sleep(0.5)
        if body is waits:
            task.cancel("two")
        await attempt(task)
