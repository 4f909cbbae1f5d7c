"""Programs with task groups."""

from asyncio import CancelledError, TaskGroup, current_task, sleep

from ..kit import attempt, log, spawn, stubborn, work


async def waits_for_all_tasks():
    """Waits for all its tasks."""
    async with TaskGroup() as group:
        a = group.create_task(work("a", 2), name="a")
        b = group.create_task(work("b", 1), name="b")
        log(group)
        await sleep(0.5)
        log("the block ends")
    log(a.result(), b.result(), group)
    async with TaskGroup():
        log("empty")


async def task_fails(in_block):
    """A task fails while the parent is in the block or at its end."""

    async def main_task():
        async with TaskGroup() as group:
            group.create_task(work("a", 1, fails="a fails"), name="a")
            group.create_task(work("b", 5, cleanup=1), name="b")
            group.create_task(work("c", 1), name="c")
            await work("block", in_block)

    task = spawn("main", main_task())
    await attempt(task)
    log(task.cancelling(), current_task().cancelling())


async def several_tasks_fail():
    """Several tasks fail, some of them while they are cancelled, and the block fails as well."""

    async def converts(name):
        try:
            await sleep(9)
        except CancelledError:
            raise ValueError(name + " converts")

    async def fails():
        async with TaskGroup() as group:
            group.create_task(work("a", 1, fails="a fails"), name="a")
            group.create_task(work("b", 1, fails="b fails"), name="b")
            group.create_task(converts("c"), name="c")
            await converts("block")

    await attempt(fails())
    log(current_task().cancelling())
    await sleep(0)


async def block_fails():
    """The block fails, and its tasks are cancelled."""

    async def fails(wait):
        async with TaskGroup() as group:
            group.create_task(work("a", 5, cleanup=1), name="a")
            group.create_task(stubborn("b", 5), name="b")
            await sleep(wait)
            raise ValueError("the block fails")

    await attempt(fails(1))
    await attempt(fails(0))


async def task_cancels_itself():
    """A task that cancels itself is not a failure."""
    async with TaskGroup() as group:
        a = group.create_task(work("a", 5), name="a")
        group.create_task(work("b", 2), name="b")
        await sleep(1)
        a.cancel("only a")
    log(a.cancelled())


async def misused():
    """Used before it is entered, twice, while it shuts down, and when finished; and tasks that add tasks."""

    async def add(group, name):
        try:
            group.create_task(work(name, 0), name=name)
        except RuntimeError as error:
            log(error)

    async def adds_late(group):
        try:
            await sleep(9)
        finally:
            await add(group, "late")

    group = TaskGroup()
    await add(group, "early")
    try:
        async with group:
            group.create_task(adds_late(group), name="adds late")
            group.create_task(add(group, "in time"), name="adds")
            await sleep(1)
            raise ValueError("over")
    except BaseException as error:
        log(error)
    await add(group, "finished")
    await attempt(group.__aenter__())
