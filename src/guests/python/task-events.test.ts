/** What the trace tells of tasks. */
import { describe, expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";
import { fieldsOfEvents } from "../../testing/fields-of-events.ts";

describe("a task", () => {
  test("is created, stepped, suspended and done, with names, lines and parents", async () => {
    const life = await fieldsOfEvents(
      `
import asyncio

async def child(seconds):
    await asyncio.sleep(seconds)
    return {"slept": seconds}

async def main():
    task = asyncio.create_task(child(0.5), name="child")
    await task

asyncio.run(main())
`,
      ["taskCreated", "taskStepped", "taskSuspended", "taskDone"],
      ["time", "taskName", "coroutine", "parentName", "line", "reason", "on", "outcome", "value"],
    );
    expect(life).toEqual([
      "taskCreated 0 Task-1 main  12",
      "taskStepped 0 Task-1 main 8",
      "taskCreated 0 child child Task-1 9",
      "taskSuspended 0 Task-1 main 10 task 2",
      "taskStepped 0 child child 4",
      "taskSuspended 0 child child 5 sleep ",
      "taskStepped 0.5 child child 5",
      "taskDone 0.5 child child result {'slept': 0.5}",
      "taskStepped 0.5 Task-1 main 10",
      "taskDone 0.5 Task-1 main result None",
    ]);
  });

  test.each([
    ["await asyncio.sleep(1)", "sleep"],
    ["await asyncio.sleep(0)", "yield"],
    ["await asyncio.gather(later(), later())", "gather"],
    ["await asyncio.wait([asyncio.create_task(later())])", "wait"],
    ["await asyncio.wait_for(later(), 5)", "sleep"],
    ["await asyncio.wait_for(asyncio.create_task(later()), 5)", "task"],
    ["await asyncio.create_task(later())", "task"],
    ["await loop.create_task(later())", "task"],
    ["async with asyncio.TaskGroup() as g: g.create_task(later())", "TaskGroup"],
    ["async with asyncio.timeout(5): await asyncio.sleep(1)", "sleep"],
    ["for f in asyncio.as_completed([later()]): await f", "as_completed"],
    ["async for f in asyncio.as_completed([asyncio.create_task(later())]): pass", "as_completed"],
    ["await loop_future()", "future"],
    ["await held.acquire()", "Lock"],
    ["async with gate: pass", "Semaphore"],
    ["await event.wait()", "Event"],
    ["async with condition: await condition.wait()", "Condition"],
    ["await asyncio.Barrier(2).wait()", "Barrier"],
    ["await asyncio.Queue().get()", "Queue.get"],
    ["await full.put(2)", "Queue.put"],
    ["await full.join()", "Queue.join"],
    ["async for x in numbers(): pass", "sleep"],
    ["await anext(numbers())", "sleep"],
    ["await Wrapper()", "sleep"],
  ])("that waits in `%s` is suspended by: %s", async (statement, reason) => {
    const source = `import asyncio
async def program():
    ${statement}

class Wrapper:
    def __await__(self): return asyncio.sleep(1).__await__()
async def numbers():
    await asyncio.sleep(1)
    yield 1
async def later(): await asyncio.sleep(1)
def loop_future():
    future = loop.create_future()
    loop.call_later(1, future.set_result, 1)
    return future
async def main():
    global loop, held, gate, event, condition, full
    loop = asyncio.get_running_loop()
    held, gate, event, condition, full = asyncio.Lock(), asyncio.Semaphore(0), asyncio.Event(), asyncio.Condition(), asyncio.Queue(1)
    await held.acquire()
    full.put_nowait(1)
    task = loop.create_task(program(), name="it")
    await asyncio.sleep(2)
    task.cancel()
asyncio.run(main())
`;
    const run = await runPython(source);
    const first = run.events.find((event) => event.kind === "taskSuspended" && event.taskName === "it")!;
    const inner = reason === "sleep" && { numbers: 8, later: 10 }[/numbers|later/.exec(statement)?.[0] ?? ""];
    expect([first.reason, first.line]).toEqual([reason, inner || 3]);
  });

  test("has its cancel request recorded at once, in any state, with requester and line", async () => {
    const asked = await fieldsOfEvents(
      `
import asyncio

async def sleeps():
    await asyncio.sleep(9)

async def waits(task):
    await task

async def refuses():
    try:
        await asyncio.sleep(9)
    except asyncio.CancelledError:
        pass

async def main():
    sleeping = asyncio.create_task(sleeps(), name="sleeping")
    waiting = asyncio.create_task(waits(sleeping), name="waiting")
    ready = asyncio.create_task(asyncio.sleep(0), name="ready")
    refusing = asyncio.create_task(refuses(), name="refusing")
    timed = asyncio.create_task(sleeps(), name="timed")
    asyncio.get_running_loop().call_later(0.5, timed.cancel)
    await asyncio.sleep(0)
    fresh = asyncio.create_task(sleeps(), name="fresh")
    waiting.cancel()
    ready.cancel()
    fresh.cancel()
    refusing.cancel()
    print("asked")
    await asyncio.sleep(1)
    refusing.cancel()
    async with asyncio.timeout(1):
        try:
            await asyncio.sleep(9)
        except asyncio.CancelledError:
            pass

asyncio.run(main())
`,
      ["taskCancelRequested", "taskDone", "outputWritten"],
      ["time", "taskName", "byName", "line", "outcome"],
    );
    expect(asked).toEqual([
      "taskCancelRequested 0 waiting Task-1 25",
      "taskCancelRequested 0 sleeping Task-1 25",
      "taskCancelRequested 0 ready Task-1 26",
      "taskCancelRequested 0 fresh Task-1 27",
      "taskCancelRequested 0 refusing Task-1 28",
      "outputWritten 0 Task-1 29",
      "taskDone 0 ready cancelled",
      "taskDone 0 fresh cancelled",
      "taskDone 0 sleeping cancelled",
      "taskDone 0 refusing result",
      "taskDone 0 waiting cancelled",
      "taskCancelRequested 0.5 timed  ",
      "taskDone 0.5 timed cancelled",
      "taskCancelRequested 2 Task-1  ",
      "taskDone 2 Task-1 result",
    ]);
  });

  test("of another class has its cancel request recorded when it wakes up", async () => {
    const asked = await fieldsOfEvents(
      `
import asyncio

async def main():
    loop = asyncio.get_running_loop()
    loop.set_task_factory(lambda loop, coro, **kwargs: asyncio.Task(coro, loop=loop, **kwargs))
    task = asyncio.create_task(asyncio.sleep(9))
    await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait([task])

asyncio.run(main())
`,
      ["taskCreated", "taskCancelRequested", "taskDone"],
      ["taskName", "byName", "line", "outcome"],
    );
    expect(asked.slice(0, 5)).toEqual([
      "taskCreated Task-1 12",
      "taskCreated Task-2 6",
      "taskCancelRequested Task-2 Task-1 9",
      "taskDone Task-2 cancelled",
      "taskDone Task-1 result",
    ]);
  });

  test("that is renamed is scheduled under its new name", async () => {
    const names = await fieldsOfEvents(
      `
import asyncio

async def work():
    await asyncio.sleep(0)
    asyncio.current_task().set_name("renamed again")
    await asyncio.sleep(0)

async def main():
    task = asyncio.create_task(work())
    task.set_name("renamed")
    await task

asyncio.run(main())
`,
      ["handleStarted"],
      ["task", "name"],
    );
    expect(names.filter((name) => name.includes(" 2 "))).toEqual([
      // Its first handle was scheduled before.
      "handleStarted 2 Task-2",
      "handleStarted 2 renamed",
      "handleStarted 2 renamed again",
    ]);
  });

  test("has the class that a program puts in place of asyncio's", async () => {
    const { stdout, events } = await runPython(`
import asyncio

class Own(asyncio.Task):
    pass

async def work():
    print(type(asyncio.current_task()).__name__)

async def main():
    await asyncio.create_task(work())
    await asyncio.create_task(work(), eager_start=True)
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    await asyncio.create_task(work())

asyncio.tasks.Task = Own
asyncio.run(main())
`);
    expect(stdout).toBe("Own\nOwn\nTask\n");
    const created = events.filter(({ kind }) => kind === "taskCreated");
    expect(created.slice(0, 4).map(({ name }) => name)).toEqual(["Task-1", "Task-2", "Task-3", "Task-4"]);
  });

  test("of the program's own class gets its name without a call of the program's methods", async () => {
    const { stdout, events } = await runPython(`
import asyncio

class Own(asyncio.Task):
    def set_name(self, name):
        print("set_name", name)

    def get_name(self):
        print("get_name")

async def main():
    asyncio.get_running_loop().set_task_factory(lambda loop, coro, **kwargs: Own(coro, loop=loop, **kwargs))
    await asyncio.create_task(asyncio.sleep(1))

asyncio.run(main())
`);
    expect(stdout).toBe("");
    const created = events.filter(({ kind }) => kind === "taskCreated");
    expect(created.slice(0, 2).map(({ name }) => name)).toEqual(["Task-1", "Task-2"]);
  });

  test("of the class itself, which is eager, has the events of its first step", async () => {
    // Called by another name, as a library does.
    const life = await fieldsOfEvents(
      `
import asyncio
from asyncio import Task as Job

async def leaf():
    print("leaf")
    await asyncio.sleep(1)

async def main():
    task = Job(leaf(), loop=asyncio.get_running_loop(), name="leaf", eager_start=True)
    print("main")
    await task

asyncio.run(main())
`,
      ["taskCreated", "taskStepped", "taskSuspended", "outputWritten"],
      ["time", "taskName", "parentName", "line", "reason", "text"],
    );
    expect(life.slice(0, 6).map((line) => line.trim())).toEqual([
      "taskCreated 0 Task-1  14",
      "taskStepped 0 Task-1 9",
      "taskCreated 0 leaf Task-1 10",
      "taskStepped 0 leaf 5",
      "outputWritten 0 leaf 6 leaf",
      "taskSuspended 0 leaf 7 sleep",
    ]);
  });

  test("that is eager runs its first step while it is created", async () => {
    const life = await fieldsOfEvents(
      `
import asyncio

async def leaf(seconds):
    print("leaf")
    if seconds:
        await asyncio.sleep(seconds)

async def silent():
    pass

async def branch():
    await asyncio.create_task(leaf(0), name="inner")
    await asyncio.sleep(0)
    await asyncio.create_task(leaf(1), name="slow")

async def main():
    asyncio.get_running_loop().set_task_factory(asyncio.eager_task_factory)
    task = asyncio.create_task(branch(), name="branch")
    print("main")
    asyncio.create_task(silent(), name="silent")
    await task
    asyncio.get_running_loop().set_task_factory(None)

asyncio.run(main())
`,
      ["taskCreated", "taskStepped", "taskSuspended", "taskDone", "outputWritten"],
      ["time", "taskName", "parentName", "line", "reason", "text"],
    );
    expect(life.map((line) => line.trim())).toEqual([
      "taskCreated 0 Task-1  25",
      "taskStepped 0 Task-1 17",
      "taskCreated 0 branch Task-1 19",
      "taskStepped 0 branch 12",
      "taskCreated 0 inner branch 13",
      "taskStepped 0 inner 4",
      "outputWritten 0 inner 5 leaf",
      "taskDone 0 inner",
      "taskSuspended 0 branch 14 yield",
      "outputWritten 0 Task-1 20 main",
      "taskCreated 0 silent Task-1 21",
      "taskStepped 0 silent 9",
      "taskDone 0 silent",
      "taskSuspended 0 Task-1 22 task",
      "taskStepped 0 branch 14",
      "taskCreated 0 slow branch 15",
      "taskStepped 0 slow 4",
      "outputWritten 0 slow 5 leaf",
      "taskSuspended 0 slow 7 sleep",
      "taskSuspended 0 branch 15 task",
      "taskStepped 1 slow 7",
      "taskDone 1 slow",
      "taskStepped 1 branch 15",
      "taskDone 1 branch",
      "taskStepped 1 Task-1 22",
      "taskDone 1 Task-1",
    ]);
  });

  test("ends with a value or an exception, recorded without running the program's code", async () => {
    const run = await runPython(`
import asyncio

class Secret:
    def __repr__(self): raise SystemExit("repr was run")

itself = []
itself.append(itself)

async def give(value):
    if isinstance(value, Exception):
        raise value
    return value

async def main():
    values = (1, "x" * 200, None, [Secret(), (1,), {}, set(), {"k": 2.5}], itself, list(range(99)), 10 ** 999,
        KeyError("k"), ValueError(Secret(), "why\\nand how"), Exception())
    for value in values:
        await asyncio.wait([asyncio.create_task(give(value), name="give")])

asyncio.run(main())
`);
    expect(run.outcome).toBe("ok");
    const given = run.events.filter((event) => event.kind === "taskDone" && event.taskName === "give");
    expect(given.map((event) => event.value)).toEqual([
      "1",
      `'${"x".repeat(78)}…`,
      "None",
      "[<Secret>, (1,), {}, set(), {'k': 2.5}]",
      "[[[[…]]]]",
      "[0, 1, 2, 3, 4, 5, …]",
      "<large int>",
      "KeyError: k",
      "ValueError: <Secret>, why",
      "Exception",
    ]);
  });
});
