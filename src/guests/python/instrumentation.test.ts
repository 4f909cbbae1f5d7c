/** Weaving calls into asyncio's functions changes nothing that a program can see of them. */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

/**
 * The lines that a program writes as asyncio's functions are, and as they would be without weaving. `scenario` is the
 * text of a function without arguments.
 */
async function seen(scenario: string): Promise<{ woven: string[]; stock: string[] }> {
  const { stdout, error } = await runPython(`
from loopscope.instrumentation.instrument import stock
import asyncio
import contextlib
import io
import sys
import traceback

${scenario}

woven = {function: function.__code__ for function in stock}
# Once before: asyncio remembers the types that it has seen.
with contextlib.redirect_stdout(io.StringIO()):
    scenario()
scenario()
for function, code in stock.items():
    function.__code__ = code
print("without")
try:
    scenario()
finally:
    for function, code in woven.items():
        function.__code__ = code
`);
  expect(error).toBeNull();
  const lines = stdout.split("\n");
  const middle = lines.indexOf("without");
  return { woven: lines.slice(0, middle), stock: lines.slice(middle + 1, -1) };
}

test("a woven function has the names, the flags and the lines that it had", async () => {
  const { woven, stock } = await seen(`
def scenario():
    for function in stock:
        code = function.__code__
        names = code.co_varnames, code.co_names, code.co_freevars, code.co_cellvars
        print(code.co_qualname, code.co_filename, code.co_firstlineno, code.co_flags, *names)
        print(*sorted({line for *_, line in code.co_lines() if line is not None}))
`);
  expect(woven.length).toBeGreaterThan(50);
  expect(woven).toEqual(stock);
});

/** What asyncio's resources do, and refuse, in `main`. */
const use = `
async def refuse(call):
    try:
        async with asyncio.timeout(1):
            await call()
    except (Exception, asyncio.CancelledError):
        tell()

async def fail():
    raise ValueError

async def call(function, *args):
    function(*args)

async def group(*coroutines):
    async with asyncio.TaskGroup() as group:
        for coroutine in coroutines:
            group.create_task(coroutine)
    group.create_task(coroutine)

async def main():
    lock, condition, barrier = asyncio.Lock(), asyncio.Condition(), asyncio.Barrier(2)
    await refuse(lambda: call(lock.release))
    async with lock:
        await refuse(lock.acquire)
    await refuse(lambda: call(asyncio.BoundedSemaphore(1).release))
    await refuse(lambda: call(asyncio.Semaphore, -1))
    await refuse(asyncio.Semaphore(0).acquire)
    await refuse(lambda: call(condition.notify_all))
    async with condition:
        condition.notify_all()
        await refuse(condition.wait)
    await refuse(barrier.wait)
    event = asyncio.Event()
    await refuse(event.wait)
    asyncio.get_running_loop().call_soon(event.set)
    await event.wait()
    event.clear()
    queue = asyncio.Queue(1)
    await refuse(queue.get)
    await refuse(lambda: call(queue.get_nowait))
    await queue.put(1)
    await refuse(lambda: queue.put(2))
    await refuse(lambda: call(queue.put_nowait, 2))
    await refuse(queue.join)
    queue.shutdown()
    await refuse(lambda: queue.put(3))
    await refuse(lambda: asyncio.gather(fail(), asyncio.sleep(0)))
    await refuse(lambda: asyncio.shield(fail()))
    await refuse(lambda: call(asyncio.shield, 1))
    await refuse(lambda: group(fail(), asyncio.sleep(3)))
    await refuse(lambda: asyncio.wait([asyncio.create_task(fail())]))
    await refuse(lambda: call(asyncio.as_completed, [1]))
    await refuse(lambda: next(asyncio.as_completed([asyncio.sleep(0.5), fail()])))
    await refuse(lambda: call(asyncio.timeout(1).reschedule, 1))
    await refuse(lambda: asyncio.wait_for(asyncio.sleep(5), 0.5))
`;

test("a traceback shows the same lines", async () => {
  const { woven, stock } = await seen(`
def tell():
    print(traceback.format_exc())

${use}

def scenario():
    asyncio.run(main())
`);
  expect(woven.filter((line) => line.includes("/asyncio/")).length).toBeGreaterThan(30);
  expect(woven).toEqual(stock);
});

test("a program that traces asyncio sees the same lines run", async () => {
  const { woven, stock } = await seen(`
def tell():
    pass

${use}

def trace(frame, event, argument):
    code = frame.f_code
    if "/asyncio/" in code.co_filename:
        print(code.co_qualname, event, frame.f_lineno, *frame.f_locals)
        return trace

def scenario():
    sys.settrace(trace)
    try:
        asyncio.run(main())
    finally:
        sys.settrace(None)
`);
  expect(woven.length).toBeGreaterThan(1000);
  expect(woven).toEqual(stock);
});
