# Runs random programs on the stock loop; interpreter.ts is the same in TypeScript. It is one module with stock-loop.py
# and the three files that hold the world, the actions and the steps: program.ts tells what programs can do.
import asyncio
import gc
import itertools
import sys
import warnings


class OrderedSet(dict):
    """Where asyncio goes through a set, the order is open. Here it is that of coming."""

    def add(self, item):
        self[item] = None

    def discard(self, item):
        self.pop(item, None)

    remove = discard


def init_as_completed(self, aws, timeout):
    """`_AsCompletedIterator.__init__` as it is, but for the set that it makes."""
    self._done = asyncio.Queue()
    self._timeout_handle = None
    loop = asyncio.get_event_loop()
    todo = OrderedSet.fromkeys(asyncio.ensure_future(aw, loop=loop) for aw in dict.fromkeys(aws))
    for future in todo:
        future.add_done_callback(self._handle_completion)
    if todo and timeout is not None:
        self._timeout_handle = loop.call_later(timeout, self._handle_timeout)
    self._todo = todo
    self._todo_left = len(todo)


asyncio.taskgroups.set = OrderedSet
asyncio.tasks._AsCompletedIterator.__init__ = init_as_completed
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
    """Keeps its tasks: asyncio itself holds them weakly, and one that nobody else holds may vanish."""

    def __init__(self):
        super().__init__()
        self.kept = []

    def create_task(self, coro, **kwargs):
        self.kept.append(super().create_task(coro, **kwargs))
        return self.kept[-1]


def complete(world, awaitable):
    """Runs the loop until the awaitable is done, and logs how that ended."""
    try:
        world.log("ended:", world.loop.run_until_complete(awaitable))
    except SystemExit:
        # It came to no iteration.
        order.pop()
        world.log("ended: deadlock")
    except (Exception, asyncio.CancelledError) as error:
        world.log("ended:", error)


def report(world, context):
    if "never retrieved" not in context["message"] and "destroyed" not in context["message"]:
        world.log("reported", context.get("exception"))


def run_program(program):
    order.clear()
    Clock.now = 0.0
    Task._names = itertools.count(1)
    Task._count = itertools.count()
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
    return [world.lines, list(order)]
