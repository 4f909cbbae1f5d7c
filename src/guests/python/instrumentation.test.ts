/** Hooks that are compiled into asyncio's functions change nothing that a program can see. */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

/**
 * The lines that a program writes with asyncio's functions instrumented, and with their original code. `scenario` is the
 * text of a function without arguments.
 */
async function linesOf(scenario: string): Promise<{ instrumented: string[]; original: string[] }> {
  const { stdout, error } = await runPython(`
from loopscope.instrumentation.instrument import original_code
import asyncio
import contextlib
import io
import sys
import traceback

${scenario}

instrumented = {function: function.__code__ for function in original_code}
# Once before: asyncio remembers the types that it has seen.
with contextlib.redirect_stdout(io.StringIO()):
    scenario()
scenario()
for function, code in original_code.items():
    function.__code__ = code
print("without")
try:
    scenario()
finally:
    for function, code in instrumented.items():
        function.__code__ = code
`);
  expect(error).toBeNull();
  const lines = stdout.split("\n");
  const middle = lines.indexOf("without");
  return { instrumented: lines.slice(0, middle), original: lines.slice(middle + 1, -1) };
}

test("an instrumented function has its original names, flags and lines", async () => {
  const { instrumented, original } = await linesOf(`
def scenario():
    for function in original_code:
        code = function.__code__
        names = code.co_varnames, code.co_names, code.co_freevars, code.co_cellvars
        print(code.co_qualname, code.co_filename, code.co_firstlineno, code.co_flags, *names)
        print(*sorted({line for *_, line in code.co_lines() if line is not None}))
`);
  expect(instrumented.length).toBeGreaterThan(50);
  expect(instrumented).toEqual(original);
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
  const { instrumented, original } = await linesOf(`
def tell():
    print(traceback.format_exc())

${use}

def scenario():
    asyncio.run(main())
`);
  expect(instrumented.filter((line) => line.includes("/asyncio/")).length).toBeGreaterThan(30);
  expect(instrumented).toEqual(original);
});

test("a program that traces asyncio sees the same lines run", async () => {
  const { instrumented, original } = await linesOf(`
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
  expect(instrumented.length).toBeGreaterThan(1000);
  expect(instrumented).toEqual(original);
});
