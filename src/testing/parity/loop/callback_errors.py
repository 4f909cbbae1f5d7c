"""Programs whose callbacks fail or block, and the reports about it."""

import time
from asyncio import sleep

from ..callback_kit import bare, logged, plain
from ..kit import log, loop, spawn


async def handler_gets_the_error():
    """An error in a callback goes to the handler with the callback's name, and the other callbacks run."""

    def handler(on, context):
        log(
            on is loop,
            sorted(context),
            plain(context["message"]),
            context["exception"],
            plain(context["handle"]),
        )

    loop.set_exception_handler(handler)
    log(loop.get_exception_handler() is handler)

    @bare
    def fails():
        raise ValueError("oops")

    loop.call_soon(fails)
    loop.call_soon(log, "goes on")
    loop.call_later(1, fails)
    await sleep(1)
    await sleep(0)
    loop.call_exception_handler({"message": "told by the program", "exception": None, "handle": None})


async def console_gets_the_error():
    """Without a handler, or with one that fails, the error is written to the console."""
    logged()

    @bare
    def fails():
        raise ValueError("oops")

    @bare
    def handler(_loop, _context):
        raise ValueError("the handler's own")

    loop.set_exception_handler(None)
    loop.call_soon(fails)
    loop.call_later(1.0, fails)
    await sleep(1)
    await sleep(0)
    loop.call_exception_handler({"message": "a future's", "future": loop.create_future()})
    loop.call_exception_handler(
        {"message": "all at once", "task": spawn("a", sleep(0)), "future": loop.create_future()}
    )
    loop.set_exception_handler(handler)
    loop.call_soon(fails)
    await sleep(0)
    log("goes on")


async def slow_callbacks_are_reported():
    """In debug mode, slow tasks and callbacks are reported by name."""
    logged()

    @bare
    def blocks():
        time.sleep(0.125)

    @bare
    def short():
        time.sleep(0.0625)

    async def task_that_blocks():
        time.sleep(0.25)
        await sleep(1)
        time.sleep(0.5)
        await sleep(1)
        time.sleep(1.0)

    # set_debug of CPython's loop would schedule a callback that other loops do not have.
    loop._debug = True
    log(loop.get_debug(), loop.slow_callback_duration)
    for callback in blocks, short:
        loop.call_soon(callback)
    loop.call_later(0.5, blocks)
    task = spawn("blocks", task_that_blocks())
    await sleep(1.5)
    loop.slow_callback_duration = 0.75
    await task
    loop._debug = False
    await sleep(0)
    time.sleep(5)
