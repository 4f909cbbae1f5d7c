"""Programs with sleep."""

from asyncio import current_task, sleep

from ..kit import attempt, log, loop, spawn, stubborn, work


async def returns_its_result():
    """Returns its result after its delay, and for zero or less after one iteration."""
    log(await sleep(1, "one"), await sleep(0, "zero"), await sleep(-1))
    await attempt(sleep(float("nan")))

    async def spins(name):
        for i in range(3):
            log(name, i)
            await sleep(0)

    a, b = spawn("a", spins("a")), spawn("b", spins("b"))
    await a
    await b


async def equal_deadlines():
    """Equal deadlines come due in the order they were made, whatever their delays."""

    async def later(name, first, second):
        await sleep(first)
        await sleep(second)
        log(name)

    loop.call_later(1, log, "timer")
    tasks = [
        spawn(f"{a}+{b}", later(f"{a}+{b}", a, b)) for a, b in ((1, 0), (0, 1), (0.5, 0.5), (0.25, 0.75))
    ]
    for task in tasks:
        await task


async def cancelled_from_outside(when):
    """A sleep of 1 s is cancelled."""
    task = spawn("a", work("a", 1, cleanup=0.5))
    await sleep(when)
    log(task.cancel("first"), task.cancel("second"), task.cancelling())
    await attempt(task)
    log(task.cancel(), task.cancelled())


async def cancelled_by_itself():
    """Cancelled by itself, in its cleanup, and refusing."""

    async def itself():
        current_task().cancel("by itself")
        log("goes on")
        await work("inner", 1)

    await attempt(spawn("itself", itself()))
    task = spawn("twice", work("twice", 1, cleanup=1))
    await sleep(0.5)
    task.cancel("first")
    await sleep(0.5)
    task.cancel("second")
    await attempt(task)
    refuses = spawn("refuses", stubborn("refuses", 1))
    await sleep(0)
    refuses.cancel("please")
    await attempt(refuses)
    log(refuses.cancelling(), refuses.uncancel(), refuses.uncancel())


async def takes_its_request_back():
    """Takes its own cancel request back, or returns before it is cancelled."""

    async def changes_its_mind():
        task = current_task()
        task.cancel("why")
        log(task.cancelling(), task.uncancel(), task.uncancel())
        await work("inner", 1)
        task.cancel("one")
        task.cancel("two")
        log(task.uncancel())
        await work("never", 1)

    async def returns():
        current_task().cancel("too late")
        return "result"

    await attempt(spawn("changes", changes_its_mind()))
    task = spawn("returns", returns())
    await attempt(task)
    log(task.cancelled(), task.cancelling())
