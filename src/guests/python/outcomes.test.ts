/** How programs end, and what is said about it. */
import { describe, expect, test } from "vitest";
import { bootPython, runPython } from "../../testing/run-python.ts";

describe("a program that cannot begin", () => {
  test("has invalid source: its error and line are reported, and nothing runs", async () => {
    const run = await runPython("print('never')\nfor x in y\n    pass\n");
    expect(run).toMatchObject({
      outcome: "error",
      error: "SyntaxError: expected ':'",
      line: 2,
      invalid: true,
      stdout: "",
    });
    expect(run.stderr).toContain('File "program.py", line 2\n    for x in y\n              ^\n');
  });

  test.each([
    ["\tx = 1", "IndentationError: unexpected indent", 1],
    ["x = 'a", "SyntaxError: unterminated string literal (detected at line 1)", 1],
    ["def f():\n  await x", "SyntaxError: 'await' outside async function", 2],
    ["\n\nx = \0", "SyntaxError: source code string cannot contain null bytes", 0],
    [
      "def f():\n  return\n yield",
      "IndentationError: unindent does not match any outer indentation level",
      3,
    ],
  ])("gets the reason in its error: %j", async (source, error, line) => {
    expect(await runPython(source)).toMatchObject({ outcome: "error", error, line, invalid: true });
  });

  test("may be empty", async () => {
    expect(await runPython("")).toMatchObject({ outcome: "ok", error: null, line: 0, events: [] });
  });
});

describe("a program that leaves", () => {
  test.each([
    ["os._exit(5)", "error", "SystemExit: 5"],
    ["os._exit(0)", "ok", null],
    ["os.abort()", "error", "SystemExit: aborted"],
  ])("by %s tidies nothing up", async (call, outcome, error) => {
    const run = await runPython(`import atexit, os\natexit.register(print, "bye")
try:
    print("here", end="")
    ${call}
finally:
    print("never")
`);
    expect(run).toMatchObject({ outcome, error, line: error ? 5 : 0, stdout: "here", stderr: "" });
  });

  test("and leaves a trace function: that is not called after the program's end", async () => {
    const run = await runPython(`import sys
def work():
    pass
def trace(frame, *_):
    print(frame.f_code.co_qualname)
sys.settrace(trace)
work()
`);
    expect(run).toMatchObject({ outcome: "ok", stdout: "work\n", stderr: "" });
  });

  test("by breaking the interpreter gets an error, and the next program a new interpreter", async () => {
    const source = `class Node:\n    def __repr__(self):\n        return repr(self)\nprint("before")\nrepr(Node())\n`;
    const said = "RecursionError: maximum recursion depth exceeded: the stack is full";
    expect(await runPython(source)).toMatchObject({
      outcome: "error",
      error: said,
      line: 3,
      stdout: "before\n",
      stderr: `${said}\n`,
    });
    expect(await runPython("print(1)")).toMatchObject({ outcome: "ok", stdout: "1\n" });
  });

  test("by an exception has it written by its own sys.excepthook", async () => {
    const run = await runPython(`import sys
sys.excepthook = lambda kind, error, tb: print("hook", kind.__name__, error, tb.tb_lineno)
raise ValueError("x")
`);
    expect(run).toMatchObject({
      error: "ValueError: x",
      line: 3,
      stdout: "hook ValueError x 3\n",
      stderr: "",
    });
  });
});

test("a program finds its own file, and writes bytes", async () => {
  const run = await runPython(`import os, sys
print(open(__file__).readline(), end="")
sys.stdout.buffer.write("é\\n".encode())
os.write(2, b"err\\n")
`);
  expect(run).toMatchObject({ outcome: "ok", stdout: "import os, sys\né\n", stderr: "err\n" });
});

test("a missing package is explained if the program does not catch the error", async () => {
  const run = await runPython(`try:
    import numpy
except ImportError as error:
    print(error)
import aiohttp
`);
  expect(run).toMatchObject({
    error:
      "ModuleNotFoundError: aiohttp is not in Python's standard library. " +
      "Add its wheel under Packages, or use `await asyncio.sleep(1)` in place of a request.",
    line: 5,
    stdout: "No module named 'numpy'\n",
  });
});

describe("an uncaught exception", () => {
  test("shows its traceback without the library, marks its line, and ends in one line", async () => {
    const run = await runPython(`
import asyncio

async def inner():
    await asyncio.sleep(0.5)
    raise ValueError("no\\nmore")

async def main():
    await asyncio.wait_for(inner(), 1)

asyncio.run(main())
`);
    expect(run).toMatchObject({
      outcome: "error",
      error: "ValueError: no",
      line: 6,
      time: 0.5,
      invalid: false,
    });
    expect(run.stderr).toBe(`Traceback (most recent call last):
  File "program.py", line 11, in <module>
    asyncio.run(main())
    ~~~~~~~~~~~^^^^^^^^
  File "program.py", line 9, in main
    await asyncio.wait_for(inner(), 1)
  File "program.py", line 6, in inner
    raise ValueError("no\\nmore")
ValueError: no
more
`);
    expect(run.events.filter(({ kind }) => kind === "outputWritten")).toMatchObject([
      { stream: "stderr", text: run.stderr },
    ]);
  });

  test("may be a group, shown as a tree", async () => {
    const run = await runPython(`
import asyncio

async def fail(error):
    raise error

async def main():
    async with asyncio.TaskGroup() as group:
        group.create_task(fail(KeyError("a")))
        group.create_task(fail(LookupError("b")))

asyncio.run(main())
`);
    expect(run).toMatchObject({
      outcome: "error",
      error: "ExceptionGroup: unhandled errors in a TaskGroup (2 sub-exceptions)",
      line: 8,
    });
    expect(run.stderr).toContain("+---------------- 2 ----------------");
    expect(run.stderr).toContain("| LookupError: b");
    expect(run.stderr).not.toMatch(/asyncio\/|loopscope/);
  });

  test.each([
    ["raise KeyError('k')", "KeyError: 'k'"],
    ["raise KeyboardInterrupt", "KeyboardInterrupt"],
    ["class Odd(Exception):\n    def __str__(self): 1 / 0\nraise Odd", "Odd: <exception str() failed>"],
    ["e = ValueError('v')\ne.add_note('a note')\nraise e", "ValueError: v"],
    ["exec('1 +')", "SyntaxError: invalid syntax"],
    [
      "input('name? ')",
      "EOFError: EOF when reading a line: input() cannot read while a program runs here. Write the text into the program",
    ],
    ["def f(): f()\nf()", "RecursionError: maximum recursion depth exceeded"],
  ])("%j", async (source, error) => {
    const run = await runPython(source);
    expect(run).toMatchObject({ outcome: "error", error, invalid: false });
    expect(run.line).toBeGreaterThan(0);
  });
});

describe("leaving early", () => {
  test.each([
    ["sys.exit()", "ok", null, ""],
    ["sys.exit(0)", "ok", null, ""],
    ["sys.exit(3)", "error", "SystemExit: 3", ""],
    ["sys.exit('why')", "error", "SystemExit: why", "why\n"],
  ])("%s", async (call, outcome, error, stderr) => {
    const inTask = `import asyncio, sys\nasync def main():\n    ${call}\nasyncio.run(main())\nprint('never')`;
    expect(await runPython(inTask)).toMatchObject({ outcome, error, stderr, stdout: "" });
    expect(await runPython(`import sys\n${call}`)).toMatchObject({ outcome, error, stderr });
  });

  test("exit functions run", async () => {
    const run = await runPython("import atexit\natexit.register(print, 'bye')\n1 / 0");
    expect(run).toMatchObject({ outcome: "error", stdout: "bye\n" });
  });
});

describe("a deadlock names the waiting tasks and their lines", () => {
  test("two locks", async () => {
    const run = await runPython(`
import asyncio

async def take(first, second):
    async with first:
        await asyncio.sleep(0.1)
        async with second:
            pass

async def main():
    a, b = asyncio.Lock(), asyncio.Lock()
    async with asyncio.TaskGroup() as group:
        group.create_task(take(a, b), name="left")
        group.create_task(take(b, a), name="right")

try:
    asyncio.run(main())
finally:
    print("never seen: the program has ended")
`);
    expect(run).toMatchObject({ outcome: "deadlock", line: 7, time: 0.1, stdout: "", stderr: "" });
    expect(run.error).toBe(
      "deadlock: nothing is ready and no timer is pending, so nothing can run again: " +
        "main waits for its TaskGroup on line 12; left waits for a Lock on line 7; right waits for a Lock on line 7",
    );
  });

  test.each([
    ["await asyncio.get_running_loop().create_future()", "a future"],
    ["await asyncio.Semaphore(0).acquire()", "a Semaphore"],
    ["await asyncio.Event().wait()", "an Event"],
    ["await asyncio.Queue().get()", "Queue.get"],
    ["await asyncio.sleep(float('inf'))", "an endless sleep"],
    ["await asyncio.gather(asyncio.Event().wait())", "gather"],
    ["await asyncio.wait([asyncio.create_task(asyncio.Event().wait())])", "wait"],
    ["await asyncio.shield(asyncio.create_task(asyncio.Event().wait()))", "the task that it shields"],
    ["await asyncio.create_task(asyncio.Event().wait())", "another task"],
  ])("%s", async (line, what) => {
    const run = await runPython(
      `import asyncio\nasync def main():\n    print("waiting", end="")\n    ${line}\nasyncio.run(main())`,
    );
    expect(run).toMatchObject({ outcome: "deadlock", line: 4, stdout: "waiting" });
    expect(run.error).toContain(`main waits for ${what} on line 4`);
  });

  test("also if the program catches SystemExit", async () => {
    const run = await runPython(`
import asyncio
while True:
    try:
        asyncio.run(asyncio.Event().wait())
    except BaseException:
        pass
`);
    expect(run).toMatchObject({ outcome: "deadlock", line: 0 });
  });
});

describe("a limit", () => {
  test("livelock: a task that spins for ever, once nothing else is left that could run", async () => {
    const guest = await bootPython();
    const source = `
import asyncio

async def main():
    asyncio.create_task(asyncio.sleep(1))
    while True:
        await asyncio.sleep(0)

asyncio.run(main())
`;
    expect(guest.run(source, { seed: 1, instrument: {} })).toMatchObject({
      outcome: "limit",
      error:
        "livelock: no timer is pending and nothing else can run, so this never ends: main spins on line 7",
      time: 1,
      line: 7,
    });
  });

  const endless = {
    "in ever new iterations": `
import asyncio
async def main():
    for _ in range(1_000_000):
        await asyncio.sleep(0)
asyncio.run(main())
`,
    "inside one callback": `
import asyncio
async def main():
    loop = asyncio.get_running_loop()
    while True:
        loop.call_soon(print)
asyncio.run(main())
`,
    "without a loop": `
while True:
    try:
        print("on and on")
    except BaseException:
        print("not stopped by this")
`,
    "in callbacks that swallow everything": `
import asyncio
def again():
    try:
        while True:
            loop.call_soon(again)
    except BaseException:
        loop.call_soon(again)
loop = asyncio.new_event_loop()
loop.call_soon(again)
while True:
    try:
        loop.run_forever()
    except BaseException:
        pass
`,
  };

  test.each(Object.entries(endless))("the cap of events, reached %s", async (_name, source) => {
    const run = await runPython(source, { cap: 5000 });
    expect(run).toMatchObject({ outcome: "limit", stderr: "" });
    expect(run.error).toBe("stopped after 5,000 events, the limit of a run; later events are not recorded");
    expect(run.events).toHaveLength(5000);
    expect(await runPython("print('the next')")).toMatchObject({ outcome: "ok", stdout: "the next\n" });
  });

  test("the cap of events, reached by a program's last output", async () => {
    expect(await runPython("for i in range(10): print(i)", { cap: 9 })).toMatchObject({ outcome: "limit" });
    expect(await runPython("for i in range(10): print(i)", { cap: 10 })).toMatchObject({ outcome: "ok" });
  });
});

describe("a blocking call", () => {
  test("moves the clock, is recorded, and changes the order of later events", async () => {
    const run = await runPython(`
import asyncio, time

async def tick():
    await asyncio.sleep(0.1)
    print("tick", asyncio.get_running_loop().time())

async def main():
    task = asyncio.create_task(tick(), name="ticks")
    await asyncio.sleep(0)
    time.sleep(0.75)
    time.sleep(0)
    await task

asyncio.run(main())
`);
    expect(run).toMatchObject({ outcome: "ok", stdout: "tick 0.75\n", time: 0.75 });
    expect(run.events.filter((event) => event.kind === "loopBlocked")).toEqual([
      {
        kind: "loopBlocked",
        time: 0.75,
        duration: 0.75,
        call: "time.sleep",
        line: 11,
        task: 1,
        taskName: "Task-1",
        coroutine: "main",
      },
    ]);
  });

  test.each([
    ["'1'", "TypeError: 'str' object cannot be interpreted as an integer or float"],
    ["-1", "ValueError: sleep length must be non-negative"],
    ["float('nan')", "ValueError: Invalid value NaN (not a number)"],
    ["float('inf')", "OverflowError: timestamp out of range for C PyTime_t"],
  ])("refuses %s", async (seconds, error) => {
    expect(await runPython(`import time\ntime.sleep(${seconds})`)).toMatchObject({
      outcome: "error",
      error,
      line: 2,
    });
  });
});
