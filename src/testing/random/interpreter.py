# Runs random programs; interpreter.ts is the same in TypeScript. It is one module with the three files that hold the
# world, the actions and the steps, and before them with stock.py or guest.py, which tell on which loop: program.ts tells
# what programs can do.
import asyncio
import gc
import itertools
import sys
import warnings


warnings.simplefilter("ignore")
# Said of coroutines that are thrown away at the end of a deadlocked program.
sys.unraisablehook = lambda unraisable: None
# So that nothing is collected in the middle of a program, with what its coroutines would still do then.
gc.disable()


async def begin(world, program):
    world.tasks.append(asyncio.current_task())
    world.furnish()
    for body in program["tasks"]:
        world.act("spawn", [body], Scope(0))
    await world.run_body(program["main"], Scope(0))
    await asyncio.sleep(program["lingers"])


class KeepingLoop(EventLoop):
    """Keeps its tasks: asyncio itself holds them weakly, and one that nobody else holds may vanish. Counts them."""

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
    """Runs the loop until the awaitable is done, and logs how that ended."""
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
    """Returns the world when all is over in it."""
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
