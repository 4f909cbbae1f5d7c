"""Programs that schedule callbacks and timers."""

from asyncio import sleep
from functools import partial

from ..callback_kit import bare, plain
from ..kit import log, loop


async def ready_callbacks_in_order():
    """Ready callbacks run in order; callbacks they add wait for the next iteration, behind due timers."""

    @bare
    def adds(name):
        log(name)
        loop.call_soon(log, name, "adds")
        loop.call_later(0, log, name, "adds a timer")

    loop.call_later(0, log, "due at once")
    loop.call_soon(adds, "a")
    loop.call_at(-5.0, log, "past")
    loop.call_soon(adds, "b")
    loop.call_soon_threadsafe(log, "threadsafe")
    log("nothing ran yet")
    await sleep(0)
    log("one iteration later")
    await sleep(0)
    log("two later")


async def timers_in_order():
    """Timers run in the order of their deadlines, equal ones in the order they were made."""
    for name, when in ("c", 2), ("a", 1), ("d", 2), ("b", 1), ("e", 3):
        loop.call_at(when, log, name)
        loop.call_later(when, log, name, "later")
    loop.call_at(
        1,
        lambda: (loop.call_soon(log, "soon"), loop.call_at(1, log, "again"), loop.call_later(1, log, "at 2")),
    )
    await sleep(2)
    log("main")
    await sleep(2)


async def cancelled_handles():
    """Cancelled while pending, when due, during its own call and after it."""

    @bare
    def itself():
        mine.cancel()
        log("mine", mine.cancelled())

    soon, later = loop.call_soon(log, "never"), loop.call_later(1, log, "never")
    mine = loop.call_soon(itself)
    ran = loop.call_soon(log, "runs")
    for handle in soon, later, soon, later:
        handle.cancel()
    log([handle.cancelled() for handle in (soon, later, mine, ran)])
    await sleep(0)
    ran.cancel()
    log(ran.cancelled(), mine.cancelled())
    first = loop.call_later(1, lambda: second.cancel())
    second = loop.call_later(1, log, "never")
    third = loop.call_later(1, log, "third")
    await sleep(2)
    log(
        [timer.cancelled() for timer in (first, second, third)],
        [timer.when() for timer in (first, second, third)],
    )


async def reprs():
    """Reprs of handles and timers before they run, after, and when cancelled."""

    @bare
    def callback(*_):
        pass

    soon, timer, far = loop.call_soon(callback), loop.call_at(1.0, callback), loop.call_at(1e20, callback)
    for each in (
        soon,
        timer,
        far,
        *(loop.call_at(when, callback) for when in (2.5, 1e-5, 1.25e-7, 0.0, float("inf"))),
    ):
        log(plain(each))
    await sleep(0)
    log(plain(soon))
    for each in soon, timer, far:
        each.cancel()
        log(plain(each))
    log(plain(loop.call_soon(partial(callback, 1))))
