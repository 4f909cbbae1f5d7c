"""Programs with gather."""

from asyncio import CancelledError, all_tasks, gather, sleep

from ..kit import attempt, log, loop, spawn, stubborn, work


async def results_in_order():
    """Gives results in the order of its arguments."""
    future = loop.create_future()
    loop.call_later(1, future.set_result, "future")
    done = spawn("done", work("done", 0))
    await sleep(0)
    log(await gather(work("a", 2), done, future, work("b", 1), done))
    log(await gather())
    log(await gather(done, future))


async def failure_leaves_siblings_running():
    """A failure is raised at once, and the siblings keep running."""
    siblings = [spawn(f"t{i}", work(f"t{i}", i, fails=f"fails {i}" if i > 1 else None)) for i in range(4)]
    await attempt(gather(*siblings))
    log([task.done() for task in siblings])
    await sleep(3)
    log([task.done() for task in siblings])
    await attempt(gather(*siblings))


async def return_exceptions():
    """return_exceptions puts errors among the results."""
    cancelled = spawn("cancelled", work("cancelled", 5))
    loop.call_later(1, cancelled.cancel, "why")
    log(await gather(work("a", 2), work("b", 1, fails="b fails"), cancelled, return_exceptions=True))
    log(await gather(cancelled, return_exceptions=True))


async def cancelled_child():
    """A cancelled child counts as a failure."""
    a, b = spawn("a", work("a", 2)), spawn("b", work("b", 2))
    both = gather(a, b)
    loop.call_later(1, a.cancel, "a alone")
    await attempt(both)
    log(both.cancelled(), a.cancelled(), b.done())
    log(await b)


async def cancelled_from_outside(return_exceptions, cancelled):
    """The future or the task that awaits it is cancelled."""

    async def outer():
        return await both

    both = gather(
        work("a", 5, cleanup=1),
        work("b", 5),
        stubborn("c", 5),
        work("d", 0),
        return_exceptions=return_exceptions,
    )
    task = spawn("outer", outer())
    await sleep(1)
    log((both if cancelled == "future" else task).cancel("enough"))
    await attempt(task)
    log(both.done(), both.cancelled(), both.cancel(), task.cancelling())
    await sleep(2)


async def cancelled_by_its_child(fails):
    """Cancelled by its own child, which fails or not: the message is the child's."""

    async def waits():
        return await gather(inner, return_exceptions=True)

    async def cancels():
        task.cancel("why")
        if fails:
            raise ValueError("fails")
        await sleep(0)

    task = spawn("outer", waits())
    inner = spawn("inner", cancels())
    await attempt(task)
    await attempt(inner)


async def nested_and_left_running():
    """Nested, and left running at the end."""
    inner = gather(work("a", 1), work("b", 2, fails="b fails"))
    await attempt(gather(inner, work("c", 3, cleanup=1), work("d", 1.5)))
    log(len(all_tasks()))

    async def fails_late():
        try:
            await sleep(9)
        except CancelledError:
            raise ValueError("at the end")

    spawn("fails late", fails_late())
    await sleep(0)


async def not_awaitable_and_failing_at_once():
    """Arguments that cannot be awaited, and one that fails at once."""
    try:
        gather(work("never", 1), 5)
    except TypeError as error:
        log(error)
    failed = loop.create_future()
    failed.set_exception(ValueError("already"))
    await attempt(gather(failed, work("a", 1)))
    log(await gather(failed, return_exceptions=True))
    await sleep(2)
