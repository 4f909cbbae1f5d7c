"""Programs that cancel tasks in every state of a task."""

from asyncio import CancelledError, current_task, sleep

from ..callback_kit import says
from ..kit import attempt, follow, log, loop, spawn, work


async def before_its_first_step(messages):
    """Cancelled before its first step, its coroutine never begins."""
    task = spawn("a", work("a", 1))
    task.add_done_callback(says("called"))
    for message in messages or [None]:
        log(task.cancel(message), task.cancelling(), task.done(), task.cancelled())
    await attempt(task)
    log(task.cancel("late"), task.cancelling(), task.uncancel(), task.cancelled())


async def after_its_wake_up():
    """Cancelled between its wake-up and its step: the result is lost, and so is an exception."""

    async def waits(future):
        return await future

    for end in (
        lambda f: f.set_result(1),
        lambda f: f.set_exception(ValueError("lost")),
        lambda f: f.cancel("first"),
    ):
        future = loop.create_future()
        task = follow("a", waits(future))
        await sleep(0)
        end(future)
        log(task.cancel("too late"), future.done())
        await sleep(0)
        log(task.cancelled(), task.done())
        await sleep(0)


async def by_itself():
    """By itself: before an await, right before its return, before an error, and taken back."""

    async def awaits():
        log(current_task().cancel("me"), current_task().cancelling())
        await sleep(0)
        log("never")

    async def returns():
        current_task().cancel("me")
        return "lost"

    async def fails():
        current_task().cancel("me")
        raise ValueError("wins")

    async def regrets():
        current_task().cancel("me")
        log(current_task().uncancel())
        await sleep(0)
        return "goes on"

    for ends in awaits, returns, fails, regrets:
        task = spawn("self", ends())
        await attempt(task)
        log(task.cancelled(), task.cancelling())


async def twice_before_its_step():
    """Twice before its step: the future is cancelled once, and the later message goes to the next await."""

    async def cleans():
        try:
            await sleep(9)
        except CancelledError as error:
            log("first", error, current_task().cancelling())
        try:
            await sleep(1)
        except CancelledError as error:
            log("second", error)
        return "done"

    task = spawn("a", cleans())
    await sleep(1)
    log(task.cancel("one"), task.cancel("two"), task.cancelling())
    await attempt(task)
    log(task.uncancel(), task.uncancel(), task.uncancel())


async def uncancelled_before_its_step():
    """Uncancelled before its step: only a request that cancelled no future."""
    for delay in 0, 9:

        async def waits():
            await sleep(delay)
            return "slept"

        task = spawn("a", waits())
        await sleep(0)
        task.cancel("one")
        task.cancel("two")
        log(task.uncancel(), task.cancelling(), task.uncancel(), task.uncancel())
        await attempt(task)


async def by_a_callback_in_the_same_iteration():
    """By a callback in the iteration of its step, before it and after it."""

    async def naps():
        await sleep(1)
        log("woke")
        await sleep(0)
        return "slept"

    before = spawn("before", naps())
    loop.call_later(1, before.cancel, "timer made first")
    behind = spawn("behind", naps())
    await sleep(0)
    loop.call_later(1, behind.cancel, "timer made after")
    await attempt(before)
    await attempt(behind)


async def while_the_outcome_is_on_its_way():
    """A request made after the awaited future is done is kept for the next await."""
    future = loop.create_future()

    async def waits():
        try:
            await future
        except CancelledError as error:
            log("told", error)
            raise

    task = spawn("a", waits())
    await sleep(0)
    future.add_done_callback(lambda _: log(task.cancel("in a callback behind it")))
    future.remove_done_callback(None)
    future.cancel("the future's")
    task.cancel("the task's")
    await attempt(task)
