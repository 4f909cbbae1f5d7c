"""Scripts that misuse a loop: nested runs, a closed loop, tasks without a running loop."""

from asyncio import (
    Task,
    all_tasks,
    create_task,
    current_task,
    ensure_future,
    get_running_loop,
    new_event_loop,
    sleep,
)

from ..callback_kit import bare, checks, naps, plain, says, tries
from ..kit import log, loop


def run_or_close_while_running():
    """A running loop cannot be run again or closed, nor can another loop run."""
    other = new_event_loop()
    future = other.create_future()

    @bare
    def nests():
        log(loop.is_running(), other.is_running(), get_running_loop() is loop)
        checks(loop.run_forever)
        checks(lambda: loop.run_until_complete(loop.create_future()))
        checks(other.run_forever)
        checks(lambda: other.run_until_complete(future))
        checks(loop.close)
        loop.stop()

    loop.call_soon(nests)
    loop.run_forever()
    checks(lambda: loop.run_until_complete(future))
    checks(get_running_loop)
    other.close()
    log(other.is_closed(), loop.is_closed())


def closed_loop():
    """A closed loop accepts no callbacks and runs none of those that are left."""
    loop.call_soon(says("never"))
    loop.call_later(1, says("never"))
    log(plain(loop).split(" ", 1)[1], loop.get_debug())
    loop.close()
    loop.close()
    log(plain(loop).split(" ", 1)[1], loop.is_closed())
    coroutine = naps(1)
    for action in (
        lambda: loop.call_soon(says("no")),
        lambda: loop.call_later(1, says("no")),
        lambda: loop.call_at(1, says("no")),
        lambda: loop.call_soon_threadsafe(says("no")),
        lambda: loop.create_task(coroutine),
        loop.run_forever,
        lambda: loop.run_until_complete(coroutine),
    ):
        checks(action)
    future = loop.create_future()
    future.set_result(1)
    log(future)
    future = loop.create_future()
    future.add_done_callback(says("no"))
    checks(lambda: future.set_result(1))
    log(future.done())


def tasks_without_a_running_loop():
    """Without a running loop there is no current task and none can be created."""
    coroutine = naps(1)
    checks(lambda: create_task(coroutine))
    checks(current_task)
    checks(all_tasks)
    checks(lambda: ensure_future(coroutine, loop=loop).get_name())
    log(current_task(loop), [task.get_name() for task in all_tasks(loop)])

    @bare
    def outside_of_a_task():
        log(current_task(), [task.get_name() for task in all_tasks()])
        loop.stop()

    loop.call_later(2, outside_of_a_task)
    loop.run_forever()
    log(len(all_tasks(loop)))


def eager_task_without_a_running_loop():
    """An eager task of a loop that is not running starts when the loop does."""

    async def tells():
        log("begins as", current_task())
        return await naps(0)

    task = Task(tells(), loop=loop, name="eager", eager_start=True)
    log("made", task.done())
    log(loop.run_until_complete(task))


def eager_task_cancels_itself():
    """An eager task cancels itself in its first step, before its await or its return."""

    async def awaits():
        current_task().cancel("me")
        await sleep(1)

    async def returns():
        current_task().cancel("me")
        return "lost"

    async def main():
        for body in awaits, returns:
            task = create_task(body(), name="self", eager_start=True)
            log(task.done(), task.cancelling())
            await tries(task)
            log(task.cancelled())

    loop.run_until_complete(main())


def repr_of_a_cycle():
    """Tasks that wait for each other have a finite repr."""
    tasks = []

    async def waits(n):
        await tasks[n]

    tasks += loop.create_task(waits(1), name="a"), loop.create_task(waits(0), name="b")
    loop.call_later(1, loop.stop)
    loop.run_forever()
    for task in tasks:
        log(plain(task))
    loop.set_exception_handler(lambda _, context: None)
