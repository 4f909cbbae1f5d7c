# Cancelling, timeouts, shields.
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

# ---- cancelling the future that a task waits on, and a cancellation that is refused
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
