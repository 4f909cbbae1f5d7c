# The loop itself: callbacks, running, stopping, debug mode.
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

# ---- run_until_complete twice, and with wrong arguments
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

# ---- losses: exceptions never retrieved, coroutines never awaited, tasks left pending
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

# ---- a wrong call raises its error before the operating system is asked
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

# ---- an exception that cannot be retrieved any more is reported at once, in debug mode too
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

# ---- a loop is closed with handles in its queue that another class made
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
