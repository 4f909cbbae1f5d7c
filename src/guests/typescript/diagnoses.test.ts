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
];

test.each(programs)("%s", async (_name, python, typescript) => {
  const there = warningsOf((await runPython(python)).events);
  const { store } = recordProgram(new TypeScriptInNode(), typescript, 1);
  expect(there.length).toBeGreaterThan(0);
  expect(warningsOf(exportEvents(store.trace))).toEqual(there);
});

function warningsOf(events: readonly ExportedEvent[]): unknown[] {
  return events
    .filter(({ kind }) => kind === "warningRaised")
    .map(({ time, diagnosis, message, line, taskName }) => ({
      ...{ time, diagnosis, line, taskName },
      message: String(message).replace("asyncio.create_task(", "createTask("),
    }));
}
