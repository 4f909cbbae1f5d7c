# Small programs, each begun by a line "# ---- <name>". All tell what happens and when; none says what is right.
# ---- one task
import asyncio

async def main():
    print("in", asyncio.get_running_loop().time())
    await asyncio.sleep(0.5)
    print("out", asyncio.get_running_loop().time())
    return 42

print(asyncio.run(main()))

# ---- equal sleeps come due first in, first out
import asyncio

async def nap(name, seconds):
    await asyncio.sleep(seconds)
    print(name, asyncio.get_running_loop().time())

async def main():
    async with asyncio.TaskGroup() as group:
        for i, seconds in enumerate([0.2, 0.1, 0.2, 0.1, 0.1, 0.3, 0.2, 0.1]):
            group.create_task(nap(i, seconds))

asyncio.run(main())

# ---- a sleep of nothing lets others run
import asyncio

async def talk(name, times):
    for i in range(times):
        print(name, i)
        await asyncio.sleep(0)

async def main():
    tasks = [asyncio.create_task(talk(name, 3), name=name) for name in "abc"]
    await asyncio.sleep(0)
    print("main")
    for task in tasks:
        await task

asyncio.run(main())

# ---- negative and very long sleeps
import asyncio

async def nap(seconds):
    print(seconds, await asyncio.sleep(seconds, "slept"), asyncio.get_running_loop().time())

async def main():
    await asyncio.gather(nap(-1), nap(0), nap(1e-12), nap(365 * 86400), nap(365 * 86400 + 1e-9), nap(40))

asyncio.run(main())

# ---- gather keeps the order of its arguments
import asyncio

async def echo(value, seconds):
    await asyncio.sleep(seconds)
    print("done", value)
    return value

async def main():
    print(await asyncio.gather(echo("slow", 0.3), echo("fast", 0.1), echo("mid", 0.2)))

asyncio.run(main())

# ---- gather: the first exception, the others go on
import asyncio

async def fail(seconds):
    await asyncio.sleep(seconds)
    raise ValueError(seconds)

async def work(seconds):
    await asyncio.sleep(seconds)
    print("worked", asyncio.get_running_loop().time())

async def main():
    try:
        await asyncio.gather(work(0.3), fail(0.1), fail(0.2))
    except ValueError as error:
        print("caught", error, asyncio.get_running_loop().time())
    await asyncio.sleep(1)
    print(await asyncio.gather(work(0.1), fail(0.2), return_exceptions=True))

asyncio.run(main())

# ---- gather: cancelled from outside
import asyncio

async def work(name):
    try:
        await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(name, "cancelled")
        raise

async def main():
    outer = asyncio.gather(work("a"), work("b"))
    await asyncio.sleep(0.1)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        print("gather cancelled", asyncio.get_running_loop().time())

asyncio.run(main())

# ---- wait: all, first completed, first exception
import asyncio

async def work(seconds, fails=False):
    await asyncio.sleep(seconds)
    if fails:
        raise ValueError(seconds)
    return seconds

async def main():
    for mode in (asyncio.ALL_COMPLETED, asyncio.FIRST_COMPLETED, asyncio.FIRST_EXCEPTION):
        tasks = [asyncio.create_task(work(s, s == 0.2), name=f"{mode} {s}") for s in (0.3, 0.1, 0.2)]
        done, pending = await asyncio.wait(tasks, return_when=mode)
        print(mode, asyncio.get_running_loop().time())
        for task in done:
            print("done", task.get_name(), task.exception() or task.result())
        for task in pending:
            print("pending", task.get_name())
            task.cancel()
        await asyncio.sleep(1)

asyncio.run(main())

# ---- wait with a timeout
import asyncio

async def main():
    tasks = {asyncio.create_task(asyncio.sleep(s, s), name=str(s)) for s in (0.1, 0.2, 0.3, 0.4)}
    while tasks:
        done, tasks = await asyncio.wait(tasks, timeout=0.2)
        print(asyncio.get_running_loop().time(), [task.result() for task in done], len(tasks))

asyncio.run(main())

# ---- as_completed, both ways
import asyncio

async def work(seconds):
    await asyncio.sleep(seconds)
    return seconds

async def main():
    loop = asyncio.get_running_loop()
    for next_one in asyncio.as_completed([work(0.3), work(0.1), work(0.2)]):
        print(await next_one, loop.time())
    async for task in asyncio.as_completed([asyncio.create_task(work(s)) for s in (0.2, 0.1)]):
        print(await task, loop.time())
    try:
        for next_one in asyncio.as_completed([work(0.1), work(9)], timeout=0.5):
            print(await next_one, loop.time())
    except TimeoutError:
        print("timeout", loop.time())

asyncio.run(main())

# ---- TaskGroup: a failure cancels the others
import asyncio

async def work(name, seconds):
    try:
        await asyncio.sleep(seconds)
        print(name, "done")
    except asyncio.CancelledError:
        print(name, "cancelled", asyncio.get_running_loop().time())
        raise

async def fail(seconds):
    await asyncio.sleep(seconds)
    raise RuntimeError(seconds)

async def main():
    try:
        async with asyncio.TaskGroup() as group:
            for i in range(4):
                group.create_task(work(i, 0.1 * (i + 1)))
            group.create_task(fail(0.2))
            group.create_task(fail(0.2))
            await asyncio.sleep(5)
    except* RuntimeError as group:
        print(group.exceptions, asyncio.get_running_loop().time())

asyncio.run(main())

# ---- TaskGroups in each other
import asyncio

async def leaf(name, seconds):
    await asyncio.sleep(seconds)
    print(name, asyncio.get_running_loop().time())

async def branch(name):
    async with asyncio.TaskGroup() as group:
        group.create_task(leaf(f"{name}.1", 0.2))
        group.create_task(leaf(f"{name}.2", 0.1))
    print(name)

async def main():
    async with asyncio.TaskGroup() as group:
        for name in "ab":
            group.create_task(branch(name))

asyncio.run(main())

# ---- semaphore: three permits, seven workers
import asyncio
import random

async def worker(i, gate):
    async with gate:
        print("in", i, gate.locked())
        await asyncio.sleep(random.uniform(0.4, 1))
    print("out", i, asyncio.get_running_loop().time())

async def main():
    gate = asyncio.Semaphore(3)
    await asyncio.gather(*(worker(i, gate) for i in range(7)))

asyncio.run(main())

# ---- semaphore: a waiter is cancelled
import asyncio

async def worker(i, gate):
    try:
        async with gate:
            print("in", i, asyncio.get_running_loop().time())
            await asyncio.sleep(0.5)
    except asyncio.CancelledError:
        print("cancelled", i, asyncio.get_running_loop().time())

async def main():
    gate = asyncio.Semaphore(1)
    tasks = [asyncio.create_task(worker(i, gate)) for i in range(5)]
    await asyncio.sleep(0.5)
    tasks[1].cancel()
    tasks[2].cancel()
    tasks[0].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    try:
        asyncio.BoundedSemaphore(1).release()
    except ValueError as error:
        print(error)

asyncio.run(main())

# ---- lock: fair, also after a cancel
import asyncio

async def worker(i, lock):
    for _ in range(2):
        async with lock:
            print("has", i, asyncio.get_running_loop().time())
            await asyncio.sleep(0.1)

async def main():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(worker(i, lock)) for i in range(3)]
    await asyncio.sleep(0.15)
    tasks[2].cancel()
    print(await asyncio.gather(*tasks, return_exceptions=True))
    try:
        lock.release()
    except RuntimeError as error:
        print(error)

asyncio.run(main())

# ---- event, condition, barrier
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    event, condition, barrier = asyncio.Event(), asyncio.Condition(), asyncio.Barrier(3)
    items = []

    async def waits(i):
        await event.wait()
        print("event", i, loop.time())
        async with condition:
            await condition.wait_for(lambda: len(items) > i)
            print("condition", i, loop.time())
        print("barrier", await barrier.wait(), loop.time())

    async def feeds():
        await asyncio.sleep(0.1)
        event.set()
        for i in range(3):
            await asyncio.sleep(0.1)
            async with condition:
                items.append(i)
                condition.notify(2)
        async with condition:
            condition.notify_all()

    await asyncio.gather(*(waits(i) for i in range(3)), feeds())

asyncio.run(main())

# ---- queue: producers and consumers
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    queue = asyncio.Queue(2)

    async def produce(name):
        for i in range(4):
            await queue.put((name, i))
            print("put", name, i, loop.time())

    async def consume(name):
        while True:
            item = await queue.get()
            print("got", name, item, loop.time())
            await asyncio.sleep(0.1)
            queue.task_done()

    consumers = [asyncio.create_task(consume(n)) for n in "xy"]
    await asyncio.gather(produce("a"), produce("b"))
    await queue.join()
    print("joined", loop.time())
    for task in consumers:
        task.cancel()
    print(await asyncio.gather(*consumers, return_exceptions=True))

asyncio.run(main())

# ---- queue: shut down, priorities
import asyncio

async def main():
    queue = asyncio.PriorityQueue()
    for number in (3, 1, 2):
        queue.put_nowait(number)
    waiting = asyncio.Queue()

    async def get():
        try:
            await waiting.get()
        except asyncio.QueueShutDown:
            print("shut down", asyncio.get_running_loop().time())

    tasks = [asyncio.create_task(get()) for _ in range(2)]
    print([await queue.get() for _ in range(3)])
    await asyncio.sleep(0.1)
    waiting.shutdown()
    await asyncio.gather(*tasks)

asyncio.run(main())

# ---- cancelling a task that sleeps, is ready, has not begun, is done
import asyncio

async def work(name):
    try:
        print("begins", name)
        await asyncio.sleep(0 if name == "ready" else 1)
        print("ends", name)
    except asyncio.CancelledError as error:
        print("cancelled", name, error.args, asyncio.get_running_loop().time())
        raise

async def main():
    sleeping, ready = asyncio.create_task(work("sleeping")), asyncio.create_task(work("ready"))
    await asyncio.sleep(0)
    fresh = asyncio.create_task(work("fresh"))
    print(sleeping.cancel("why"), ready.cancel(), fresh.cancel(), sleeping.cancelling())
    for task in (sleeping, ready, fresh):
        try:
            await task
        except asyncio.CancelledError as error:
            print(task.cancelled(), task.cancel(), error.args)

asyncio.run(main())

# ---- cancelling what a task waits on, and a cancel that is refused
import asyncio

async def stubborn():
    for _ in range(2):
        try:
            await asyncio.sleep(1)
        except asyncio.CancelledError:
            print("no", asyncio.get_running_loop().time())
            asyncio.current_task().uncancel()
    return "result"

async def waits(task):
    return await task

async def main():
    inner = asyncio.create_task(stubborn())
    outer = asyncio.create_task(waits(inner))
    await asyncio.sleep(0.25)
    outer.cancel()
    print(await outer, outer.cancelling(), inner.cancelling(), asyncio.get_running_loop().time())
    first = asyncio.create_task(waits(asyncio.create_task(asyncio.sleep(5), name="deep")))
    await asyncio.sleep(0.1)
    first.cancel()
    print(await asyncio.gather(first, return_exceptions=True))

asyncio.run(main())

# ---- a finally that awaits while cancelled
import asyncio

async def work():
    try:
        await asyncio.sleep(1)
    finally:
        print("cleaning", asyncio.get_running_loop().time())
        await asyncio.sleep(0.5)
        print("clean", asyncio.get_running_loop().time())

async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0.1)
    task.cancel()
    await asyncio.sleep(0.1)
    print(task.done())
    await asyncio.wait([task])
    print(task.cancelled())

asyncio.run(main())

# ---- timeouts
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(0.2):
            await asyncio.sleep(1)
    except TimeoutError:
        print("timeout", loop.time())
    async with asyncio.timeout(0.5) as limit:
        await asyncio.sleep(0.1)
        limit.reschedule(loop.time() + 0.3)
        await asyncio.sleep(0.2)
    print("in time", limit.expired(), loop.time())
    try:
        async with asyncio.timeout(1):
            async with asyncio.timeout(0.3):
                await asyncio.sleep(0.3)
                print("a tie: the sleep was first", loop.time())
            await asyncio.sleep(3)
    except TimeoutError:
        print("outer", loop.time())
    try:
        await asyncio.wait_for(asyncio.sleep(1), 0.1)
    except TimeoutError:
        print("wait_for", loop.time())
    print(await asyncio.wait_for(asyncio.sleep(0.1, "quick"), 1))

asyncio.run(main())

# ---- shield
import asyncio

async def work():
    await asyncio.sleep(1)
    print("worked", asyncio.get_running_loop().time())
    return "kept"

async def main():
    task = asyncio.create_task(work())
    try:
        await asyncio.wait_for(asyncio.shield(task), 0.3)
    except TimeoutError:
        print("gave up", asyncio.get_running_loop().time())
    print(await task)

asyncio.run(main())

# ---- call_soon, call_later, call_at
import asyncio

loop = asyncio.new_event_loop()

def say(*what):
    print(*what, loop.time())

def now():
    say("now")
    loop.call_soon(say, "next iteration")
    loop.call_later(0, say, "timer of nothing")
    loop.call_at(loop.time() - 5, say, "timer in the past")

loop.call_at(0.3, say, "at 0.3")
loop.call_later(0.2, say, "after 0.2")
loop.call_later(0.1, say, "first of a tie")
loop.call_at(0.1, say, "second of a tie")
loop.call_later(0.4, loop.stop)
loop.call_soon(now)
loop.call_soon(say, "behind now")
loop.call_soon_threadsafe(say, "thread safe")
cancelled = loop.call_later(0.15, say, "never")
loop.call_soon(cancelled.cancel)
handle = loop.call_soon(say, "never")
handle.cancel()
loop.run_forever()
print(cancelled.cancelled(), handle.cancelled(), cancelled.when())
loop.close()

# ---- more than a hundred timers, most of them cancelled
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    timers = [loop.call_later(1 + i % 7 / 10, print, "timer", i) for i in range(150)]
    for i, timer in enumerate(timers):
        if i % 10:
            timer.cancel()
    await asyncio.sleep(0.5)
    for timer in timers[:40]:
        timer.cancel()
    await asyncio.sleep(2)
    print(loop.time())

asyncio.run(main())

# ---- exceptions in callbacks
import asyncio

loop = asyncio.new_event_loop()

def handler(loop, context):
    print("handler:", context["message"].split(" created")[0], repr(context["exception"]))
    if context["exception"].args == ("twice",):
        raise LookupError("in the handler")

loop.call_soon(lambda: 1 / 0)
loop.call_soon(print, "goes on")
loop.call_later(0.1, int, "to stderr")
loop.call_later(0.2, loop.set_exception_handler, handler)
loop.call_later(0.3, int, "to the handler")

def twice():
    raise ValueError("twice")

loop.call_later(0.4, twice)
loop.call_later(0.5, loop.stop)
loop.run_forever()
loop.close()

# ---- stop: the batch finishes, the clock stands
import asyncio

loop = asyncio.new_event_loop()
loop.call_soon(print, "one iteration")
loop.call_soon(loop.call_soon, print, "the next run")
loop.call_later(1, print, "later")
loop.stop()
loop.run_forever()
print("stopped", loop.time())
loop.call_soon(loop.stop)
loop.call_soon(print, "behind stop")
loop.run_forever()
print("again", loop.time())
loop.call_later(2, loop.stop)
loop.run_forever()
print(loop.time(), loop.is_running(), loop.is_closed())
loop.close()
try:
    loop.call_soon(print)
except RuntimeError as error:
    print(error)

# ---- run_until_complete twice, and what it refuses
import asyncio

async def work(seconds):
    await asyncio.sleep(seconds)
    return asyncio.get_running_loop().time()

loop = asyncio.new_event_loop()
background = loop.create_task(work(0.5))
print(loop.run_until_complete(work(0.2)))
print(background.done())
print(loop.run_until_complete(background))
future = loop.create_future()
loop.call_later(0.1, loop.stop)
try:
    loop.run_until_complete(future)
except RuntimeError as error:
    print(error)

async def inner():
    coroutine = work(1)
    for run in (loop.run_until_complete, asyncio.run):
        try:
            run(coroutine)
        except RuntimeError as error:
            print(error)
    coroutine.close()

loop.run_until_complete(inner())
loop.close()

# ---- asyncio.run twice, each with its own loop
import asyncio

async def main(name):
    asyncio.create_task(asyncio.sleep(100), name=f"left over by {name}").add_done_callback(
        lambda task: print(task.get_name(), task.cancelled())
    )
    await asyncio.sleep(0.1)
    print(name, asyncio.current_task().get_name())

asyncio.run(main("first"))
asyncio.run(main("second"))
with asyncio.Runner() as runner:
    runner.run(main("third"))
    runner.run(main("fourth"))

# ---- context variables
import asyncio
import contextvars

name = contextvars.ContextVar("name", default="none")

async def work(value):
    name.set(value)
    await asyncio.sleep(0.1)
    print(value, name.get())
    asyncio.get_running_loop().call_soon(lambda: print("callback of", name.get()))

async def main():
    name.set("main")
    await asyncio.gather(work("a"), work("b"))
    context = contextvars.copy_context()
    await asyncio.create_task(work("c"), context=context)
    print(name.get(), context[name])
    await asyncio.sleep(0)

asyncio.run(main())
print(name.get())

# ---- async generators, closed early and left to the loop
import asyncio

async def count(name):
    try:
        for i in range(10):
            await asyncio.sleep(0.1)
            yield i
    finally:
        await asyncio.sleep(0.1)
        print("closed", name)

kept = []

async def main():
    async for i in count("broken off"):
        print(i, asyncio.get_running_loop().time())
        if i == 1:
            break
    await asyncio.sleep(0.5)
    kept.append(count("kept"))
    print(await anext(kept[0]))
    print([i async for i in count("through") if i % 4 == 0])

asyncio.run(main())

# ---- async context managers and iterators of one's own
import asyncio
from contextlib import asynccontextmanager

@asynccontextmanager
async def phase(name):
    await asyncio.sleep(0.1)
    print("enter", name)
    try:
        yield name.upper()
    finally:
        await asyncio.sleep(0.1)
        print("exit", name, asyncio.get_running_loop().time())

class Ticker:
    def __init__(self, times):
        self.left = times
    def __aiter__(self):
        return self
    async def __anext__(self):
        if not self.left:
            raise StopAsyncIteration
        self.left -= 1
        await asyncio.sleep(0.05)
        return self.left
    def __await__(self):
        yield from asyncio.sleep(0.2).__await__()
        return "awaited"

async def main():
    async with phase("a") as a, phase("b"):
        print(a)
        async for tick in Ticker(3):
            print(tick)
    print(await Ticker(0))

asyncio.run(main())

# ---- futures by hand
import asyncio

async def waits(name, future):
    try:
        print(name, await future, asyncio.get_running_loop().time())
    except Exception as error:
        print(name, repr(error))

async def main():
    loop = asyncio.get_running_loop()
    future, broken = loop.create_future(), loop.create_future()
    future.add_done_callback(lambda f: print("callback", f.result()))
    tasks = [asyncio.create_task(waits(n, future)) for n in "ab"] + [asyncio.create_task(waits("c", broken))]
    loop.call_later(0.2, future.set_result, "set")
    loop.call_later(0.1, broken.set_exception, KeyError("no"))
    await asyncio.gather(*tasks)
    future.add_done_callback(lambda f: print("late callback"))
    try:
        future.set_result("again")
    except asyncio.InvalidStateError as error:
        print(repr(error))
    await asyncio.sleep(0)

asyncio.run(main())

# ---- a task that awaits itself, yields rubbish, crosses loops
import asyncio

class Rubbish:
    def __await__(self):
        yield "rubbish"

async def itself():
    await asyncio.current_task()

async def rubbish():
    await Rubbish()

other = asyncio.new_event_loop()
foreign = other.create_future()

async def crosses():
    await foreign

async def main():
    for work in (itself, rubbish, crosses):
        try:
            await asyncio.create_task(work(), name=work.__name__)
        except RuntimeError as error:
            print(str(error).split(" cb=")[0].split(" created")[0])

asyncio.run(main())
other.close()

# ---- blocking the loop
import asyncio
import time

async def ticker():
    for _ in range(4):
        print("tick", asyncio.get_running_loop().time())
        await asyncio.sleep(0.1)

async def main():
    task = asyncio.create_task(ticker())
    await asyncio.sleep(0.15)
    time.sleep(0.5)
    print("blocked until", asyncio.get_running_loop().time())
    await task

asyncio.run(main())

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

# ---- a task factory of one's own
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

# ---- SystemExit and KeyboardInterrupt in callbacks leave the rest of the batch in the queue
import asyncio
import sys

loop = asyncio.new_event_loop()
for leave in (SystemExit(3), KeyboardInterrupt()):
    def raises():
        raise leave
    loop.call_soon(print, "before")
    loop.call_soon(raises)
    loop.call_soon(print, "rest of the batch")
    try:
        loop.run_forever()
    except BaseException as error:
        print(repr(error), loop.is_running())
    loop.call_soon(loop.stop)
    loop.run_forever()

async def exits():
    await asyncio.sleep(0.1)
    sys.exit("from a task")

try:
    asyncio.run(exits())
except SystemExit as error:
    print(repr(error))
loop.close()

# ---- what nobody asked for: exceptions never retrieved, coroutines never awaited, tasks left pending
import asyncio
import gc

async def fails():
    raise ValueError("unseen")

async def forgotten():
    pass

async def main():
    asyncio.create_task(fails(), name="fails")
    forgotten()
    await asyncio.sleep(0.1)
    asyncio.get_running_loop().create_future().set_exception(KeyError("unseen too"))
    gc.collect()
    await asyncio.sleep(0.1)

asyncio.run(main())
loop = asyncio.new_event_loop()
left = loop.create_task(asyncio.sleep(1), name="left pending")
loop.stop()
loop.run_forever()
loop.close()

# ---- debug mode
import asyncio
import time

async def slow():
    time.sleep(0.5)
    await asyncio.sleep(0.1)

async def main():
    print(asyncio.get_running_loop().get_debug())
    await asyncio.create_task(slow(), name="slow")
    asyncio.get_running_loop().call_soon(lambda: time.sleep(0.2))
    await asyncio.sleep(1)
    try:
        asyncio.get_running_loop().call_soon("not callable")
    except TypeError as error:
        print(error)

asyncio.run(main(), debug=True)

# ---- what is wrong with a call is told before the operating system is asked
import asyncio

loop = asyncio.new_event_loop()
for call in (
    loop.create_connection(asyncio.Protocol, "example.com", 80, sock=object()),
    loop.create_connection(asyncio.Protocol),
    loop.create_connection(asyncio.Protocol, sock=object(), server_hostname="example.com"),
    loop.create_server(asyncio.Protocol, "localhost", 80, sock=object()),
    loop.create_server(asyncio.Protocol),
    loop.create_datagram_endpoint(asyncio.DatagramProtocol),
    loop.subprocess_exec(asyncio.SubprocessProtocol, "true", universal_newlines=True),
    loop.subprocess_shell(asyncio.SubprocessProtocol, ["true"]),
):
    try:
        loop.run_until_complete(call)
    except (TypeError, ValueError) as error:
        print(error)
loop.close()

# ---- an exception that nobody can retrieve any more is told at once, in debug mode too
import asyncio

async def fails():
    raise ValueError("lost")

def handler(loop, context):
    print(context["message"], context["exception"])

async def main():
    asyncio.get_running_loop().set_exception_handler(handler)
    asyncio.create_task(fails())
    await asyncio.sleep(0)
    print("after its step")

asyncio.run(main(), debug=False)
asyncio.run(main(), debug=True)

# ---- a loop is made with a selector
import asyncio
import selectors

loop = asyncio.SelectorEventLoop(selectors.DefaultSelector())
print(loop.run_until_complete(asyncio.sleep(1, "slept")), loop.time())
loop.close()

# ---- a loop is closed with handles of another's making in its queue
import asyncio

loop = asyncio.new_event_loop()
loop._ready.append(asyncio.Handle(print, ("first",), loop))
loop.call_later(2, loop.stop)
loop.run_forever()
loop._ready.append(asyncio.Handle(print, ("never",), loop))
loop._scheduled.append(asyncio.TimerHandle(1, print, ("never",), loop))
print(len(loop._ready), len(loop._scheduled))
loop.close()
print(len(loop._ready), loop.is_closed())

# ---- an overridden iteration is called each time
import asyncio

Loop = type(asyncio.new_event_loop())

class Counting(Loop):
    iterations = 0

    def _run_once(self):
        self.iterations += 1
        super()._run_once()

async def main():
    for i in range(3):
        await asyncio.sleep(0)
    await asyncio.sleep(1)

with asyncio.Runner(loop_factory=Counting) as runner:
    runner.run(main())
    print(runner.get_loop().iterations)

loop = Loop()
before = loop._run_once
loop._run_once = lambda: (print("iteration", loop.time()), before())
loop.run_until_complete(main())
loop.close()

# ---- the time is a float
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    for seconds in (0, 1, 2**24, 0.5):
        await asyncio.sleep(seconds)
        print(type(loop.time()), repr(loop.time()))
    print(loop.call_later(3, print).when())

asyncio.run(main())

# ---- a callback that blocks is named in debug mode
import asyncio
import time

async def main():
    loop = asyncio.get_running_loop()
    loop.call_soon(time.sleep, 0.5)
    await asyncio.sleep(0.01)
    time.sleep(0.05)
    await asyncio.sleep(0.01)
    loop.slow_callback_duration = 0.02
    time.sleep(0.05)

asyncio.run(main(), debug=True)

# ---- handles that are equal are not the same
import asyncio

loop = asyncio.new_event_loop()
timers = [loop.call_at(1, print, "timer") for _ in range(3)]
print(timers[0] == timers[1], len(set(timers)))
timers[1].cancel()
loop.call_at(0.5, timers[2].cancel)
loop.call_at(2, loop.stop)
loop.run_forever()
print([timer.cancelled() for timer in timers])
loop.close()

# ---- classes that would tell if anybody compared, hashed or named them
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

# ---- a failed eager task is gone when nobody holds it
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

# ---- futures of a class that is none of asyncio's
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
