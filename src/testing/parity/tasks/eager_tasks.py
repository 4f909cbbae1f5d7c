"""Programs with eager tasks."""

from asyncio import (
    CancelledError,
    TaskGroup,
    all_tasks,
    create_task,
    current_task,
    eager_task_factory,
    gather,
    sleep,
)
from contextvars import ContextVar

from ..callback_kit import says
from ..kit import attempt, log, loop, spawn, work


async def done_without_a_wait():
    """A task that does not wait is done when it is created, and its callbacks wait for the loop."""

    async def runs(name):
        log(name, "runs as", current_task())
        return name

    async def fails():
        raise ValueError("at once")

    task = create_task(runs("a"), name="a", eager_start=True)
    log("made", task.done(), task.result(), current_task(), len(all_tasks()))
    task.add_done_callback(says("called"))
    failed = create_task(fails(), name="fails", eager_start=True)
    log(failed.done(), failed.exception())
    await attempt(failed)
    log("no round was needed")
    await sleep(0)


async def runs_to_its_first_await():
    """A task that waits runs to its first await, then like any other."""

    async def naps(name, delay):
        log(name, "begins")
        try:
            await sleep(delay)
        except CancelledError as error:
            log(name, error)
            raise
        log(name, "goes on")
        return name

    tasks = [
        create_task(naps(name, delay), name=name, eager_start=True)
        for name, delay in (("a", 0), ("b", 1), ("c", 9))
    ]
    lazy = create_task(naps("lazy", 0), name="lazy")
    log("made", [task.done() for task in tasks], len(all_tasks()))
    await sleep(2)
    tasks[2].cancel("enough")
    for task in (*tasks, lazy):
        await attempt(task)


async def nested_tasks():
    """A task inside another: each is the current task in its turn."""

    async def nested(depth):
        log(depth, "begins as", current_task())
        if depth < 3:
            inner = create_task(nested(depth + 1), name=f"nested {depth + 1}", eager_start=True)
            log(depth, "again as", current_task(), inner.done())
            if depth == 2:
                await sleep(1)
            await inner
        log(depth, "ends as", current_task())

    await create_task(nested(1), name="nested 1", eager_start=True)


async def factory_makes_tasks_eager():
    """With the loop's factory all tasks are eager, also in gather and groups, unless they ask to be lazy."""

    async def runs(name, delay):
        log(name, "begins as", current_task())
        if delay:
            await sleep(delay)
        log(name, "ends")
        return name

    loop.set_task_factory(eager_task_factory)
    log(await create_task(runs("a", 0), name="a"))
    lazy = create_task(runs("lazy", 0), name="lazy", eager_start=False)
    log("lazy is", lazy.done())
    both = gather(create_task(runs("b", 0), name="b"), create_task(runs("c", 1), name="c"), lazy)
    log("gathering", both.done())
    log(await both)
    done = gather(create_task(runs("d", 0), name="d"), create_task(runs("e", 0), name="e"))
    log("gathered", done.done(), await done)
    async with TaskGroup() as group:
        f, g = group.create_task(runs("f", 0), name="f"), group.create_task(runs("g", 1), name="g")
        log("in the group", f.done(), g.done())
    log(f.result(), g.result())
    loop.set_task_factory(None)


async def failure_in_a_group():
    """A task in a group that fails at once does not stop the block before its next await."""

    async def fails():
        raise ValueError("at once")

    async def group_of_eager():
        async with TaskGroup() as group:
            task = group.create_task(fails(), name="fails", eager_start=True)
            log("goes on", task.done(), current_task().cancelling())
            group.create_task(work("other", 9), name="other")
            await sleep(5)
            log("never")

    await attempt(spawn("outer", group_of_eager()))


async def own_context_from_the_first_step():
    """A task has its own context from the first step on."""
    var = ContextVar("var", default="none")

    async def sets():
        log("begins with", var.get())
        var.set("the task's")
        await sleep(0)
        log("still", var.get())

    var.set("main's")
    task = create_task(sets(), name="sets", eager_start=True)
    log("made", var.get(), task.get_context().get(var))
    await task
    log(var.get())
