# Steps of random programs that do not await; actions.ts is the same in TypeScript.
import asyncio
from functools import partial


def callback(world, actions):
    for kind, *args in actions:
        world.act(kind, args, Scope(0))


def done(world, actions, _future):
    callback(world, actions)


def put_nowait(world, scope, queue):
    world.items += 1
    world.queues[queue].put_nowait(world.items)


def cancel(world, scope, number, message):
    task = world.tasks[number % len(world.tasks)]
    return task.cancel(message) if task is not None else None


def on_done(world, scope, target, actions):
    future = world.resolve(target, scope)
    if future is not None:
        future.add_done_callback(partial(done, world, actions))


def soon(world, scope, actions):
    world.handles.append(world.loop.call_soon(callback, world, actions))


def later(world, scope, delay, actions):
    world.handles.append(world.loop.call_later(delay, callback, world, actions))


def cancel_handle(world, scope, number):
    if world.handles:
        world.handles[number % len(world.handles)].cancel()


def uncancel(world, scope):
    task = asyncio.current_task()
    return task.uncancel() if task is not None else None


def cancelling(world, scope):
    task = asyncio.current_task()
    return task.cancelling() if task is not None else None


def reschedule(world, scope, delay):
    if scope.timeout is not None:
        scope.timeout.reschedule(delay if delay is None else world.loop.time() + delay)


def spawn(world, scope, body):
    world.spawn(body, scope, asyncio.create_task)


def spawn_eager(world, scope, body):
    world.spawn(body, scope, partial(world.loop.create_task, eager_start=True))


def spawn_in_group(world, scope, body):
    if scope.group is not None:
        world.spawn(body, scope, scope.group.create_task)


ACTIONS = {
    "set": lambda world, scope, event: world.events[event].set(),
    "clear": lambda world, scope, event: world.events[event].clear(),
    "release": lambda world, scope, kind, index: world.locks[kind][index].release(),
    "notifyNow": lambda world, scope, index, count: world.locks["condition"][index].notify(count),
    "putNowait": put_nowait,
    "getNowait": lambda world, scope, queue: world.queues[queue].get_nowait(),
    "taskDone": lambda world, scope, queue: world.queues[queue].task_done(),
    "shutdown": lambda world, scope, queue: world.queues[queue].shutdown(),
    "shutdownNow": lambda world, scope, queue: world.queues[queue].shutdown(immediate=True),
    "cancel": cancel,
    "setResult": lambda world, scope, future: world.futures[future].set_result("result"),
    "setException": lambda world, scope, future: world.futures[future].set_exception(ValueError("set")),
    "cancelFuture": lambda world, scope, future: world.futures[future].cancel("future"),
    "onDone": on_done,
    "soon": soon,
    "later": later,
    "cancelHandle": cancel_handle,
    "uncancel": uncancel,
    "cancelling": cancelling,
    "reschedule": reschedule,
    "spawn": spawn,
    "spawnEager": spawn_eager,
    "spawnInGroup": spawn_in_group,
}
