/**
 * Programs with threads in a deterministic order, for a run in virtual time and a run with real threads, which must print
 * the same. `say` prints the units of time that have passed, and its arguments; `nap` blocks for a number of units.
 */

/** Return the prelude of each program; `unit` is in seconds. */
export const preamble = (unit: number) => `
import asyncio, queue, threading, time
from concurrent import futures
from concurrent.futures import ThreadPoolExecutor
UNIT = ${unit}
begun = time.monotonic()
def say(*values):
    print(round((time.monotonic() - begun) / UNIT), *values, flush=True)
def nap(units):
    time.sleep(units * UNIT)
def name():
    return threading.current_thread().name
def napping(units):
    nap(units)
    say("napped", units, name())
    return units
`;

export const threadPrograms: Record<string, string> = {
  "functions in two workers overlap": `
async def main():
    say(await asyncio.gather(asyncio.to_thread(napping, 1), asyncio.to_thread(napping, 2)))
asyncio.run(main())
`,
  "five calls on two workers take three rounds": `
async def main():
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        say(await asyncio.gather(*(loop.run_in_executor(pool, nap, 1) for _ in range(5))))
asyncio.run(main())
`,
  "the loop goes on meanwhile": `
async def main():
    job = asyncio.create_task(asyncio.to_thread(napping, 5))
    for i in range(2):
        await asyncio.sleep(2 * UNIT)
        say("tick", i)
    say(await job)
asyncio.run(main())
`,
  "an exception comes back": `
def fail():
    nap(1)
    raise ValueError("no")
async def main():
    try:
        await asyncio.to_thread(fail)
    except ValueError as error:
        say(repr(error))
asyncio.run(main())
`,
  "a timeout gives up waiting, and the thread goes on": `
async def main():
    try:
        await asyncio.wait_for(asyncio.to_thread(napping, 3), UNIT)
    except asyncio.TimeoutError:
        say("gave up")
asyncio.run(main())
say("over")
`,
  "a call that waits for a worker can be cancelled": `
async def main():
    loop = asyncio.get_running_loop()
    pool = ThreadPoolExecutor(1)
    first = loop.run_in_executor(pool, napping, 3)
    second = loop.run_in_executor(pool, napping, 1)
    await asyncio.sleep(UNIT)
    second.cancel()
    say(await first)
    pool.shutdown()
    say(second.cancelled())
asyncio.run(main())
`,
  "a worker calls the loop": `
async def main():
    loop, items = asyncio.get_running_loop(), asyncio.Queue()
    def produce():
        for i in range(3):
            nap(1)
            loop.call_soon_threadsafe(items.put_nowait, i)
    job = loop.run_in_executor(None, produce)
    for _ in range(3):
        say(await items.get())
    await job
asyncio.run(main())
`,
  "a worker hands a coroutine to the loop": `
async def answer():
    await asyncio.sleep(2 * UNIT)
    say("answered", name())
    return 42
async def main():
    loop = asyncio.get_running_loop()
    def ask():
        nap(1)
        future = asyncio.run_coroutine_threadsafe(answer(), loop)
        future.add_done_callback(lambda future: say("called back", future.result()))
    await asyncio.to_thread(ask)
    say("asked")
    await asyncio.sleep(4 * UNIT)
asyncio.run(main())
`,
  "a default executor is set": `
async def main():
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1, thread_name_prefix="mine"))
    say(await asyncio.gather(asyncio.to_thread(napping, 1), asyncio.to_thread(napping, 2)))
asyncio.run(main())
`,
  "asyncio.run waits for the default executor": `
async def main():
    asyncio.get_running_loop().run_in_executor(None, napping, 2)
    say("main is over")
asyncio.run(main())
say("run is over")
`,
  "a result blocks the loop": `
async def tick():
    await asyncio.sleep(UNIT)
    say("tick")
async def main():
    task = asyncio.create_task(tick())
    await asyncio.sleep(0)
    with ThreadPoolExecutor() as pool:
        say(pool.submit(napping, 3).result())
    await task
asyncio.run(main())
`,
  "leaving a pool waits for what it runs": `
with ThreadPoolExecutor(2) as pool:
    for units in (1, 3, 4):
        pool.submit(napping, units)
    say("submitted")
say("left")
`,
  "results come as they are there": `
with ThreadPoolExecutor(3) as pool:
    jobs = [pool.submit(napping, units) for units in (3, 1, 2)]
    for job in futures.as_completed(jobs):
        say("got", job.result())
`,
  "wait for the first": `
with ThreadPoolExecutor() as pool:
    jobs = [pool.submit(napping, units) for units in (3, 1)]
    done, pending = futures.wait(jobs, return_when=futures.FIRST_COMPLETED)
    say(len(done), len(pending))
    done, pending = futures.wait(jobs, timeout=UNIT)
    say(len(done), len(pending))
`,
  "map gives results in order, and gives up": `
# Any idle worker may take a job, so no names are written.
def rested(units):
    nap(units)
    say("rested", units)
    return units
with ThreadPoolExecutor() as pool:
    for units in pool.map(rested, [2, 1, 3], chunksize=2):
        say(units)
    try:
        list(pool.map(rested, [1, 3], timeout=2 * UNIT))
    except TimeoutError:
        say("gave up")
`,
  "a future from its start to its end": `
with ThreadPoolExecutor(1) as pool:
    first, second = pool.submit(nap, 2), pool.submit(nap, 1)
    third = pool.submit(napping, 2)
    nap(1)
    say(first.running(), first.done(), first.cancel(), second.running(), second.cancel(), second.cancelled())
    try:
        first.result(timeout=0)
    except TimeoutError:
        say("not yet")
    first.add_done_callback(lambda future: say("called back", name()))
    nap(2)
    say(first.done(), third.running(), third.exception())
`,
  "shutdown cancels what waits": `
pool = ThreadPoolExecutor(1)
jobs = [pool.submit(napping, 2) for _ in range(3)]
pool.shutdown(wait=False, cancel_futures=True)
say([job.cancelled() for job in jobs])
try:
    pool.submit(nap, 1)
except RuntimeError as error:
    say(error)
say(jobs[0].result())
`,
  "each worker is initialised": `
local = threading.local()
def begin(what):
    nap(1)
    local.what = what
    say("begun")
def show():
    nap(1)
    say(local.what, name())
with ThreadPoolExecutor(1, "pool", begin, ("tea",)) as pool:
    pool.submit(show)
    pool.submit(show)
say(hasattr(local, "what"))
`,
  "an idle worker is taken again": `
with ThreadPoolExecutor(3) as pool:
    pool.submit(napping, 1)
    nap(2)
    pool.submit(napping, 2)
    nap(1)
    pool.submit(napping, 3)
`,
  "threads that are started and joined": `
threads = [threading.Thread(target=napping, args=(units,)) for units in (3, 1)]
for thread in threads:
    thread.start()
say(threading.active_count(), [thread.is_alive() for thread in threads])
threads[1].join()
say(threading.active_count(), [thread.is_alive() for thread in threads])
threads[0].join(UNIT)
say(threads[0].is_alive())
threads[0].join()
say(threads[0].is_alive())
`,
  "the program waits for its threads, but not for daemons": `
def tick():
    while True:
        nap(2)
        say("tick")
threading.Thread(target=tick, daemon=True).start()
threading.Thread(target=napping, args=(5,), name="last").start()
say("main is over")
`,
  "a class of threads": `
class Worker(threading.Thread):
    def __init__(self, units):
        super().__init__(name=f"worker {units}")
        self.units = units
    def run(self):
        self.result = napping(self.units)
workers = [Worker(2), Worker(1)]
for worker in workers: worker.start()
for worker in workers: worker.join()
say([worker.result for worker in workers])
`,
  "a lock lets one in after the other": `
lock = threading.Lock()
def work(n):
    with lock:
        nap(1 + n)
        say("out", n)
threads = []
for n in range(3):
    threads.append(threading.Thread(target=work, args=(n,)))
    threads[-1].start()
nap(2)
say(lock.locked(), lock.acquire(blocking=False))
for thread in threads: thread.join()
say(lock.locked(), lock.acquire(blocking=False))
`,
  "a semaphore lets two in": `
gate = threading.BoundedSemaphore(2)
def work(units):
    with gate:
        nap(units)
        say("out", units)
with ThreadPoolExecutor(3) as pool:
    for units in (2, 1, 3): pool.submit(work, units)
say("over")
`,
  "an event is set by a thread": `
event = threading.Event()
def work():
    nap(2)
    event.set()
    nap(1)
threading.Thread(target=work).start()
say(event.is_set(), event.wait(UNIT))
say(event.wait(), event.is_set())
`,
  "items come through a queue": `
items = queue.Queue()
def produce():
    for i in range(3):
        nap(1)
        items.put(i)
    items.put(None)
threading.Thread(target=produce).start()
try:
    items.get(timeout=UNIT / 2)
except queue.Empty:
    print("empty", items.empty(), items.qsize())
while (item := items.get()) is not None:
    say(item)
`,
  "a thread takes what another puts": `
items = queue.Queue()
def produce():
    for i in range(3):
        nap(1)
        items.put(i)
def consume():
    for _ in range(3):
        say("got", items.get())
        nap(2)
        items.task_done()
threading.Thread(target=produce).start()
threading.Thread(target=consume).start()
nap(1.5)
items.join()
say("joined")
`,
  "a timer runs later, unless it is cancelled": `
timers = [threading.Timer(units * UNIT, say, [units]) for units in (2, 3)]
for timer in timers: timer.start()
nap(1)
timers[1].cancel()
timers[0].join()
say("joined")
`,
  "a thread starts threads": `
def work():
    with ThreadPoolExecutor(2, "inner") as pool:
        say("inner", list(pool.map(napping, [2, 1])))
    return "outer"
async def tick():
    for _ in range(2):
        await asyncio.sleep(1.5 * UNIT)
        print("tick")
async def main():
    task = asyncio.create_task(tick())
    say(await asyncio.to_thread(work))
    await task
asyncio.run(main())
`,
  "a thread runs a loop of its own": `
async def inner():
    await asyncio.sleep(2 * UNIT)
    say("inner", name())
    return 1
async def main():
    job = asyncio.create_task(asyncio.to_thread(asyncio.run, inner()))
    await asyncio.sleep(UNIT)
    say("outer")
    say(await job)
asyncio.run(main())
`,
};
