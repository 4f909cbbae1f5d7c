/** Stacks that a program reads or prints: frames of the program and of CPython's library alone, as on CPython's own loop. */
import { expect, test } from "vitest";
import { runOnStockLoop } from "../../testing/oracle/stock.ts";
import { runPython } from "../../testing/run-python.ts";

/** Prints file and function of each frame of a stack, from the frame that awaits in `asyncio.run` on. */
const program = `import asyncio, logging, sys, traceback
from types import SimpleNamespace

def show(what, stack):
    names = [f"{frame.filename.rpartition('/')[2]}:{frame.name}" for frame in stack]
    print(what, *[name for name in names if "stock" not in name and "<exec>" not in name and ":<module>" not in name])

def printed(what):
    class Handler(logging.Handler):
        def emit(self, record):
            lines = (record.stack_info or "").split("\\n") + (logging.Formatter().formatException(record.exc_info).split("\\n") if record.exc_info else [])
            show(what, [SimpleNamespace(filename=line.split('"')[1], name=line.rpartition(" ")[2]) for line in lines if line.startswith('  File "')])
    logger = logging.Logger("a")
    logger.addHandler(Handler())
    return logger

def callback():
    show("callback", traceback.extract_stack())
    printed("logged callback").warning("now", stack_info=True)

async def fail():
    await asyncio.sleep(0.01)
    show("step", traceback.extract_stack())
    for limit in None, 2, 0:
        stack = asyncio.current_task().get_stack(limit=limit)
        show("own stack", [SimpleNamespace(filename=f.f_code.co_filename, name=f.f_code.co_name) for f in stack])
    raise ValueError("no")

async def main():
    loop = asyncio.get_running_loop()
    for debug in False, True:
        loop.set_debug(debug)
        task, handle = asyncio.create_task(fail()), loop.call_soon(callback)
        timer, future = loop.call_later(0.02, callback), loop.create_future()
        if debug:
            for name, made in ("task", task), ("handle", handle), ("timer", timer), ("future", future):
                show(name, made._source_traceback)
        try:
            await task
        except ValueError as error:
            show("error", traceback.extract_tb(error.__traceback__))
            printed("logged error").exception("failed")
        await asyncio.sleep(0.05)

asyncio.run(main())
`;

test("stacks name the frames that they name on CPython's own loop", async () => {
  const { stdout } = await runPython(program);
  expect(stdout).not.toContain("loopscope");
  const lines = stdout.split("\n").slice(0, -1);
  expect(lines.length).toBeGreaterThan(12);
  // There the harness itself is of this package.
  const stock = (await runOnStockLoop(program)).stdout.map((line) => line.replace(/ <loopscope\.\S+/g, ""));
  expect(lines).toEqual(stock);
});

test("a warning names the same caller in the loop of a thread, before and after it blocks", async () => {
  const { stdout, stderr } = await runPython(`import asyncio, threading, time, warnings
warnings.simplefilter("always")
warnings.showwarning = lambda message, category, filename, line, *_: print(filename, line)
def warn():
    for level in 2, 3, 4:
        warnings.warn("x", stacklevel=level)
async def main():
    warn()
    time.sleep(0.1)
    warn()
    asyncio.get_running_loop().call_soon(callback)
    await asyncio.sleep(0.2)
def callback():
    warn()
    time.sleep(0.1)
    warn()
asyncio.run(main())
print("thread")
thread = threading.Thread(target=lambda: asyncio.run(main()))
thread.start()
while thread.is_alive():
    time.sleep(0.05)
`);
  expect(stderr).toBe("");
  const [main, thread] = stdout.split("thread\n");
  expect(main?.split("\n").length).toBeGreaterThan(12);
  expect(thread).toBe(main);
});

test("a traceback of a thread's function and of a stopped loop names no frame of this package", async () => {
  const { stderr } = await runPython(`import asyncio, traceback
def work():
    traceback.print_stack()
    raise KeyError("no")
async def main():
    try:
        await asyncio.to_thread(work)
    except KeyError:
        traceback.print_exc()
    asyncio.get_running_loop().run_forever()
asyncio.run(main())
`);
  expect(stderr).toContain("KeyError: 'no'");
  expect(stderr).not.toContain("loopscope");
});
