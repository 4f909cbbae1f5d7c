"""Scripts that run and stop loops."""

from ..callback_kit import bare, checks, naps, plain, says
from ..kit import log, loop


def stopped_before_it_runs():
    """A loop stopped before it runs does one iteration, also if stopped twice."""
    loop.call_soon(says("first"))
    loop.call_soon(lambda: loop.call_soon(says("next run")))
    loop.call_later(1, says("a second later"))
    loop.stop()
    loop.stop()
    loop.run_forever()
    log("stopped", loop.is_running())
    loop.call_soon(loop.stop)
    loop.run_forever()
    log("again")
    loop.call_later(1, loop.stop)
    loop.run_forever()
    log("once more")


def stopped_by_a_callback():
    """A loop stopped by a callback finishes the iteration; callbacks added in it wait for the next run."""

    @bare
    def stops():
        loop.stop()
        loop.call_soon(says("added"))
        loop.call_later(0, says("timer added"))

    loop.call_soon(stops)
    loop.call_soon(says("behind it"))
    loop.call_soon(loop.stop)
    loop.run_forever()
    log("stopped")
    loop.call_soon(loop.stop)
    loop.run_forever()


def runs_until_complete():
    """Runs coroutines, tasks and futures to completion, one after another."""

    async def fails():
        raise ValueError("oops")

    log(loop.run_until_complete(naps(1)))
    task = loop.create_task(naps(1), name="task")
    log(loop.run_until_complete(task), loop.run_until_complete(task))
    checks(lambda: loop.run_until_complete(fails()))
    cancelled = loop.create_task(naps(9))
    cancelled.cancel("why")
    checks(lambda: loop.run_until_complete(cancelled))
    future = loop.create_future()
    loop.call_later(1, future.set_result, 42)
    log(loop.run_until_complete(future))
    checks(lambda: loop.run_until_complete(5))
    log(loop.is_running())


def stopped_before_completion():
    """Stopped before completion, run_until_complete raises, and the task continues in the next run."""
    task = loop.create_task(naps(2), name="task")
    loop.call_later(1, loop.stop)
    checks(lambda: loop.run_until_complete(task))
    log(task.done(), loop.is_running())
    log(loop.run_until_complete(task))


def errors_and_time_between_runs():
    """An error in a callback is reported and the run continues; time does not pass between runs."""
    loop.set_exception_handler(lambda _, context: log(plain(context["message"]), context["exception"]))

    @bare
    def fails():
        raise ValueError("oops")

    loop.call_soon(fails)
    loop.call_soon(says("goes on"))
    loop.call_later(2, fails)
    loop.call_later(3, loop.stop)
    loop.run_forever()
    log("between")
    loop.call_later(1, loop.stop)
    loop.run_forever()
    log("after")
