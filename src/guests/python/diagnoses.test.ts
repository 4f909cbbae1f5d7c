/** Warnings that only the interpreter can give. (Those that follow from the trace: `store/warnings`.) */
import { expect, test } from "vitest";
import { runPython } from "../../testing/run-python.ts";

/** Each diagnosis, with the code in its line and the name of the task that it is about. */
async function diagnosesOf(main: string, before = ""): Promise<unknown[][]> {
  const body = main.trim().replaceAll(/^/gm, "    ");
  const source = `import asyncio\nfrom asyncio import *\nasync def work(n=1):\n    await sleep(n)\n${before}\nasync def main():\n${body}\nasyncio.run(main())\n`;
  const { events } = await runPython(source);
  return events
    .filter(({ kind }) => kind === "warningRaised")
    .map(({ diagnosis, line, taskName }) => [
      diagnosis,
      (source.split("\n")[Number(line) - 1] ?? "").trim(),
      taskName,
    ]);
}

test("a coroutine that is never awaited is reported at the line that created it", async () => {
  expect(await diagnosesOf("work(1)\nawait sleep(1)\nforgotten = work(2)\nawait work(3)")).toEqual([
    ["neverAwaited", "work(1)", "Task-1"],
    ["neverAwaited", "forgotten = work(2)", "Task-1"],
  ]);
});

test("CPython's own warnings stay the same", async () => {
  const { stderr } = await runPython("async def work(): pass\nwork()\n");
  expect(stderr.split("\n").slice(0, 2)).toEqual([
    "program.py:2: RuntimeWarning: coroutine 'work' was never awaited",
    "  work()",
  ]);
});

test("a task without a reference is reported where it is created; a task of a group or a variable is not", async () => {
  const found = await diagnosesOf(`
create_task(work(), name="dropped")
asyncio.ensure_future(
    work()
)
kept = create_task(work())
async with TaskGroup() as group:
    group.create_task(work())
await kept
`);
  expect(found).toEqual([
    ["lostReference", 'create_task(work(), name="dropped")', "dropped"],
    ["lostReference", "asyncio.ensure_future(", "Task-2"],
  ]);
});

test("a task that is destroyed before it is done is reported", async () => {
  const found = await diagnosesOf(
    `
task = create_task(waits(), name="lost")
await sleep(1)
del task
gc.collect()
await sleep(1)
`,
    "import gc\nasync def waits(): await get_running_loop().create_future()\n",
  );
  expect(found).toEqual([
    ["lostReference", "async def waits(): await get_running_loop().create_future()", "lost"],
  ]);
});

test("an exception that is never retrieved is reported, of a task and of a future", async () => {
  const found = await diagnosesOf(
    `
task = create_task(broken(), name="broken")
await sleep(1)
del task
future = get_running_loop().create_future()
future.set_exception(ValueError())
del future
`,
    "async def broken():\n    raise ValueError('no')\n",
  );
  expect(found).toEqual([
    ["neverRetrieved", "raise ValueError('no')", "broken"],
    ["neverRetrieved", "", null],
  ]);
});
