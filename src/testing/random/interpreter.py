# Runs random programs; interpreter.ts is the same in TypeScript. It is one module with the three files that hold the
# world, the actions and the steps, and with stock.py or guest.py before them, which choose the loop. program.ts lists
# the steps.
import asyncio
import gc
import itertools
import sys
import warnings


warnings.simplefilter("ignore")
# This warning is raised for coroutines that are dropped at the end of a deadlocked program.
sys.unraisablehook = lambda unraisable: None
# A collection in the middle of a program would close coroutines, and run their cleanups.
gc.disable()


async def begin(world, program):
    world.tasks.append(asyncio.current_task())
    world.furnish()
    for body in program["tasks"]:
        world.act("spawn", [body], Scope(0))
    await world.run_body(program["main"], Scope(0))
    await asyncio.sleep(program["lingers"])


class KeepingLoop(EventLoop):
    """Hold and count the tasks: asyncio holds them weakly, and could lose one that has no other reference."""

    def __init__(self):
        super().__init__()
        self.kept = []
        self.names = itertools.count(1)

    def create_task(self, coro, **kwargs):
        if kwargs.get("name") is None:
            kwargs["name"] = f"Task-{next(self.names)}"
        self.kept.append(super().create_task(coro, **kwargs))
        return self.kept[-1]


def complete(world, awaitable):
    """Run the loop until the awaitable is done, and log the outcome."""
    try:
        world.log("ended:", world.loop.run_until_complete(awaitable))
    except SystemExit:
        deadlocked(world)
    except (Exception, asyncio.CancelledError) as error:
        world.log("ended:", error)


def report(world, context):
    if "never retrieved" not in context["message"] and "destroyed" not in context["message"]:
        world.log("reported", context.get("exception"))


def run_program(program):
    """Return the world when its program is over."""
    loop = KeepingLoop()
    world = World(loop)
    loop.set_exception_handler(lambda _loop, context: report(world, context))
    complete(world, loop.create_task(begin(world, program)))
    left = sorted(asyncio.all_tasks(loop), key=hash)
    for task in left:
        task.cancel()
    if left:
        complete(world, asyncio.gather(*left, return_exceptions=True))
    world.ended = True
    loop.close()
    return world
