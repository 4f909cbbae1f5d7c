"""Scripts that use a runner, or drive a coroutine by hand."""

from asyncio import CancelledError, Runner, create_task, current_task, run, sleep
from contextvars import ContextVar, copy_context

from ..callback_kit import bare, checks
from ..kit import kept, log, loop


def runs_share_a_loop_and_a_context():
    """Runs share a loop, its time and one context, unless a run is given its own."""
    var = ContextVar("var", default="none")

    async def sets(value):
        log(current_task(), "has", var.get())
        var.set(value)
        await sleep(1)
        return value

    with Runner(loop_factory=lambda: loop) as runner:
        log(runner.get_loop() is loop, runner.run(sets("first")), runner.run(sets("second")))
        own = copy_context()
        log(runner.run(sets("third"), context=own), own.get(var))
        log(runner.run(sets("fourth")), var.get())
    log(loop.is_closed())


def tasks_continue_in_the_next_run():
    """Tasks left by a run continue in the next, and are cancelled when the runner closes."""

    async def stays(name, delay):
        try:
            await sleep(delay)
            log(name, "slept")
        except CancelledError as error:
            log(name, "cancelled", error)
            await sleep(1)
            log(name, "cleaned up")
            raise

    async def begins():
        kept.append(create_task(stays("a", 2), name="a"))
        kept.append(create_task(stays("b", 9), name="b"))

    async def fails():
        await sleep(3)
        raise ValueError("oops")

    runner = Runner(loop_factory=lambda: loop)
    runner.run(begins())
    log("between")
    checks(lambda: runner.run(fails()))
    runner.close()
    runner.close()
    log([task.cancelled() for task in kept])
    checks(runner.get_loop)
    coroutine = begins()
    checks(lambda: runner.run(coroutine))


def nested_runs():
    """A run cannot start inside another."""

    async def inner():
        log("never")

    async def outer():
        coroutine = inner()
        checks(lambda: run(coroutine))
        checks(lambda: runner.run(coroutine))
        coroutine.close()
        return "ran"

    with Runner(loop_factory=lambda: loop) as runner:
        checks(lambda: runner.run(5))
        log(runner.run(outer()))


def driven_by_hand():
    """A coroutine driven by hand yields the future that it waits on."""
    future = loop.create_future()

    async def waits():
        return await future

    coroutine, again = waits(), waits()
    log(coroutine.send(None) is future)
    checks(lambda: coroutine.send(None))
    checks(lambda: again.send(None))
    last = waits()
    future.set_result("done")
    try:
        last.send(None)
    except StopIteration as stop:
        log("ends with", stop.value)
    thrown = waits()
    checks(lambda: thrown.throw(ValueError("before it begins")))


def context_of_the_exception_handler():
    """An exception handler runs in the context of the callback that failed."""
    var = ContextVar("var", default="none")
    loop.set_exception_handler(lambda _, context: log(context["exception"], var.get()))

    @bare
    def fails():
        var.set("the callback's")
        raise ValueError("oops")

    loop.call_soon(fails)
    loop.call_soon(loop.stop)
    loop.run_forever()
    loop.call_exception_handler({"message": "told from outside", "exception": None})
