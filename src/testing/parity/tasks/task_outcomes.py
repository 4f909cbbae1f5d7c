"""Programs with the outcomes of tasks, and the order of waiters and callbacks."""

from asyncio import Task, isfuture, sleep

from ..callback_kit import bare, checks, says
from ..kit import attempt, follow, log, spawn, work


async def waiters_and_callbacks_in_order():
    """Waiters and callbacks get a task's outcome in the order they came."""
    task = spawn("awaited", sleep(1, "slept"))

    async def waits(name):
        log(name, await task)

    task.add_done_callback(says("first callback"))
    a = spawn("a", waits("a"))
    await sleep(0)
    task.add_done_callback(says("second callback"))
    b = spawn("b", waits("b"))
    await sleep(0)
    task.add_done_callback(says("third callback"))
    await a
    await b
    await waits("late")


async def outcome_is_set_by_the_coroutine_only():
    """Only its coroutine sets a task's outcome."""
    task = spawn("a", sleep(1, "slept"))
    checks(lambda: task.set_result("no"))
    checks(lambda: task.set_exception(ValueError("no")))
    checks(task.result)
    checks(task.exception)
    log(await task, task.result(), task.exception(), isfuture(task), isinstance(task, Task))
    checks(lambda: task.set_result("no"))


async def exception_for_all_waiters():
    """All waiters get the same exception, also late ones."""
    oops = ValueError("oops")

    async def fails():
        await sleep(1)
        raise oops

    task = spawn("fails", fails())

    async def waits():
        try:
            await task
        except ValueError as error:
            return error is oops

    waiting = [spawn(name, waits()) for name in "ab"]
    log([await each for each in waiting])
    await attempt(task)
    log(task.exception() is oops, task.cancelled())
    checks(task.result)


async def callback_that_cancels_and_creates_tasks():
    """A callback of a task may cancel another and create a new one."""
    other = spawn("other", work("other", 9))

    @bare
    def goes_on(task):
        log(task, task.result(), other.cancel("by a callback"))
        follow("new", sleep(1, "new"))

    first = spawn("first", sleep(1, "first"))
    first.add_done_callback(goes_on)
    await attempt(other)
    await sleep(2)
