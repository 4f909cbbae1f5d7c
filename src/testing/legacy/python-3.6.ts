/** A program with most of the old ways in it, and what CPython 3.6 printed for it. */
export const source = `
import asyncio, functools, warnings
warnings.simplefilter('ignore')
loop = asyncio.get_event_loop()
log = []

@asyncio.coroutine
def philosopher(name, left, right):
    for _ in range(2):
        with (yield from left):
            with (yield from right):
                yield from asyncio.sleep(0.05)
    log.append(name)

@asyncio.coroutine
def joins():
    q = asyncio.Queue(loop=loop)
    out = []
    @asyncio.coroutine
    def consume():
        while True:
            x = yield from q.get()
            yield from asyncio.sleep(0.01, loop=loop)
            out.append(x)
            q.task_done()
    c = asyncio.ensure_future(consume(), loop=loop)
    for i in range(4): yield from q.put(i)
    yield from q.join()
    c.cancel()
    return out

@asyncio.coroutine
def first():
    @asyncio.coroutine
    def w(n):
        yield from asyncio.sleep(n / 20)
        return n
    pending = [w(3), w(1), w(2)]
    got = []
    while pending:
        done, pending = yield from asyncio.wait(pending, return_when=asyncio.FIRST_COMPLETED)
        got.extend(d.result() for d in done)
    return got

@asyncio.coroutine
def conds():
    lock = asyncio.Lock(loop=loop)
    c = asyncio.Condition(lock=lock, loop=loop)
    box = []
    @asyncio.coroutine
    def consumer():
        with (yield from c) as nothing:
            yield from c.wait_for(lambda: len(box) >= 2)
            return list(box), nothing
    t = loop.create_task(consumer())
    for i in range(3):
        yield from asyncio.sleep(0.01)
        with (yield from c):
            box.append(i)
            c.notify()
    return (yield from t)

@asyncio.coroutine
def shielded():
    @asyncio.coroutine
    def inner():
        yield from asyncio.sleep(0.05)
        return 'inner'
    t = asyncio.ensure_future(inner())
    s = asyncio.shield(t, loop=loop)
    loop.call_later(0.01, s.cancel)
    try:
        yield from s
    except asyncio.CancelledError:
        return ('cancelled', (yield from t))

@asyncio.coroutine
def sems():
    sem = asyncio.BoundedSemaphore(1, loop=loop)
    yield from sem.acquire()
    try:
        yield from asyncio.wait_for(sem.acquire(), 0.01, loop=loop)
    except asyncio.TimeoutError:
        sem.release()
    try:
        sem.release()
    except ValueError as e:
        return str(e)

@asyncio.coroutine
def completed():
    @asyncio.coroutine
    def w(n):
        yield from asyncio.sleep(n)
        return n
    got = []
    for f in asyncio.as_completed([w(0.03), w(0.01), w(5)], timeout=0.5, loop=loop):
        try:
            got.append((yield from f))
        except asyncio.TimeoutError:
            got.append('timeout')
    return got

def plain_values():
    x = yield from asyncio.sleep(0, 'v')
    return x

@asyncio.coroutine
def mixes():
    a = yield from plain_values()
    b = yield from asyncio.gather(*[plain_values() for _ in range(2)])
    return a, b

@asyncio.coroutine
def callbacks():
    got = []
    f = asyncio.Future(loop=loop)
    f.add_done_callback(functools.partial(lambda tag, fut: got.append((tag, fut.result())), 'tag'))
    loop.call_at(loop.time() + 0.01, f.set_result, 5)
    r = yield from f
    yield
    return r, got

@asyncio.coroutine
def me():
    asyncio.Task.current_task().cancel()
    try:
        yield from asyncio.sleep(1)
    except asyncio.CancelledError:
        return 'self-cancelled'

@asyncio.coroutine
def events():
    e = asyncio.Event(loop=loop)
    ts = [loop.create_task(e.wait()) for _ in range(2)]
    yield from asyncio.sleep(0)
    e.set()
    return (yield from asyncio.gather(*ts, loop=loop))

async def native():
    lock = asyncio.Lock()
    with await lock:
        return await mixes(), lock.locked()

class It:
    @asyncio.coroutine
    def __call__(self, x):
        return x
forks = [asyncio.Lock(loop=loop) for _ in range(3)]
loop.run_until_complete(asyncio.wait([philosopher('abc'[i], forks[min(i, (i+1)%3)], forks[max(i, (i+1)%3)]) for i in range(3)]))
print(sorted(log))
for c in (joins, first, conds, shielded, sems, completed, mixes, callbacks, me, events, native):
    print(c.__name__, loop.run_until_complete(c()))
print(loop.run_until_complete(It()(7)))
print(loop.run_until_complete(asyncio.coroutine(functools.partial(plain_values))()))
for t in asyncio.Task.all_tasks(loop): t.cancel()
try:
    with forks[0]: pass
except RuntimeError as e: print(e)
lock = forks[0]
@asyncio.coroutine
def hold():
    cm = yield from lock
    print(lock.locked(), type(cm).__name__[:1])
    with cm: pass
    print(lock.locked())
loop.run_until_complete(hold())
loop.set_debug(True)
print(loop.run_until_complete(mixes()))
asyncio.set_event_loop(None)
try: asyncio.get_event_loop()
except RuntimeError as e: print(e)
loop.close()
`;

export const stdout = `['a', 'b', 'c']
joins [0, 1, 2, 3]
first [1, 2, 3]
conds ([0, 1], None)
shielded ('cancelled', 'inner')
sems BoundedSemaphore released too many times
completed [0.01, 0.03, 'timeout']
mixes ('v', ['v', 'v'])
callbacks (5, [('tag', 5)])
me self-cancelled
events [True, True]
native (('v', ['v', 'v']), True)
7
v
"yield from" should be used as context manager expression
True _
False
('v', ['v', 'v'])
There is no current event loop in thread 'MainThread'.
`;
