"""Programs that end while tasks are left."""

from asyncio import CancelledError, sleep

from ..kit import spawn, stubborn, work


async def cancels_what_is_left():
    """Tasks left running at the end of the program are cancelled and awaited."""

    async def fails_late():
        try:
            await sleep(9)
        except CancelledError:
            raise ValueError("at the end")

    spawn("a", work("a", 5, cleanup=1))
    spawn("fails late", fails_late())
    spawn("refuses", stubborn("refuses", 5))
    spawn("not begun", work("not begun", 1))
    raise ValueError("the program fails")


async def cancels_begun_tasks():
    """Tasks that have begun are cancelled and awaited, too."""
    spawn("a", work("a", 5, cleanup=1))
    spawn("b", work("b", 5, cleanup=2))
    spawn("refuses", stubborn("refuses", 5))
    await sleep(1)
