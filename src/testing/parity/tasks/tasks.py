"""Programs that create, name and list tasks."""

from asyncio import Task, all_tasks, create_task, current_task, ensure_future, sleep

from ..callback_kit import bare, says
from ..kit import kept, log, loop, spawn


async def names():
    """Names are numbers unless they are given, and can be changed."""

    async def tells():
        log(current_task())
        await sleep(1)
        log(current_task())

    first, named, third = create_task(tells()), create_task(tells(), name="own"), create_task(tells())
    log(current_task(), first, named, third)
    await sleep(2)
    third.set_name("other")
    kept.append(create_task(sleep(0)))
    log(third, kept[-1])
    await sleep(0)


async def all_tasks_and_current_task():
    """All tasks and the current one, seen from tasks and from callbacks."""

    def names():
        return sorted(task.get_name() for task in all_tasks())

    @bare
    def tells(*_):
        log("in a callback", current_task(), names())

    async def inner():
        log("in a task", current_task(), current_task(loop), names())
        loop.call_soon(tells)
        await sleep(1)
        log("again", current_task())

    task = spawn("inner", inner())
    task.add_done_callback(tells)
    log(current_task(), names())
    await task
    log(names(), sorted(task.get_name() for task in all_tasks(loop)))
    await sleep(0)


async def ensure_future_of_awaitables():
    """ensure_future makes a task of any awaitable, and returns a future as it is."""

    class Nap:
        def __await__(self):
            return sleep(1, "napped").__await__()

    task = ensure_future(Nap())
    log(isinstance(task, Task), ensure_future(task) is task, await task, await Nap())
    coroutine = sleep(0, "made a task")
    task = ensure_future(coroutine)
    log(task.get_coro() is coroutine, await task)


async def begin_in_order():
    """Tasks begin in the order they were created, behind ready callbacks, one step an iteration."""

    async def steps(name):
        for i in range(3):
            log(name, i)
            await sleep(0)

    loop.call_soon(says("ready before"))
    a = spawn("a", steps("a"))
    loop.call_soon(says("ready between"))
    b = spawn("b", steps("b"))
    log("nothing ran yet")
    await b
    log(a.done())


async def task_factory():
    """A task made by the loop's factory."""
    made = []

    def factory(loop, coroutine, **options):
        made.append(options.get("name"))
        return Task(coroutine, loop=loop, **options)

    log(loop.get_task_factory())
    loop.set_task_factory(factory)
    log(loop.get_task_factory() is factory)
    log(await create_task(sleep(1, "a"), name="a"), made)
    loop.set_task_factory(None)
    log(await create_task(sleep(1, "b"), name="b"), made, loop.get_task_factory())
