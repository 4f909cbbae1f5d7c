# Tasks, and those who wait for several.
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

# ---- a sleep of zero seconds lets other tasks run
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

# ---- gather: the first exception, while the others continue
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
