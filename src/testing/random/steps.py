# Steps of random programs that await; steps.ts is the same in TypeScript.
import asyncio


async def sleep(world, scope, delay):
    return await asyncio.sleep(delay)


async def fail(world, scope, message):
    raise ValueError(message)


async def with_lock(world, scope, kind, index, body):
    async with world.locks[kind][index] as value:
        world.log("inside", value)
        await world.run(body, scope)


async def acquire(world, scope, kind, index):
    return await world.locks[kind][index].acquire()


async def wait_event(world, scope, event):
    return await world.events[event].wait()


async def put(world, scope, queue):
    world.items += 1
    return await world.queues[queue].put(world.items)


async def get(world, scope, queue):
    return await world.queues[queue].get()


async def join(world, scope, queue):
    return await world.queues[queue].join()


async def wait_condition(world, scope, index):
    condition = world.locks["condition"][index]
    async with condition:
        return await condition.wait()


async def notify(world, scope, index, count):
    condition = world.locks["condition"][index]
    async with condition:
        condition.notify(count)


async def wait_barrier(world, scope, index):
    return await world.locks["barrier"][index].wait()


async def abort_barrier(world, scope, index):
    return await world.locks["barrier"][index].abort()


async def reset_barrier(world, scope, index):
    return await world.locks["barrier"][index].reset()


async def await_one(world, scope, target):
    awaitable = world.resolve(target, scope)
    return await awaitable if awaitable is not None else None


async def shield(world, scope, target):
    awaitable = world.resolve(target, scope)
    return await asyncio.shield(awaitable) if awaitable is not None else None


async def wait_for(world, scope, target, delay):
    awaitable = world.resolve(target, scope)
    return await asyncio.wait_for(awaitable, delay) if awaitable is not None else None


async def gather(world, scope, targets, return_exceptions):
    return await asyncio.gather(*world.resolve_all(targets, scope), return_exceptions=return_exceptions)


async def wait(world, scope, targets, delay, return_when):
    futures = [asyncio.ensure_future(awaitable) for awaitable in world.resolve_all(targets, scope)]
    if futures:
        return await asyncio.wait(futures, timeout=delay, return_when=return_when)


async def as_completed(world, scope, targets, delay):
    for coming in asyncio.as_completed(world.resolve_all(targets, scope), timeout=delay):
        try:
            world.log("next", await coming)
        except Exception as error:
            world.log("next", error)


async def timeout(world, scope, delay, body):
    async with asyncio.timeout(delay) as limit:
        await world.run(body, Scope(scope.owner, limit, scope.group))


async def group(world, scope, children, body):
    async with asyncio.TaskGroup() as tasks:
        inner = Scope(scope.owner, scope.timeout, tasks)
        for child in children:
            world.spawn(child, inner, tasks.create_task)
        await world.run(body, inner)


CAUGHT = {
    "cancelled": asyncio.CancelledError,
    "errors": Exception,
    "all": (Exception, asyncio.CancelledError),
}


async def try_(world, scope, caught, body, handler, raises_again):
    try:
        await world.run(body, scope)
    except CAUGHT[caught] as error:
        world.log("caught", error)
        await world.run(handler, scope)
        if raises_again:
            raise


async def finally_(world, scope, body, cleanup):
    try:
        await world.run(body, scope)
    finally:
        if not world.ended:
            await world.run(cleanup, scope)


STEPS = {
    "sleep": sleep,
    "raise": fail,
    "with": with_lock,
    "acquire": acquire,
    "waitEvent": wait_event,
    "put": put,
    "get": get,
    "join": join,
    "waitCondition": wait_condition,
    "notify": notify,
    "waitBarrier": wait_barrier,
    "abortBarrier": abort_barrier,
    "resetBarrier": reset_barrier,
    "await": await_one,
    "shield": shield,
    "waitFor": wait_for,
    "gather": gather,
    "wait": wait,
    "asCompleted": as_completed,
    "timeout": timeout,
    "group": group,
    "try": try_,
    "finally": finally_,
}
