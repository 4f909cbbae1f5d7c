"""Programs with call graphs."""

from asyncio import (
    FIRST_COMPLETED,
    Task,
    TaskGroup,
    all_tasks,
    capture_call_graph,
    current_task,
    gather,
    shield,
    sleep,
    wait,
    wait_for,
)

from ..callback_kit import checks, graph_of
from ..kit import follow, log, loop, spawn


async def waits(what):
    return await what


async def chain_of_tasks():
    """A chain of tasks, while it waits and after it is done."""
    future = loop.create_future()
    a = spawn("a", waits(future))
    b = spawn("b", waits(a))
    c = spawn("c", waits(b))
    log(graph_of(a))
    await sleep(0)
    for each in future, a, b, c:
        log(graph_of(each))
    future.set_result(1)
    log(graph_of(future))
    log(await c, graph_of(future))


async def several_waiting_tasks():
    """Several tasks that wait for one."""
    task = spawn("awaited", sleep(1))
    for name in "abc":
        spawn(name, waits(task))
    await sleep(0)
    log(sorted(graph_of(task)))
    await task


async def gather_awaits_its_children():
    """gather: the calling task awaits the children until each is done."""
    a, b = spawn("a", sleep(1)), spawn("b", sleep(2))

    async def gathers():
        await gather(a, b)

    outer = spawn("outer", gathers())
    await sleep(0)
    log(graph_of(a), graph_of(b), graph_of(outer))
    await sleep(1.5)
    log(graph_of(b))
    await outer


async def wait_awaits_its_tasks():
    """wait: every task is awaited until it is done, though wait returns at the first."""
    tasks = [spawn(name, sleep(delay)) for name, delay in (("a", 1), ("b", 2))]

    async def waits_for_one():
        await wait(tasks, return_when=FIRST_COMPLETED)
        log("one is done", graph_of(tasks[1]))
        await sleep(0.5)

    outer = spawn("outer", waits_for_one())
    await sleep(0)
    for task in tasks:
        log(graph_of(task))
    await outer


async def shield_and_wait_for():
    """shield and wait_for: the inner task is awaited by the outer one."""
    inner = spawn("inner", sleep(5))

    async def shields():
        await shield(inner)

    async def limits():
        await wait_for(outer, 1)

    outer = spawn("outer", shields())
    follow("limited", limits())
    await sleep(0)
    log(graph_of(inner))
    await sleep(0.5)
    log(graph_of(outer))
    await sleep(1)


async def group_awaits_its_tasks():
    """A group: its tasks are awaited by the task that owns the block and is itself running."""

    async def group_of_two():
        async with TaskGroup() as group:
            a, b = group.create_task(sleep(1), name="a"), group.create_task(sleep(2), name="b")
            log(graph_of(a))
        log(a.done(), b.done())

    outer = spawn("outer", group_of_two())
    last = spawn("last", waits(outer))
    await sleep(1.5)
    for task in sorted(all_tasks(), key=Task.get_name):
        log(graph_of(task))
    await last


async def current_task_and_others():
    """The current task, a future that no task awaits, and an object that is not a future."""
    log(graph_of(), graph_of(current_task()), graph_of(loop.create_future()))

    async def inner():
        log(graph_of())
        loop.call_soon(lambda: log("in a callback", capture_call_graph(), graph_of()))
        await sleep(0)

    await spawn("inner", inner())
    checks(lambda: capture_call_graph(5))
