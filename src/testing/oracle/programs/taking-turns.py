# Locks, queues and the like.
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
