"""Programs with callbacks of futures, and tasks that await them."""

from asyncio import ensure_future, sleep, wait_for

from ..callback_kit import bare, plain, says
from ..kit import attempt, follow, log, loop


async def callbacks_in_order():
    """The loop calls callbacks in the order they were added, twice if added twice, also late ones."""
    future = loop.create_future()
    both = says("b")
    for callback in says("a"), both, says("c"), both:
        future.add_done_callback(callback)
    future.set_result(1)
    log("set", future)
    future.add_done_callback(says("late"))
    log("added")
    await sleep(0)
    log("a round later")
    future.add_done_callback(says("later still"))
    await sleep(0)


async def removed_callbacks():
    """Removed callbacks are not called, and the removal returns their number."""
    future = loop.create_future()
    a, b = says("a"), says("b")
    for callback in a, b, a, a:
        future.add_done_callback(callback)
    log(
        future.remove_done_callback(a), future.remove_done_callback(a), future.remove_done_callback(says("c"))
    )
    future.add_done_callback(a)
    future.cancel("why")
    log(future.remove_done_callback(a))
    await sleep(0)
    only = loop.create_future()
    only.add_done_callback(a)
    log(only.remove_done_callback(a))
    only.set_result(2)
    await sleep(0)


async def waiters_get_one_outcome():
    """All waiters get the one outcome in the order they came, among the callbacks."""
    for end in (
        lambda f: f.set_result(1),
        lambda f: f.set_exception(ValueError("oops")),
        lambda f: f.cancel("why"),
    ):
        future = loop.create_future()

        async def waits():
            return await future

        for name in "abc":
            follow(name, waits())
            await sleep(0)
            future.add_done_callback(says(name, "called"))
        end(future)
        await sleep(1)


async def awaiting_a_finished_future():
    """Awaiting a finished future does not let other tasks run."""
    loop.call_soon(says("ready"))
    done, failed, gone = (loop.create_future() for _ in range(3))
    done.set_result(1)
    failed.set_exception(ValueError("oops"))
    gone.cancel()
    for future in done, failed, gone, done:
        await attempt(future)
    log("now the loop")
    await sleep(0)
    log(ensure_future(done) is done, (await wait_for(done, 0)))


async def callback_that_fails():
    """An error in a callback is reported, and delays neither the other callbacks nor the future."""

    def handler(_loop, context):
        log(sorted(context), plain(context["message"]), context["exception"], plain(context["handle"]))

    loop.set_exception_handler(handler)

    @bare
    def fails(future):
        raise ValueError(f"not {future.result()}")

    future = loop.create_future()
    for callback in says("a"), fails, says("c"):
        future.add_done_callback(callback)
    loop.call_later(1, future.set_result, 1)
    log(await future)
    await sleep(0)


async def callbacks_that_change_futures():
    """A callback may finish other futures, and add callbacks to its own."""
    first, second = loop.create_future(), loop.create_future()

    @bare
    def passes_on(future):
        log("passes on", future.result())
        second.set_result(future.result() + 1)
        future.add_done_callback(says("added"))

    first.add_done_callback(passes_on)
    first.add_done_callback(says("first"))
    second.add_done_callback(says("second"))
    loop.call_soon(first.set_result, 1)
    log(await second, first)
