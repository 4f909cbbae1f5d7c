/** Diagnoses of both guests: the same texts at the same times and lines, but for the name of `createTask`. */
import { expect, test } from "vitest";
import { recordProgram } from "../../cli/record.ts";
import { runPython } from "../../testing/run-python.ts";
import { exportEvents, type ExportedEvent } from "../../formats/export-events.ts";
import { TypeScriptInNode } from "./compile-node.ts";

/** Pairs of programs, equal line by line. */
const programs: readonly (readonly [name: string, python: string, typescript: string])[] = [
  [
    "coroutines never awaited",
    `import asyncio
async def work(): pass
async def main():
    work()
    await asyncio.sleep(1)
    asyncio.sleep(2)
    kept = work()
    work()
asyncio.run(main())
`,
    `import { run, sleep } from "asyncio";
async function work() {}
async function main() {
  work();
  await sleep(1);
  sleep(2);
  const kept = work();
  work();
}
run(main());`,
  ],
  [
    "tasks that nothing holds",
    `import asyncio
async def work(): await asyncio.sleep(1)
async def main():
    asyncio.create_task(work())
    kept = asyncio.create_task(work())
    asyncio.ensure_future(work())
    async with asyncio.TaskGroup() as group:
        group.create_task(work())
    await kept
asyncio.run(main())
`,
    `import { createTask, ensureFuture, enter, run, sleep, TaskGroup } from "asyncio";
async function work() { await sleep(1); }
async function main() {
  createTask(work());
  const kept = createTask(work());
  ensureFuture(work());
  { await using group = await enter(new TaskGroup());
    group.createTask(work()); }
  await kept;
}
run(main());`,
  ],
  [
    "exceptions never retrieved",
    `import asyncio
async def fails():
    raise ValueError("oops")
async def main():
    task = asyncio.create_task(fails())
    await asyncio.sleep(1)
asyncio.run(main())
`,
    `import { createTask, run, sleep, ValueError } from "asyncio";
async function fails() {
  throw new ValueError("oops");
}
async function main() { const task = createTask(fails());
  await sleep(1); }
run(main());`,
  ],
  [
    "tasks and groups that expressions drop",
    `import asyncio
async def work(): await asyncio.sleep(1)
async def main():
    _ = asyncio.create_task(work())
    [asyncio.create_task(work())]
    asyncio.create_task(work()).add_done_callback(print)
    asyncio.get_running_loop().call_soon(lambda: asyncio.create_task(work()))
    asyncio.gather(work(), work())
    await asyncio.sleep(2)
asyncio.run(main())
`,
    `import { createTask, gather, getRunningLoop, print, run, sleep } from "asyncio";
async function work() { await sleep(1); }
async function main() {
  const _ = createTask(work());
  [createTask(work())];
  createTask(work()).addDoneCallback(print);
  getRunningLoop().callSoon(() => createTask(work()));
  gather([work(), work()]);
  await sleep(2); }
run(main());`,
  ],
  [
    "errors that shield() and cancel() hide",
    `import asyncio
async def pay():
    raise ValueError("declined")
async def order(): await asyncio.shield(later())
async def later():
    await asyncio.sleep(1)
    raise ValueError("late")
async def main():
    paying, ordering = asyncio.create_task(pay()), asyncio.create_task(order(), name="order")
    await asyncio.sleep(0)
    ordering.cancel()
    await asyncio.wait([ordering])
    paying.cancel()
    await asyncio.sleep(2)
asyncio.run(main())
`,
    `import { createTask, run, shield, sleep, ValueError, wait } from "asyncio";
async function pay() {
  throw new ValueError("declined"); }
async function order() { await shield(later()); }
async function later() {
  await sleep(1);
  throw new ValueError("late"); }
async function main() {
  const [paying, ordering] = [createTask(pay()), createTask(order(), { name: "order" })];
  await sleep(0);
  ordering.cancel();
  await wait([ordering]);
  paying.cancel();
  await sleep(2); }
run(main());`,
  ],
  [
    "a loop that is closed while a task is pending",
    `import asyncio
async def work(seconds): await asyncio.sleep(seconds)
loop = asyncio.new_event_loop()
task = loop.create_task(work(5))
loop.run_until_complete(work(1))
loop.close()
`,
    `import { EventLoop, sleep } from "asyncio";
async function work(seconds: number) { await sleep(seconds); }
const loop = new EventLoop();
const task = loop.createTask(work(5));
loop.runUntilComplete(work(1));
loop.close();`,
  ],
];

test.each(programs)("%s", async (_name, python, typescript) => {
  const there = warningsOf((await runPython(python)).events);
  const { store } = recordProgram(new TypeScriptInNode(), typescript, 1);
  expect(there.length).toBeGreaterThan(0);
  expect(warningsOf(exportEvents(store.trace))).toEqual(there);
});

/** Spell the names of asyncio as in TypeScript. */
function inTypeScript(message: string): string {
  return message.replace("asyncio.create_task(", "createTask(").replaceAll(/asyncio\.(?=gather|run)/g, "");
}

function warningsOf(events: readonly ExportedEvent[]): unknown[] {
  return events
    .filter(({ kind }) => kind === "warningRaised")
    .map(({ time, diagnosis, message, line, taskName }) => ({
      ...{ time, diagnosis, line, taskName },
      message: inTypeScript(String(message)),
    }));
}
