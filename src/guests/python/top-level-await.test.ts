/** Programs that await at their top level, against the same body run by `asyncio.run` on CPython's own loop. */
import { describe, expect, test } from "vitest";
import { onStockLoop, outcomeOf, runOnStockLoop } from "../../testing/oracle/stock.ts";
import { runPython } from "../../testing/run-python.ts";

/** Runs the body as `python -m asyncio` does. */
const interactive = (source: string) => `
import ast, asyncio, types
code = compile(${JSON.stringify(source)}, "program.py", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
asyncio.run(types.FunctionType(code, globals())())
`;

const programs = {
  "names are the module's": `
import asyncio

x = 1

async def add(n):
    global x
    x += n
    await asyncio.sleep(n)
    return x

print(await add(2), x, "x" in globals(), __name__)
print(await asyncio.gather(add(1), add(2)), asyncio.get_running_loop().time())
`,
  "every kind of await": `
import asyncio

async def numbers():
    for i in range(3):
        await asyncio.sleep(0.1)
        yield i

async for i in numbers():
    print(i)
async with asyncio.timeout(1), asyncio.TaskGroup() as group:
    task = group.create_task(asyncio.sleep(0.5, "slept"), name="sleeper")
print(task.result(), [i async for i in numbers()], asyncio.current_task().get_name())
`,
  "only below other statements": `
import asyncio
def double(x): return 2 * x
if double(1) == 2:
    for i in range(2):
        print(i, await asyncio.sleep(i, "slept"))
`,
  "what is left is cancelled": `
import asyncio

async def left():
    try:
        await asyncio.sleep(10)
    finally:
        print("closed at", asyncio.get_running_loop().time())

task = asyncio.create_task(left())
await asyncio.sleep(1)
print("end")
`,
};

describe("a body that awaits runs as a coroutine of asyncio.run:", () => {
  test.each(Object.entries(programs))("%s", async (_name, source) => {
    const { stderr: _, ...stock } = await runOnStockLoop(interactive(source));
    const ours = await runPython(source);
    expect(ours.error).toBeNull();
    expect(outcomeOf(ours)).toMatchObject(stock);
  });
});

test("the body is a task of the trace, suspended in the program's lines", async () => {
  const run = await runPython(`import asyncio\nprint("a")\nawait asyncio.sleep(1)\nprint("b")`);
  expect(run).toMatchObject({ outcome: "ok", time: 1, stdout: "a\nb\n" });
  expect(run.events.filter(({ kind }) => kind === "taskCreated")[0]).toMatchObject({
    name: "Task-1",
    coroutine: "<module>",
  });
  expect(run.events.find(({ kind }) => kind === "taskSuspended")).toMatchObject({ reason: "sleep", line: 3 });
  expect(run.events.filter(({ kind }) => kind === "outputWritten")).toMatchObject([
    { taskName: "Task-1", line: 2 },
    { taskName: "Task-1", line: 4 },
  ]);
});

describe("it ends like any program:", () => {
  test("with an error, its traceback in the program's lines", async () => {
    const run = await runPython(`import asyncio

async def fail():
    await asyncio.sleep(1)
    raise ValueError("no")

await fail()
`);
    expect(run).toMatchObject({
      outcome: "error",
      error: "ValueError: no",
      line: 5,
      time: 1,
      invalid: false,
    });
    expect(run.stderr).toBe(`Traceback (most recent call last):
  File "program.py", line 7, in <module>
    await fail()
  File "program.py", line 5, in fail
    raise ValueError("no")
ValueError: no
`);
  });

  test.each([
    ["asyncio.run() inside", "await asyncio.sleep(1)\nasyncio.run(asyncio.sleep(1))", 3],
    [
      "run_until_complete() inside",
      "await asyncio.sleep(1)\nasyncio.get_event_loop().run_until_complete(asyncio.sleep(1))",
      3,
    ],
  ])("%s", async (_name, body, line) => {
    const source = `import asyncio\n${body}`;
    const stock = await runPython(onStockLoop + interactive(source));
    const ours = await runPython(source);
    expect(stock.error).toMatch(/^RuntimeError: /);
    expect(ours).toMatchObject({ outcome: "error", error: stock.error, line });
  });

  test("by sys.exit()", async () => {
    expect(await runPython("import asyncio, sys\nawait asyncio.sleep(1)\nsys.exit(3)")).toMatchObject({
      error: "SystemExit: 3",
      line: 3,
    });
  });

  test("in a deadlock", async () => {
    const run = await runPython("import asyncio\nawait asyncio.Event().wait()");
    expect(run).toMatchObject({ outcome: "deadlock", line: 2 });
    expect(run.error).toContain("<module> waits for an Event on line 2");
  });

  test("before it begins, if its source is invalid", async () => {
    expect(await runPython("import asyncio\nawait asyncio.sleep(1)\nreturn")).toMatchObject({
      error: "SyntaxError: 'return' outside function",
      line: 3,
      invalid: true,
    });
  });
});
