# Tasks, futures and values of a program's own classes.
# ---- eager tasks
import asyncio

async def work(name, seconds):
    print("begins", name, asyncio.current_task().get_name())
    if seconds is not None:
        await asyncio.sleep(seconds)
    print("ends", name)
    return name

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(asyncio.eager_task_factory)
    at_once = asyncio.create_task(work("at once", None), name="at once")
    print(at_once.done(), at_once.result())
    later = asyncio.create_task(work("later", 0.1), name="later")
    yields = asyncio.create_task(work("yields", 0), name="yields")
    print("main goes on")
    async with asyncio.TaskGroup() as group:
        group.create_task(work("in a group", 0.2), name="in a group")
        group.create_task(work("in a group, at once", None), name="in a group, at once")
    print(await asyncio.gather(later, yields))
    loop.set_task_factory(None)

asyncio.run(main())

# ---- a program's task factory
import asyncio

class Loud(asyncio.Task):
    def cancel(self, *args):
        print("cancel", self.get_name())
        return super().cancel(*args)

def factory(loop, coro, **kwargs):
    print("makes", coro.__qualname__)
    return Loud(coro, loop=loop, **kwargs)

async def work():
    await asyncio.sleep(5)

async def main():
    asyncio.get_running_loop().set_task_factory(factory)
    task = asyncio.create_task(work(), name="loud")
    await asyncio.sleep(0.1)
    task.cancel()
    print(await asyncio.gather(task, return_exceptions=True))
    asyncio.get_running_loop().set_task_factory(None)

asyncio.run(main())

# ---- classes that notice when they are compared, hashed or named
import asyncio
import functools
import types


class Telling(type):
    def __eq__(cls, other):
        print("compared")
        return NotImplemented

    def __hash__(cls):
        print("hashed")
        return 1

    @property
    def __name__(cls):
        print("named")
        return "x"


def telling(base):
    # A class statement's own names would hide the properties.
    return types.new_class("Own", (base,), {"metaclass": Telling})


class Callback(metaclass=Telling):
    def __getattr__(self, name):
        print("asked for", name)
        raise RuntimeError(name)

    def __call__(self, *args):
        print("called")


class Value(metaclass=Telling):
    def __repr__(self):
        print("shown")
        return ""


async def work(queue):
    await queue.put(Value())
    return await queue.get()


async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(Callback())
    loop.call_soon(types.MethodType(Callback(), 5))
    loop.call_later(0.1, functools.partial(Callback()))
    await asyncio.sleep(0.2)
    for kind in (asyncio.Queue, asyncio.PriorityQueue):
        await asyncio.create_task(work(telling(kind)()))
    async with telling(asyncio.Lock)(), telling(asyncio.Semaphore)(), telling(asyncio.TaskGroup)() as group:
        group.create_task(work(asyncio.Queue()))
    try:
        async with telling(asyncio.Timeout)(loop.time() + 1):
            await asyncio.create_task(fail())
    except Exception:
        print("failed")


async def fail():
    raise telling(Exception)(Value())


asyncio.run(main())

# ---- a failed eager task is gone without references to it
import asyncio
import gc
import weakref

class Part:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)

async def fail(part):
    raise ValueError

async def main():
    gc.disable()
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(fail(Part("alone")), name="alone")
    print(repr(task.exception()))
    del task
    print("dropped")
    try:
        async with asyncio.TaskGroup() as group:
            task = weakref.ref(group.create_task(fail(Part("in a group")), name="in a group"))
    except* ValueError:
        print("caught")
    print(task())
    asyncio.get_running_loop().set_task_factory(None)
    gc.enable()

asyncio.run(main())

# ---- futures of a class outside asyncio
import asyncio

class Answer:
    __slots__ = ("callbacks", "loop", "value", "_asyncio_future_blocking")

    def __init__(self, loop):
        self.loop, self.callbacks, self.value = loop, [], None
        self._asyncio_future_blocking = False

    def __await__(self):
        if self.value is None:
            self._asyncio_future_blocking = True
            yield self
        return self.result()

    def get_loop(self):
        return self.loop

    def add_done_callback(self, callback, *, context=None):
        self.callbacks.append((callback, context))

    def give(self, value):
        self.value = value
        for callback, context in self.callbacks:
            self.loop.call_soon(callback, self, context=context)

    def done(self):
        return self.value is not None

    def cancel(self, msg=None):
        print("asked to cancel:", msg)
        self.give(asyncio.CancelledError(msg))
        return True

    def cancelled(self):
        return isinstance(self.value, asyncio.CancelledError)

    def exception(self):
        return None

    def result(self):
        if isinstance(self.value, BaseException):
            raise self.value
        return self.value

class Held(Answer):
    __slots__ = ("__weakref__",)

async def ask(answer):
    return await answer

async def main():
    loop = asyncio.get_running_loop()
    for kind in (Answer, Held):
        answer = kind(loop)
        loop.call_later(1, answer.give, "yes")
        print(await ask(answer), loop.time())
        task = asyncio.create_task(ask(kind(loop)))
        await asyncio.sleep(1)
        task.cancel("enough")
        try:
            await task
        except asyncio.CancelledError as error:
            print(repr(error), task.cancelled())
        answers = kind(loop), kind(loop)
        for answer in answers:
            loop.call_later(1, answer.give, "both")
        print(await asyncio.gather(*answers))

asyncio.run(main())

# ---- a task's own methods are the program's alone to call
import asyncio

class Telling(asyncio.Task):
    def _telling(name):
        def call(self, *args):
            print(name, *map(type, args))
            return getattr(super(Telling, self), name)(*args)

        return call

    done, cancelled, cancelling, uncancel = map(_telling, ("done", "cancelled", "cancelling", "uncancel"))
    result, exception, get_coro = map(_telling, ("result", "exception", "get_coro"))

async def work(error=None):
    await asyncio.sleep(1)
    if error is not None:
        raise error

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **kwargs: Telling(coro, loop=loop, **kwargs))
    print("one that returns")
    await asyncio.create_task(work(), name="returns")
    print("one that raises")
    await asyncio.gather(asyncio.create_task(work(ValueError()), name="raises"), return_exceptions=True)
    print("one that is cancelled")
    task = asyncio.create_task(work(), name="cancelled")
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])
    print("one that is eager")
    await asyncio.create_task(work(), name="eager", eager_start=True)
    loop.set_task_factory(None)

asyncio.run(main())

# ---- asyncio's names may be patched while tasks run
import asyncio

async def work():
    await asyncio.sleep(1)
    return "done"

async def main():
    loop = asyncio.get_running_loop()
    sleep = asyncio.sleep
    for name in ("Task", "Future", "CancelledError", "current_task", "eager_task_factory", "iscoroutine", "_get_running_loop"):
        was = getattr(asyncio, name)
        setattr(asyncio, name, None)
        task, eager, cancelled = loop.create_task(work()), loop.create_task(work(), eager_start=True), loop.create_task(work())
        await sleep(0.5)
        cancelled.cancel()
        print(name, await task, await eager)
        setattr(asyncio, name, was)
        print(cancelled.cancelled())

asyncio.run(main())

# ---- a warning for what called a coroutine or a callback
import asyncio
import warnings

def warn():
    warnings.warn("of a callback", stacklevel=2)

async def main():
    warnings.warn("of a coroutine", stacklevel=2)
    asyncio.get_running_loop().call_soon(warn)
    await asyncio.sleep(0)

asyncio.run(main())

# ---- where eager tasks and futures are made, in debug mode
import asyncio

async def work():
    await asyncio.sleep(0)

async def main():
    loop = asyncio.get_running_loop()
    print(loop.create_task(work(), name="a", eager_start=True))
    print(asyncio.create_task(work(), name="b", eager_start=True))
    async with asyncio.TaskGroup() as group:
        print(group.create_task(work(), name="c", eager_start=True))
    print(loop.create_future())
    print(asyncio.Future())

asyncio.run(main(), debug=True)
