# Callbacks and tasks that schedule, cancel and wait for one another at random, with few different delays, for many ties.
import asyncio
import random

DELAYS = (0, 0, 0.1, 0.1, 0.2, 0.3, 1)
loop = asyncio.new_event_loop()
handles, tasks = [], []
left = 150


def act(name):
    global left
    print(name, loop.time())
    for i in range(random.choice((0, 1, 1, 2, 3))):
        if left > 0:
            left -= 1
            random.choice(actions)(f"{name}.{i}" if len(name) < 30 else f"{name[:9]}~{left}")


def soon(name):
    handles.append(loop.call_soon(act, name))


def later(name):
    handles.append(loop.call_later(random.choice(DELAYS), act, name))


def at(name):
    handles.append(loop.call_at(random.choice(DELAYS) * 2, act, name))


def cancel_handle(name):
    random.choice(handles).cancel()


def task(name):
    tasks.append(loop.create_task(work(name), name=name))


def cancel_task(name):
    if tasks:
        print("cancel", random.choice(tasks).cancel())


async def work(name):
    try:
        for _ in range(random.randrange(3)):
            act(name)
            await asyncio.sleep(random.choice(DELAYS))
        if tasks and random.random() < 0.5:
            other = random.choice(tasks)
            if other is not asyncio.current_task():
                await asyncio.wait([other], timeout=random.choice(DELAYS))
    except asyncio.CancelledError:
        act(f"{name} cancelled")
        if random.random() < 0.5:
            raise


actions = (soon, later, later, at, cancel_handle, task, task, cancel_task)
for name in "abcdefgh":
    random.choice(actions[:3])(name)
loop.call_later(60, loop.stop)
loop.run_forever()
print(loop.time(), [t.done() for t in tasks])
loop.close()
