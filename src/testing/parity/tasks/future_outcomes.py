"""Programs with the outcomes of futures."""

from asyncio import CancelledError, isfuture, sleep

from ..callback_kit import checks, plain, says
from ..kit import attempt, follow, log, loop, spawn


async def first_outcome_stays():
    """The first outcome cannot be changed."""

    def outcomes(future):
        checks(lambda: future.set_result(2))
        checks(lambda: future.set_exception(ValueError("no")))
        log(future.cancel("no"), future.done(), future.cancelled())
        checks(future.result)
        checks(future.exception)

    for end in (
        lambda f: f.set_result(1),
        lambda f: f.set_exception(ValueError("yes")),
        lambda f: f.cancel("yes"),
    ):
        future = loop.create_future()
        end(future)
        outcomes(future)
    pending = loop.create_future()
    checks(pending.result)
    checks(pending.exception)
    log(pending.done(), pending.cancelled(), pending.get_loop() is loop, isfuture(pending), isfuture(5))


async def class_as_an_exception():
    """An exception class stands for a new instance of it."""
    future = loop.create_future()
    future.set_exception(ValueError)
    await attempt(future)
    log(future.exception(), future.exception() is future.exception())


async def cancelled_error_as_an_exception():
    """A CancelledError set as an exception cancels the tasks that await the future."""
    future = loop.create_future()
    future.set_exception(CancelledError("set"))
    log(future.cancelled(), future.exception(), future.exception() is future.exception())

    async def waits():
        await future

    task = spawn("waits", waits())
    await attempt(task)
    log(task.cancelled(), task.cancelling(), plain(future))


async def cancelled_future_makes_new_errors():
    """A cancelled future makes a new error for each caller, with its message."""
    for message in (), ("why",):
        future = loop.create_future()
        log(future.cancel(*message), future.cancel("again"))
        errors = []
        for ask in future.result, future.exception, future.result:
            try:
                ask()
            except CancelledError as error:
                errors.append(error)
        log(errors, errors[0] is errors[1], errors[1] is errors[2])
        await attempt(future)


async def cancelled_task_gives_its_own_error_once():
    """The first caller gets a task's own cancellation error, each later one gets a new error."""

    class Mine(CancelledError):
        pass

    own = Mine("own")

    async def ends():
        raise own

    task = spawn("ends", ends())
    await sleep(0)
    errors = []
    for _ in range(3):
        try:
            task.result()
        except CancelledError as error:
            errors.append(error)
    log(task.cancelled(), [error is own for error in errors], [str(error) for error in errors])


async def cancelling_a_waiter():
    """Cancelling one waiter cancels the future, and so all its waiters."""
    future = loop.create_future()
    future.add_done_callback(says("called"))

    async def waits():
        return await future

    tasks = [follow(name, waits()) for name in "abc"]
    await sleep(0)
    log(tasks[1].cancel("only b"), future, [task.cancelling() for task in tasks])
    await sleep(0)
    log(future, [task.cancelled() for task in tasks])
