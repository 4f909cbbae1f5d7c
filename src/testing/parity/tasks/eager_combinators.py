"""Programs that wait for several eager tasks at once."""

from asyncio import (
    FIRST_COMPLETED,
    all_tasks,
    as_completed,
    create_eager_task_factory,
    create_task,
    current_task,
    gather,
    shield,
    sleep,
    wait,
    wait_for,
)
from itertools import count

from ..callback_kit import tries
from ..kit import attempt, log, loop


async def runs(name, delay=0, fails=False):
    log(name, "begins", len(all_tasks()))
    if delay:
        await sleep(delay)
    if fails:
        raise ValueError(name)
    log(name, "ends")
    return name


def make_all_tasks_eager():
    names, task_class = count(1), type(current_task())

    def named_task(coroutine, *, name=None, **options):
        return task_class(coroutine, name=name or f"eager {next(names)}", **options)

    loop.set_task_factory(create_eager_task_factory(named_task))


async def gather_is_done_at_once():
    """gather is done at once when all its coroutines are, and fails at once when one does."""
    make_all_tasks_eager()
    both = gather(runs("a"), runs("b"))
    log(both.done(), await both)
    mixed = gather(runs("c"), runs("d", 1))
    log(mixed.done(), await mixed)
    failed = gather(runs("e", fails=True), runs("f", 1), runs("g", fails=True))
    log(failed.done())
    await attempt(failed)
    log(await gather(runs("h", fails=True), runs("i"), return_exceptions=True))
    await sleep(1)


async def wait_as_completed_shield_and_wait_for():
    """wait, as_completed, shield and wait_for return a finished task at once."""
    make_all_tasks_eager()
    done, pending = await wait([create_task(runs("a"), name="a"), create_task(runs("b", 1), name="b")])
    log(done, pending)
    done, pending = await wait([create_task(runs("c"), name="c")], return_when=FIRST_COMPLETED)
    log(done, pending)
    for next_one in as_completed([create_task(runs("d", 1)), create_task(runs("e")), create_task(runs("f"))]):
        log(await next_one)
    inner = create_task(runs("g"), name="g")
    log(shield(inner) is inner, await shield(runs("h")))
    log(await wait_for(runs("i"), 1), await wait_for(runs("j"), 0), await wait_for(runs("k", 1), 2))
    await tries(wait_for(runs("l", 2), 1))
    await tries(wait_for(runs("m", 2), 0))
