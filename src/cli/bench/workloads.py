"""Workloads in Python: the same work as `workloads.ts`, on any loop. Each is a program for the guest, too."""
import asyncio

N = 10_000


async def call_soon_chain():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    left = 10 * N

    def step():
        nonlocal left
        left -= 1
        if left:
            loop.call_soon(step)
        else:
            done.set_result(None)

    loop.call_soon(step)
    await done


async def sleep_round_robin():
    async def turn():
        for _ in range(N // 100):
            await asyncio.sleep(0)

    await asyncio.gather(*[turn() for _ in range(100)])


async def timers():
    loop = asyncio.get_running_loop()
    done = loop.create_future()
    now = loop.time()
    for i in range(N):
        # All timers are due at once, so no loop waits in real time.
        loop.call_at(now - i * 1e-9, lambda: None)
    loop.call_at(now, done.set_result, None)
    await done


async def semaphore_hand_over():
    gate = asyncio.Semaphore(1)

    async def worker():
        for _ in range(N // 10):
            await gate.acquire()
            try:
                await asyncio.sleep(0)
            finally:
                gate.release()

    await asyncio.gather(*[worker() for _ in range(10)])


async def queue_ping_pong():
    there, back = asyncio.Queue(1), asyncio.Queue(1)

    async def echo():
        for _ in range(N):
            await back.put(await there.get())

    task = asyncio.create_task(echo())
    for i in range(N):
        await there.put(i)
        await back.get()
    await task


async def gather_many():
    async def nothing():
        pass

    await asyncio.gather(*[nothing() for _ in range(N)])


async def cancel_many():
    async def wait():
        await asyncio.get_running_loop().create_future()

    tasks = [asyncio.create_task(wait()) for _ in range(N)]
    await asyncio.sleep(0)
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)


WORKLOADS = [
    call_soon_chain,
    sleep_round_robin,
    timers,
    semaphore_hand_over,
    queue_ping_pong,
    gather_many,
    cancel_many,
]
