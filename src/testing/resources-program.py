# Tasks that wait at every kind of resource, some of them cancelled while they wait.
import asyncio


async def cross(ready, start, room, jobs):
    await ready.wait()
    try:
        await start.wait()
    except asyncio.BrokenBarrierError:
        print("broken")
        return
    async with room:
        await room.wait()
    await jobs.put(asyncio.current_task().get_name())


async def collect(jobs, stack, heap):
    while True:
        try:
            name = await jobs.get()
        except asyncio.QueueShutDown:
            break
        stack.put_nowait(name)
        heap.put_nowait((len(name), name))
        await asyncio.sleep(0.1)
        jobs.task_done()


async def main():
    ready, room, jobs = asyncio.Event(), asyncio.Condition(), asyncio.Queue(maxsize=1)
    start = asyncio.Barrier(3)
    stack, heap = asyncio.LifoQueue(), asyncio.PriorityQueue()
    async with asyncio.TaskGroup() as group:
        for i in range(7):
            group.create_task(cross(ready, start, room, jobs), name="n" * (i % 3 + 1) + str(i))
        quits = [group.create_task(wait, name=f"quits-{i}") for i, wait in enumerate((ready.wait(), jobs.get()))]
        for i in range(2):
            group.create_task(collect(jobs, stack, heap), name=f"collector-{i}")
        await asyncio.sleep(1)
        for task in quits:
            task.cancel()
        ready.set()
        late = group.create_task(start.wait(), name="late")
        await asyncio.sleep(1)
        async with room:
            room.notify(2)
        await asyncio.sleep(1)
        async with room:
            room.notify_all()
        ready.clear()
        await asyncio.sleep(1)
        late.cancel()
        group.create_task(start.abort(), name="breaker")
        await asyncio.sleep(0)
        async with room:
            room.notify_all()
        await jobs.join()
        jobs.shutdown()
    while not heap.empty():
        print(heap.get_nowait(), stack.get_nowait())
    heap.shutdown(immediate=True)


asyncio.run(main())
