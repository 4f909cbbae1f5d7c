# Tasks that wait for several others in all ways, some of them failing or cancelled, with timeouts, threads and generators.
import asyncio
import contextvars
import time

request = contextvars.ContextVar("request", default="none")


async def child(n):
    request.set(f"child {n}")
    await inner(n)
    return n


async def inner(n):
    await asyncio.sleep(n / 10)
    if n == 4:
        raise ValueError("four")


def work():
    time.sleep(0.5)
    print("in a thread")


async def numbers():
    for n in range(2):
        yield n
        await asyncio.sleep(0.1)


async def first_of_all(awaitables):
    for next_done in asyncio.as_completed(awaitables):
        return await next_done


async def main():
    request.set("main")
    print(await asyncio.gather(child(1), child(2)))
    try:
        await asyncio.gather(child(4), child(6))
    except ValueError as error:
        print(error)
    try:
        async with asyncio.TaskGroup() as group:
            for n in (6, 4, 5):
                group.create_task(child(n), name=f"child-{n}")
    except* ValueError:
        print("the group is given up")
    await first_of_all([child(1), child(3)])
    try:
        async with asyncio.timeout(0.1):
            await asyncio.shield(child(2))
    except TimeoutError:
        print("too late")
    await asyncio.wait([asyncio.create_task(child(n)) for n in (1, 3)], return_when=asyncio.FIRST_COMPLETED)
    await asyncio.wait_for(child(1), 1)
    await asyncio.gather(asyncio.to_thread(work), asyncio.to_thread(work))
    async for n in numbers():
        print(n)


asyncio.run(main())
