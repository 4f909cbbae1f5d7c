"""Generators for programs about asynchronous generators; asyncgen-kit.ts is the same in TypeScript."""

from asyncio import get_running_loop, sleep

from .kit import log


class OpenGenerators(dict):
    """The open generators in the order of their first iteration, without the finished ones.

    CPython's WeakSet is ordered by addresses, and holds finished generators until they are collected. At the
    loop's shutdown each of those gets a task with nothing to do.
    """

    def add(self, ref):
        self[ref] = None

    def discard(self, ref):
        self.pop(ref, None)

    def copy(self):
        # Of a copy: the garbage collector may run meanwhile, and discard some.
        return [ref for ref in dict.copy(self) if (generator := ref()) is not None and generator.ag_frame]

    def __len__(self):
        return len(self.copy())


def order_open_generators(program):
    """Make CPython's loop hold its asynchronous generators as the runtime's does, then run the program."""

    async def run_ordered(*arguments):
        get_running_loop()._asyncgens.data = OpenGenerators()
        await program(*arguments)

    return run_ordered


async def ticks(count, name="ticks"):
    """Yield 0 and up, a second apart, and log the end."""
    try:
        for i in range(count):
            await sleep(1)
            yield i
        log(name, "run out")
    finally:
        await sleep(0.5)
        log(name, "end")


async def echo(count):
    """Yield 0 and up, log each value sent and the error that ends the generator; take a second for each."""
    try:
        for i in range(count):
            try:
                log("is sent", (yield i))
            except ValueError as error:
                log("catches", error)
            await sleep(1)
    except BaseException as error:
        log("is ended by", error)
        await sleep(1)
        raise
    finally:
        await sleep(1)
        log("ends")


async def stages(name):
    """Await before, between and after two yields, and in the cleanup."""
    try:
        log(name, "before")
        await sleep(1)
        yield "first"
        log(name, "between")
        await sleep(1)
        yield "second"
        log(name, "after")
        await sleep(1)
    except BaseException as error:
        log(name, "is ended by", error)
        raise
    finally:
        await sleep(0.25)
        log(name, "ends")
