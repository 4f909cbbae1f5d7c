"""Scripts that lose something: exceptions that are never retrieved, tasks that never end.

CPython reports each when it is collected, the runtime when the loop is closed; here that is the same moment.
"""

import gc
from asyncio import CancelledError, create_task, gather, shield, sleep, wait

from ..callback_kit import checks, tries
from ..kit import log, loop


def report_losses_at_the_end():
    losses = []

    def note(_, context):
        losses.append(
            [
                ", ".join(sorted(context)),
                context["message"],
                context.get("exception"),
                context["task"].get_name() if "task" in context else "",
            ]
        )

    loop.set_exception_handler(note)

    def end(lost):
        loop.close()
        while lost:
            lost.pop(0)
        gc.collect()
        for what in sorted(losses, key=lambda what: f"{what[2]} {what[3]}"):
            log(*what)
        log("closed")

    return end


def exceptions_of_futures():
    """Looking at an exception or cancelling counts as retrieving it."""
    end = report_losses_at_the_end()

    def failed(name):
        future = loop.create_future()
        future.set_exception(ValueError(name))
        lost.append(future)
        return future

    lost = []

    async def main():
        failed("nobody's")
        log(failed("only shown").done())
        failed("cancelled").cancel()
        failed("asked by exception()").exception()
        checks(failed("asked by result()").result)
        await tries(failed("awaited"))
        await wait([failed("waited for")])
        await tries(gather(failed("gathered"), failed("gathered, too")))
        await gather(failed("among the results"), return_exceptions=True)
        await tries(shield(failed("shielded")))
        failed("told to a callback").add_done_callback(lambda future: log("called"))
        failed("asked by a callback").add_done_callback(lambda future: future.exception())
        await sleep(1)

    loop.run_until_complete(main())
    end(lost)


def exceptions_of_tasks():
    """Exceptions of tasks, and of gather and shield, that no task retrieved."""
    end = report_losses_at_the_end()

    async def fails(name):
        await sleep(1)
        raise ValueError(name)

    async def ends():
        raise CancelledError("no exception in this sense")

    async def main():
        lost.append(create_task(fails("nobody's"), name="nobody's"))
        lost.append(create_task(fails("awaited"), name="awaited"))
        lost.append(create_task(ends(), name="cancelled"))
        lost.append(gather(fails("gathered")))
        lost.append(shield(create_task(fails("shielded"))))
        await tries(lost[1])
        await sleep(1)

    lost = []
    loop.run_until_complete(main())
    end(lost)


def tasks_that_never_end():
    """Tasks that never end, but not those that the program never saw."""
    end = report_losses_at_the_end()

    async def waits():
        await loop.create_future()

    async def main():
        lost.append(create_task(waits(), name="waits"))
        lost.append(create_task(waits(), name="cancelled too late"))
        lost.append(create_task(sleep(9), name="sleeps"))
        lost.append(create_task(sleep(0), name="done"))
        lost.append(gather(waits(), waits()))
        await sleep(1)
        lost[1].cancel()
        lost.append(create_task(waits(), name="never begun"))
        loop.stop()
        await waits()

    lost = []
    checks(lambda: loop.run_until_complete(main()))
    end(lost)
